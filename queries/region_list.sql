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
--   reported_office_count (bigint): offices with a report in the year that has most of them
--   holds_fictional (boolean): some of its offices, or of those below it, are fictional
--   is_own (boolean): the region that the store was said to be of
-- missing: a region without offices keeps its row with 0
with sizes as (
    select unnest(r.path) as region_id, o.office_count, o.holds_fictional
    from (
        select region_id, count(*) as office_count, bool_or(is_fictional) as holds_fictional
        from office
        group by region_id
    ) as o
    join region as r on r.region_id = o.region_id
),
counted as (
    select region_id, sum(office_count)::bigint as office_count, bool_or(holds_fictional) as holds_fictional
    from sizes
    group by region_id
),
reported as (
    select t.region_id, max(t.office_count)::bigint as reported_office_count
    from region_total as t
    where t.indicator = '' and t.kind = ''
    group by t.region_id
)
select
    r.region_id, r.name, r.level, r.parent_id, r.path,
    coalesce(c.office_count, 0) as office_count, coalesce(g.reported_office_count, 0) as reported_office_count,
    coalesce(c.holds_fictional, false) as holds_fictional,
    r.region_id in (select n.district from generation as n) as is_own
from region as r
left join counted as c on c.region_id = r.region_id
left join reported as g on g.region_id = r.region_id
order by array_length(r.path), r.region_id
