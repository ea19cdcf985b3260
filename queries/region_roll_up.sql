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
--   sum_value (double): sum of the values in the indicator's unit; null for rates
--   median_value (double): median of the values; close rates stated, else computed from exact cases
--   q1_value (double): lower quartile
--   q3_value (double): upper quartile
--   stated_office_count (bigint): offices with a value
--   reported_office_count (bigint): offices with a report
--   office_count (bigint): offices of the region
-- missing: offices that do not state it are left out of sum and median and show in the counts; a region and year without a report has no row
with wanted_regions as (
    select r.region_id, r.name as region_name, r.level, r.parent_id, array_length(r.path) as depth
    from region as r
    where ($level is null or r.level = $level)
      and ($parent_id is null or r.parent_id = $parent_id)
),
sizes as (
    select u.region_id, sum(u.office_count)::bigint as office_count
    from (
        select unnest(r.path) as region_id, o.office_count
        from (
            select region_id, count(*) as office_count
            from office
            where $kind is null or kind = $kind
            group by region_id
        ) as o
        join region as r on r.region_id = o.region_id
    ) as u
    group by u.region_id
),
reported as (
    select t.region_id, t.year, t.office_count as reported_office_count
    from region_total as t
    where t.region_id in (select region_id from wanted_regions)
      and t.kind = coalesce($kind, '')
      and t.indicator = ''
      and ($from_year is null or t.year >= $from_year)
      and ($to_year is null or t.year <= $to_year)
),
-- An indicator that is not rolled up is added up from the facts.
alone as (
    select i.indicator from indicator as i where i.indicator = $indicator and not i.is_rolled_up
),
located as (
    select o.office_id, p.region_id
    from alone
    cross join office as o
    join (select region_id, unnest(path) as above from region) as u on u.region_id = o.region_id
    join wanted_regions as p on p.region_id = u.above
    where $kind is null or o.kind = $kind
),
-- One leading fact stands for an indicator, breakdown, office and year: nothing has to be grouped.
stated as (
    select f.breakdown, f.office_id, f.year, f.value
    from fact as f
    where f.indicator = $indicator
      and f.indicator in (select indicator from alone)
      and f.breakdown in ('', 'total')
      and f.role = 'leading'
      and f.status = 'stated'
      and ($from_year is null or f.year >= $from_year)
      and ($to_year is null or f.year <= $to_year)
),
of_cells as (
    select s.office_id, s.year, s.value from stated as s where s.breakdown = 'total'
),
valued as (
    select c.office_id, c.year, c.value from of_cells as c
    union all
    select s.office_id, s.year, s.value
    from stated as s
    anti join of_cells as c on c.office_id = s.office_id and c.year = s.year
    where s.breakdown = ''
),
counted as (
    select
        l.region_id, v.year, sum(v.value) as sum_value, count(*) as office_count,
        quantile_cont(v.value, [0.25, 0.5, 0.75]) as quartiles
    from valued as v
    join located as l on l.office_id = v.office_id
    group by l.region_id, v.year
),
totals as (
    select
        c.region_id, c.year, c.sum_value, c.office_count, c.quartiles[1] as q1_value, c.quartiles[2] as median_value,
        c.quartiles[3] as q3_value
    from counted as c
    union all
    select t.region_id, t.year, t.sum_value, t.office_count, t.q1_value, t.median_value, t.q3_value
    from region_total as t
    where t.region_id in (select region_id from wanted_regions)
      and t.kind = coalesce($kind, '')
      and t.indicator = $indicator
)
select
    w.region_id, w.region_name, w.level, w.parent_id, rp.year,
    case when i.unit is distinct from '%' then t.sum_value end as sum_value,
    t.median_value, t.q1_value, t.q3_value,
    coalesce(t.office_count, 0)::bigint as stated_office_count,
    rp.reported_office_count::bigint as reported_office_count,
    z.office_count
from wanted_regions as w
join reported as rp on rp.region_id = w.region_id
join sizes as z on z.region_id = w.region_id
left join totals as t on t.region_id = w.region_id and t.year = rp.year
left join indicator as i on i.indicator = $indicator
order by w.depth, w.region_id, rp.year
