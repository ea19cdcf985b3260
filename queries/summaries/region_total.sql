-- 各地区各年每项指标合计多少，中位数和四分位是多少？ (What region_total holds, made at publish)
-- grain: one row a region, kind ('' for all), indicator ('' counts reports) and year of the table retelling
-- parameters:
--   indicators (varchar[], optional): indicator ids, '' among them for the count of reports; without it all that are rolled up
-- columns:
--   region_id (varchar): region, all below it included
--   kind (varchar): office kind; '' for all kinds together
--   indicator (varchar): indicator id; '' counts the offices with a report
--   year (smallint): year reported on
--   place (varchar): region_id, a stroke and the year
--   office_count (integer): offices with a value or, where indicator is '', with a report
--   sum_value (double): sum of their values in the indicator's unit, to six places
--   q1_value (double): lower quartile
--   median_value (double): median
--   q3_value (double): upper quartile
-- missing: offices that do not state it are in no sum; a conflict is no value; a region and year without a report has no row
with located as (
    select l.office_id, l.kind, l.region_id
    from (
        select o.office_id, o.kind, unnest(r.path) as region_id
        from office as o
        join region as r on r.region_id = o.region_id
    ) as l
    where l.region_id in (select region_id from retelling)
),
wanted as (
    select i.indicator
    from indicator as i
    where i.is_rolled_up and ($indicators is null or i.indicator = any($indicators))
),
-- One leading fact stands for an indicator, breakdown, office and year: nothing has to be grouped.
stated as (
    select f.indicator, f.breakdown, f.office_id, f.year, f.value
    from fact as f
    where f.indicator in (select indicator from wanted)
      and f.breakdown in ('', 'total')
      and f.year in (select year from retelling)
      and f.role = 'leading'
      and f.status = 'stated'
),
of_cells as (
    select l.indicator, l.office_id, l.year, l.value from stated as l where l.breakdown = 'total'
),
-- A close rate that is not told is computed from the cases told exactly.
computed as (
    select
        split_part(f.indicator, '.', 1) || '.close_rate' as indicator, f.office_id, f.year,
        100.0 * max(f.value) filter (where f.indicator like '%.closed')
            / nullif(max(f.value) filter (where f.indicator like '%.received'), 0) as value
    from fact as f
    where f.indicator in ('hotline12345.received', 'hotline12345.closed', 'petition.received', 'petition.closed')
      and split_part(f.indicator, '.', 1) || '.close_rate' in (select indicator from wanted)
      and f.breakdown = ''
      and f.year in (select year from retelling)
      and f.role = 'leading'
      and f.status = 'stated'
      and f.qualifier = '='
    group by split_part(f.indicator, '.', 1), f.office_id, f.year
    having value is not null
),
rates_told as (
    select f.indicator, f.office_id, f.year
    from fact as f
    where f.indicator in ('hotline12345.close_rate', 'petition.close_rate')
      and f.breakdown = ''
      and f.year in (select year from retelling)
      and f.role in ('leading', 'conflict')
      and f.status = 'stated'
),
-- A rate of few cases is told but counts in no median and no quartile (rule few_cases).
few as (
    select split_part(f.indicator, '.', 1) || '.close_rate' as indicator, f.office_id, f.year
    from fact as f
    cross join few_cases() as few
    where f.indicator in ('hotline12345.received', 'petition.received')
      and f.breakdown = ''
      and f.year in (select year from retelling)
      and f.role = 'leading'
      and f.status = 'stated'
      and f.value < few.threshold
),
valued as (
    select c.indicator, c.office_id, c.year, c.value from of_cells as c
    union all
    select l.indicator, l.office_id, l.year, l.value
    from stated as l
    anti join of_cells as c on c.indicator = l.indicator and c.office_id = l.office_id and c.year = l.year
    where l.breakdown = ''
    union all
    select c.indicator, c.office_id, c.year, c.value
    from computed as c
    anti join rates_told as t on t.indicator = c.indicator and t.office_id = c.office_id and t.year = c.year
    union all
    select '', rp.office_id, rp.year, null
    from report as rp
    where rp.is_current
      and ($indicators is null or '' = any($indicators))
      and rp.year in (select year from retelling)
),
counted as (
    select
        l.region_id, coalesce(l.kind, '') as kind, v.indicator, v.year,
        count(*)::integer as office_count,
        round(sum(v.value), 6) as sum_value,
        quantile_cont(v.value, [0.25, 0.5, 0.75]) filter (where f.office_id is null) as quartiles
    from valued as v
    left join few as f on f.indicator = v.indicator and f.office_id = v.office_id and f.year = v.year
    join located as l on l.office_id = v.office_id
    join retelling as t on t.region_id = l.region_id and t.year = v.year
    group by grouping sets ((l.region_id, l.kind, v.indicator, v.year), (l.region_id, v.indicator, v.year))
)
select
    region_id, kind, indicator, year, region_id || '/' || year as place, office_count, sum_value,
    quartiles[1] as q1_value, quartiles[2] as median_value, quartiles[3] as q3_value
from counted
order by indicator, kind, year, region_id
