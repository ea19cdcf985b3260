-- 各地区某项指标合计多少，覆盖多少单位？ (One indicator rolled up by region, with the offices covered)
-- grain: one row a region and year; every region adds up all below it
-- parameters:
--   indicator (varchar): indicator id
--   level (varchar, optional): country, province, city or district
--   parent_id (varchar, optional): only regions directly below this one
--   kind (varchar, optional): office kind
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
-- columns:
--   region_id (varchar): region
--   region_name (varchar): its name
--   level (varchar): country, province, city or district
--   parent_id (varchar): region above
--   year (smallint): year reported on
--   sum_value (double): sum of the stated values in the indicator's unit; null for rates
--   median_value (double): median of the stated values
--   q1_value (double): lower quartile
--   q3_value (double): upper quartile
--   stated_office_count (bigint): offices that state it
--   reported_office_count (bigint): offices with a report
--   office_count (bigint): offices of the region
-- missing: offices that do not state it are left out of sum and median and show in the counts; a region and year without a report has no row
with wanted_regions as (
    select r.region_id, r.name as region_name, r.level, r.parent_id, array_length(r.path) as depth
    from region as r
    where ($level is null or r.level = $level)
      and ($parent_id is null or r.parent_id = $parent_id)
),
every_place as (
    select o.office_id, unnest(r.path) as region_id
    from office as o
    join region as r on r.region_id = o.region_id
    where $kind is null or o.kind = $kind
),
located as (
    select e.office_id, e.region_id
    from every_place as e
    where e.region_id in (select region_id from wanted_regions)
),
stated as (
    select
        f.office_id, f.year,
        coalesce(max(f.value) filter (where f.breakdown = 'total'), max(f.value)) as value
    from fact as f
    where f.indicator = $indicator
      and f.breakdown in ('', 'total')
      and f.role = 'leading'
      and f.status = 'stated'
      and ($from_year is null or f.year >= $from_year)
      and ($to_year is null or f.year <= $to_year)
      and f.office_id in (select office_id from located)
    group by f.office_id, f.year
),
reported as (
    select rp.office_id, rp.year
    from report as rp
    where rp.is_current
      and ($from_year is null or rp.year >= $from_year)
      and ($to_year is null or rp.year <= $to_year)
      and rp.office_id in (select office_id from located)
),
sizes as (
    select l.region_id, count(*) as office_count from located as l group by l.region_id
)
select
    w.region_id, w.region_name, w.level, w.parent_id, rp.year,
    case when max(i.unit) is distinct from '%' then sum(s.value) end as sum_value,
    quantile_cont(s.value, 0.5) as median_value,
    quantile_cont(s.value, 0.25) as q1_value,
    quantile_cont(s.value, 0.75) as q3_value,
    count(s.value) as stated_office_count,
    count(*) as reported_office_count,
    max(z.office_count) as office_count
from wanted_regions as w
join located as l on l.region_id = w.region_id
join reported as rp on rp.office_id = l.office_id
join sizes as z on z.region_id = w.region_id
left join stated as s on s.office_id = rp.office_id and s.year = rp.year
left join indicator as i on i.indicator = $indicator
group by w.region_id, w.region_name, w.level, w.parent_id, w.depth, rp.year
order by w.depth, w.region_id, rp.year
