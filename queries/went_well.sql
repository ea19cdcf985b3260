-- 哪些单位的哪项指标做得好：连年保持100%、连年上升、比上年明显变好？ (What went well: held at 100 %, rising for years, materially better)
-- grain: one row an office and indicator that went well, told in the strongest way that is true
-- parameters:
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   indicator (varchar): indicator id
--   name_zh (varchar): its name
--   unit (varchar): unit
--   way (varchar): held (a rate of 100 % for two years or more, on enough cases each year), rising (better for three years or more), better (materially better than the year before)
--   years_lasted (bigint): years in a row up to this one
--   first_value (double): the number before the first of these years; of held and better last year's
--   previous_value (double): last year's number
--   value (double): this year's number
--   change (double): shown value less last year's; percentage points for rates
--   change_pct (double, %): the same in percent; null for rates and where last year is 0
--   report_id (integer): report
--   fact_no (smallint): the fact shown
-- missing: neutral indicators (workload) are no merit; a rate of few cases, and one whose number of cases is not told, is not held; a gap ends a run
with wanted as (
    select *
    from wanted_indicators([
        'hotline12345.close_rate', 'petition.close_rate', 'hotline12345.satisfaction_rate', 'disclosure.website',
        'disclosure.weibo', 'disclosure.wechat', 'disclosure.policy_interpretation', 'review.corrected'])
    where polarity <> 'neutral'
),
told as (
    select
        n.*, w.polarity, w.name_zh, w.ordinal, w.unit as usual_unit,
        coalesce(n.direction = case w.polarity when 'higher_is_better' then 'up' else 'down' end, false) as is_better,
        coalesce(
            n.shown_value = 100 and w.unit = '%' and n.cases_count is not null and not n.has_few_cases, false) as is_held
    from numbers_compared(
        'fact_by_office', (select list(indicator) from wanted), null, null, $year, $region_id, $kind, $office_codes) as n
    join wanted as w on w.indicator = n.indicator
    where n.value is not null
),
runs as (
    select
        indicator, office_id, year,
        case when is_better then row_number() over (partition by indicator, office_id, is_better, better_island order by year) end as better_years,
        case when is_held then row_number() over (partition by indicator, office_id, is_held, held_island order by year) end as held_years
    from (
        select
            indicator, office_id, year, is_better, is_held,
            year - row_number() over (partition by indicator, office_id, is_better order by year) as better_island,
            year - row_number() over (partition by indicator, office_id, is_held order by year) as held_island
        from told
    ) as islands
),
judged as (
    select
        t.*, r.better_years, r.held_years,
        case when t.usual_unit = '%' then abs(t.change) >= m.rate_threshold
            else abs(t.change) >= m.least_count and coalesce(abs(t.change_pct) >= m.count_threshold, true) end as is_material
    from told as t
    join runs as r on r.indicator = t.indicator and r.office_id = t.office_id and r.year = t.year
    cross join material_changes() as m
    where t.year = $year
),
named as (
    select
        *,
        case
            when held_years >= 2 then 'held'
            when better_years >= 3 then 'rising'
            when is_better and is_material then 'better'
        end as way
    from judged
)
select
    c.office_code, c.office_name, c.kind, c.region_name, n.indicator, n.name_zh, n.usual_unit as unit, n.way,
    case n.way when 'held' then n.held_years when 'rising' then n.better_years else 1 end as years_lasted,
    case n.way when 'rising' then b.value else n.previous_value end as first_value,
    n.previous_value, n.value, n.change, n.change_pct, n.report_id, n.fact_no
from named as n
join chosen($region_id, $kind, $office_codes) as c on c.office_id = n.office_id
left join told as b
    on b.indicator = n.indicator and b.office_id = n.office_id and b.year = n.year - n.better_years
where n.way is not null
order by
    case n.way when 'held' then 1 when 'rising' then 2 else 3 end, n.ordinal, years_lasted desc,
    coalesce(abs(n.change_pct), abs(n.change)) desc, c.office_code
