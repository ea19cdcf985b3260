-- 全区五项主要指标今年是多少，比上年变化多少？ (Five indicators of the whole with change and sparkline)
-- grain: one row an indicator
-- parameters:
--   year (smallint): year
--   indicators (varchar[], optional): indicator ids; without it the five of the overview
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   indicator (varchar): indicator id
--   name_zh (varchar): its name
--   unit (varchar): unit
--   polarity (varchar): higher_is_better, lower_is_better or neutral
--   aggregate (varchar): sum for counts, median for rates
--   value (double): aggregate over the offices that state it (close rates: stated, else computed from exact cases); null when none does
--   stated_office_count (bigint): offices it covers
--   reported_office_count (bigint): offices with a report that year
--   change (double): change on last year over the offices that state both years, same unit; percentage points for rates
--   change_pct (double, %): the same in percent of last year; null for rates and where last year is 0
--   compared_office_count (bigint): offices that state both years
--   series_years (smallint[]): years up to this one with a stated value; empty where no office ever stated it
--   series_values (double[]): aggregate of each of these years
-- missing: offices that do not state it are left out and counted by the two office counts; the change compares the same offices only
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
wanted as (
    select *
    from wanted_indicators(coalesce($indicators, [
        'disclosure.website', 'disclosure.weibo', 'disclosure.wechat', 'hotline12345.close_rate', 'applications.received'
    ]))
),
stated as (
    select indicator, office_id, year, value, judged_value
    from numbers_compared(
        'fact_by_office', (select list(indicator) from wanted), null, null, $year, $region_id, $kind, $office_codes)
    where value is not null
),
by_year as (
    select
        s.indicator, s.year,
        case when w.unit = '%' then quantile_cont(s.judged_value, 0.5) else sum(s.value) end as value,
        count(*) as stated_office_count
    from stated as s
    join wanted as w on w.indicator = s.indicator
    group by s.indicator, w.unit, s.year
),
compared as (
    select
        now.indicator,
        count(*) as compared_office_count,
        case when w.unit = '%' then quantile_cont(now.judged_value, 0.5) else sum(now.value) end as value_now,
        case when w.unit = '%' then quantile_cont(before.judged_value, 0.5) else sum(before.value) end as value_before
    from stated as now
    join stated as before
        on before.indicator = now.indicator and before.office_id = now.office_id and before.year = now.year - 1
    join wanted as w on w.indicator = now.indicator
    where now.year = $year
    group by now.indicator, w.unit
),
series as (
    select indicator, list(year order by year) as series_years, list(value order by year) as series_values
    from by_year
    group by indicator
),
reported as (
    select count(*) as reported_office_count
    from report as rp
    where rp.is_current and rp.year = $year and rp.office_id in (select office_id from chosen)
)
select
    w.indicator, w.name_zh, w.unit, w.polarity,
    case when w.unit = '%' then 'median' else 'sum' end as aggregate,
    y.value,
    coalesce(y.stated_office_count, 0) as stated_office_count,
    r.reported_office_count,
    c.value_now - c.value_before as change,
    case when w.unit <> '%' then 100.0 * (c.value_now - c.value_before) / nullif(c.value_before, 0) end as change_pct,
    coalesce(c.compared_office_count, 0) as compared_office_count,
    coalesce(s.series_years, []) as series_years, coalesce(s.series_values, []) as series_values
from wanted as w
cross join reported as r
left join by_year as y on y.indicator = w.indicator and y.year = $year
left join compared as c on c.indicator = w.indicator
left join series as s on s.indicator = w.indicator
order by w.ordinal
