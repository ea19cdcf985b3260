-- 有哪些地区，各级怎样隶属，各有多少单位？ (Regions with their level and offices)
-- grain: one row a region
-- parameters:
-- columns:
--   region_id (varchar): division code
--   name (varchar): its name
--   level (varchar): country, province, city or district
--   parent_id (varchar): region above; null for the country
--   path (varchar[]): region ids from the country down
--   office_count (bigint): offices of the region and all below it
--   reported_office_count (bigint): of them, offices with at least one report
-- missing: a region without offices keeps its row with 0
with located as (
    select unnest(r.path) as region_id, o.office_id
    from office as o
    join region as r on r.region_id = o.region_id
),
reporting as (
    select distinct rp.office_id from report as rp where rp.is_current
),
counted as (
    select l.region_id, count(*) as office_count, count(g.office_id) as reported_office_count
    from located as l
    left join reporting as g on g.office_id = l.office_id
    group by l.region_id
)
select
    r.region_id, r.name, r.level, r.parent_id, r.path,
    coalesce(c.office_count, 0) as office_count, coalesce(c.reported_office_count, 0) as reported_office_count
from region as r
left join counted as c on c.region_id = r.region_id
order by array_length(r.path), r.region_id
