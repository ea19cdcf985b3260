-- 全区五项主要指标今年是多少，比上年变化多少？ (Five indicators of the whole with change and sparkline)
-- grain: one row an indicator
-- parameters:
--   year (smallint): year
--   indicators (varchar[], optional): indicator ids; without it the five of the overview
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year of the sparkline
-- columns:
--   indicator (varchar): indicator id
--   name_zh (varchar): its name
--   unit (varchar): unit
--   polarity (varchar): higher_is_better, lower_is_better or neutral
--   aggregate (varchar): sum for counts, median for rates
--   value (double): aggregate over the offices that state it (close rates: stated, else computed from exact cases; rates of few cases are in no median); null when none does; of a single office its number, judged or not
--   qualifier (varchar): how loose a sum is: ~ where one of its numbers is, else >= where one is, else =; = for rates
--   stated_office_count (bigint): offices that state it
--   judged_office_count (bigint): offices that the aggregate covers: of a rate those with enough cases
--   reported_office_count (bigint): offices with a report that year
--   previous_value (double): last year's aggregate of the offices that state both years; null where there is none
--   change (double): change on last year of these offices, same unit; percentage points of the shown medians for rates
--   change_pct (double, %): the same in percent of last year; null for rates and where last year is 0
--   is_material (boolean): the change is as large as rules material_change and material_change_rate ask for; null without a change
--   compared_office_count (bigint): offices that state this year and last, of a rate those with enough cases in both
--   series_office_count (bigint): offices of the sparkline
--   series_years (smallint[]): years of the sparkline; empty where no office states it this year
--   series_values (double[]): aggregate of each of these years over the same offices
-- missing: the change stands on the offices that state both years, whatever the first year of the sparkline; the sparkline on those that state the number in every one of its years: it begins with the first year from which on at least four fifths of the offices that state this and last year did so; without last year it is this year alone
with wanted as (
    select *
    from wanted_indicators(coalesce($indicators, [
        'disclosure.website', 'disclosure.weibo', 'disclosure.wechat', 'hotline12345.close_rate', 'applications.received'
    ]))
),
told as (
    select
        n.indicator, n.office_id, n.year, n.value as told_value, n.qualifier,
        case when w.unit = '%' then n.judged_value else n.value end as value
    from numbers_compared(
        'fact_by_office', (select list(indicator) from wanted), null, case when $from_year is not null then least($from_year, $year - 1) end, $year, $region_id, $kind, $office_codes) as n
    join wanted as w on w.indicator = n.indicator
    where n.value is not null
),
now as (
    select
        t.indicator,
        case when count(*) = 1 then max(t.told_value) when w.unit = '%' then quantile_cont(t.value, 0.5)
            else sum(t.value) end as value,
        case when w.unit = '%' then '=' when bool_or(t.qualifier = '~') then '~' when bool_or(t.qualifier = '>=') then '>='
            else '=' end as qualifier,
        count(*) as stated_office_count, count(t.value) as judged_office_count
    from told as t
    join wanted as w on w.indicator = t.indicator
    where t.year = $year
    group by t.indicator, w.unit
),
-- Years back from this one, without those in which nobody tells the number.
years as (
    select indicator, year, row_number() over (partition by indicator order by year desc) as years_back
    from (
        select distinct indicator, year
        from told
        where value is not null and ($from_year is null or year >= $from_year)
    ) as distinct_years
),
runs as (
    select indicator, office_id, count(*) as run
    from (
        select
            t.indicator, t.office_id, y.years_back,
            row_number() over (partition by t.indicator, t.office_id order by y.years_back) as place
        from told as t
        join years as y on y.indicator = t.indicator and y.year = t.year
        where t.value is not null
    ) as placed
    where years_back = place
    group by indicator, office_id
),
spans as (
    select y.indicator, y.years_back as span, count(*) as office_count
    from years as y
    join runs as r on r.indicator = y.indicator and r.run >= y.years_back
    group by y.indicator, y.years_back
),
chosen_spans as (
    select s.indicator, max(s.span) as span
    from spans as s
    left join spans as of_two on of_two.indicator = s.indicator and of_two.span = 2
    where s.span = 1 or s.office_count >= 0.8 * of_two.office_count
    group by s.indicator
),
aggregated as (
    select
        t.indicator, t.year, count(*) as office_count,
        case when w.unit = '%' then quantile_cont(t.value, 0.5) else sum(t.value) end as value
    from told as t
    join wanted as w on w.indicator = t.indicator
    join years as y on y.indicator = t.indicator and y.year = t.year
    join chosen_spans as s on s.indicator = t.indicator and y.years_back <= s.span
    join runs as r on r.indicator = t.indicator and r.office_id = t.office_id and r.run >= s.span
    where t.value is not null
    group by t.indicator, w.unit, t.year
),
courses as (
    select
        indicator, max(office_count) as series_office_count,
        list(year order by year) as series_years, list(value order by year) as series_values
    from aggregated
    group by indicator
    having max(year) = $year
),
compared as (
    select
        now.indicator, count(*) as compared_office_count,
        case when w.unit = '%' then quantile_cont(now.value, 0.5) else sum(now.value) end as value_now,
        case when w.unit = '%' then quantile_cont(before.value, 0.5) else sum(before.value) end as value_before
    from told as now
    join told as before
        on before.indicator = now.indicator and before.office_id = now.office_id and before.year = now.year - 1
    join wanted as w on w.indicator = now.indicator
    where now.year = $year and now.value is not null and before.value is not null
    group by now.indicator, w.unit
),
changed as (
    select
        c.*,
        case when w.unit = '%' then round(round(c.value_now, 1) - round(c.value_before, 1), 1)
            else round(c.value_now - c.value_before, 6) end as change
    from compared as c
    join wanted as w on w.indicator = c.indicator
),
reported as (
    select count(*) as reported_office_count
    from report as rp
    where rp.is_current and rp.year = $year
      and rp.office_id in (select office_id from chosen($region_id, $kind, $office_codes))
)
select
    w.indicator, w.name_zh, w.unit, w.polarity,
    case when w.unit = '%' then 'median' else 'sum' end as aggregate,
    n.value, coalesce(n.qualifier, '=') as qualifier,
    coalesce(n.stated_office_count, 0) as stated_office_count,
    coalesce(n.judged_office_count, 0) as judged_office_count,
    r.reported_office_count,
    c.value_before as previous_value, c.change,
    case when w.unit <> '%' then 100.0 * c.change / nullif(abs(c.value_before), 0) end as change_pct,
    case when w.unit = '%' then abs(c.change) >= m.rate_threshold
        else abs(c.change) >= m.least_count
            and coalesce(100.0 * abs(c.change) / nullif(abs(c.value_before), 0) >= m.count_threshold, true) end as is_material,
    coalesce(c.compared_office_count, 0) as compared_office_count,
    coalesce(s.series_office_count, 0) as series_office_count,
    coalesce(s.series_years, []) as series_years, coalesce(s.series_values, []) as series_values
from wanted as w
cross join reported as r
cross join material_changes() as m
left join now as n on n.indicator = w.indicator
left join changed as c on c.indicator = w.indicator
left join courses as s on s.indicator = w.indicator
order by w.ordinal
