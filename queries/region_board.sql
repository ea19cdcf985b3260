-- 下级各地区的主要指标怎样，有多少单位报告？ (The regions below one, side by side, without their offices)
-- grain: one row a region and indicator: the region itself first, then those directly below it
-- parameters:
--   region_id (varchar): region
--   year (smallint): year
--   kind (varchar, optional): office kind
--   indicators (varchar[], optional): indicator ids that are rolled up; without it the five of the overview
-- columns:
--   region_id (varchar): region
--   region_name (varchar): its name
--   is_below (boolean): directly below the region asked for; false for that region itself
--   indicator (varchar): indicator id
--   name_zh (varchar): its name
--   unit (varchar): unit
--   polarity (varchar): higher_is_better, lower_is_better or neutral
--   median_value (double): median of the offices' values; close rates stated, else computed from exact cases
--   q1_value (double): lower quartile
--   q3_value (double): upper quartile
--   previous_median_value (double): median of last year, over the offices that stated it then
--   change (double): median less last year's; percentage points for rates
--   change_pct (double, %): the same in percent of last year's; null for rates and where last year is 0
--   sum_value (double): sum of the offices' values; null for rates
--   stated_office_count (bigint): offices with a value
--   reported_office_count (bigint): offices with a report that year
--   office_count (bigint): offices of the region, by the roster
-- missing: a region where no office states it keeps its row with an empty median; offices that do not state it count in no median
with asked as (
    select r.region_id, r.name as region_name, r.region_id <> $region_id as is_below
    from region as r
    where r.region_id = $region_id or r.parent_id = $region_id
),
wanted as (
    select *
    from wanted_indicators(coalesce($indicators, [
        'disclosure.website', 'disclosure.weibo', 'disclosure.wechat', 'hotline12345.close_rate', 'applications.received'
    ]))
),
located as (
    select unnest(r.path) as region_id
    from office as o
    join region as r on r.region_id = o.region_id
    where list_contains(r.path, $region_id)
      and not o.is_queued
      and ($kind is null or o.kind = $kind)
),
sizes as (
    select l.region_id, count(*) as office_count from located as l group by l.region_id
),
totals as (
    select t.*
    from region_total as t
    where t.region_id in (select region_id from asked)
      and t.kind = coalesce($kind, '')
      and t.year between $year - 1 and $year
)
select
    a.region_id, a.region_name, a.is_below, w.indicator, w.name_zh, w.unit, w.polarity,
    now.median_value, now.q1_value, now.q3_value,
    before.median_value as previous_median_value,
    now.median_value - before.median_value as change,
    case when w.unit <> '%'
        then 100.0 * (now.median_value - before.median_value) / nullif(before.median_value, 0) end as change_pct,
    case when w.unit <> '%' then now.sum_value end as sum_value,
    coalesce(now.office_count, 0)::bigint as stated_office_count,
    coalesce(reports.office_count, 0)::bigint as reported_office_count,
    coalesce(z.office_count, 0) as office_count
from asked as a
cross join wanted as w
left join totals as now on now.region_id = a.region_id and now.indicator = w.indicator and now.year = $year
left join totals as before
    on before.region_id = a.region_id and before.indicator = w.indicator and before.year = $year - 1
left join totals as reports on reports.region_id = a.region_id and reports.indicator = '' and reports.year = $year
left join sizes as z on z.region_id = a.region_id
order by a.is_below, a.region_id, w.ordinal
