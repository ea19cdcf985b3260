-- 各项指标各年合计多少，由几个单位写明，历年都写明的单位合计多少？ (Sums by year, over all offices that tell and over those that tell every year)
-- grain: one row an indicator and year: every year from the first to the last that one of the offices has a report on
-- parameters:
--   indicators (varchar[]): indicator ids
--   breakdown (varchar, optional): applicant kind or column name; without it the table's total, else the text
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to add up
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   as_one (boolean, optional): true: the constant offices tell each of the indicators in every year, as for the parts of one chart
-- columns:
--   indicator (varchar): indicator id
--   name_zh (varchar): its name
--   unit (varchar): its unit
--   year (smallint): year reported on
--   reported_office_count (bigint): offices with a report
--   told_office_count (bigint): of them, offices that tell the number
--   told_sum (double): sum over these; null where none tells it
--   told_qualifier (varchar): = exact, >= at least, ~ about, of that sum; null without one
--   fewer_office_count (bigint): how many offices fewer tell it than in the year in which most do
--   constant_office_count (bigint): offices that tell it in every year in which any of them tells it
--   constant_sum (double): sum over these, the only one that is a trend; null where there is none
--   constant_qualifier (varchar): = exact, >= at least, ~ about, of that sum; null without one
-- missing: blank, missing, unreadable and conflicting numbers are in no sum and never count as 0; rates have no sums
with told as (
    select n.indicator, n.office_id, n.year, n.value, n.qualifier
    from told_numbers('fact_by_office', $indicators, $breakdown, $from_year, $to_year, $region_id, $kind, $office_codes) as n
    where n.value is not null
),
constant as (
    select *
    from constant_offices(
        'fact_by_office', $indicators, $breakdown, $from_year, $to_year, $region_id, $kind, $office_codes, $as_one)
),
reported as (
    select year, count(*) as reported_office_count
    from chosen_reports($region_id, $kind, $office_codes, $from_year, $to_year)
    group by year
),
years as (
    select unnest(range(min(year)::bigint, max(year)::bigint + 1))::smallint as year from reported
),
summed as (
    select
        t.indicator, t.year,
        count(*) as told_office_count,
        sum(t.value) as told_sum,
        case when bool_or(t.qualifier = '~') then '~' when bool_or(t.qualifier = '>=') then '>=' else '=' end as told_qualifier,
        sum(t.value) filter (where c.office_id is not null) as constant_sum,
        case
            when count(c.office_id) = 0 then null
            when bool_or(t.qualifier = '~') filter (where c.office_id is not null) then '~'
            when bool_or(t.qualifier = '>=') filter (where c.office_id is not null) then '>='
            else '='
        end as constant_qualifier
    from told as t
    left join constant as c on c.indicator = t.indicator and c.office_id = t.office_id
    group by t.indicator, t.year
),
counted as (
    select indicator, count(*) as constant_office_count from constant group by indicator
),
most as (
    select indicator, max(told_office_count) as most_office_count from summed group by indicator
)
select
    d.indicator, d.name_zh, d.unit, y.year,
    coalesce(r.reported_office_count, 0) as reported_office_count,
    coalesce(s.told_office_count, 0) as told_office_count,
    case when d.unit <> '%' then s.told_sum end as told_sum,
    case when d.unit <> '%' then s.told_qualifier end as told_qualifier,
    coalesce(m.most_office_count, 0) - coalesce(s.told_office_count, 0) as fewer_office_count,
    coalesce(c.constant_office_count, 0) as constant_office_count,
    case when d.unit <> '%' then s.constant_sum end as constant_sum,
    case when d.unit <> '%' then s.constant_qualifier end as constant_qualifier
from wanted_indicators($indicators) as d
cross join years as y
left join reported as r on r.year = y.year
left join summed as s on s.indicator = d.indicator and s.year = y.year
left join counted as c on c.indicator = d.indicator
left join most as m on m.indicator = d.indicator
order by d.ordinal, y.year
