-- 单位对比页第一句话 (Numbers of the comparison page's first sentence)
-- grain: one row
-- parameters:
--   indicator (varchar): indicator id
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   year (smallint): year reported on
--   name_zh (varchar): name of the indicator
--   unit (varchar): its unit
--   polarity (varchar): higher_is_better, lower_is_better or neutral
--   reported_office_count (bigint): offices with a report
--   stated_office_count (bigint): offices that state it
--   judged_office_count (bigint): of them, offices that may be compared: all but those of few cases
--   no_cases_office_count (bigint): offices that do not state it because no case came in (a close rate)
--   median_value (double): median of what may be compared
--   highest_value (double): highest of it, as shown
--   highest_office_names (varchar[]): the offices that have it
--   lowest_value (double): lowest of it, as shown
--   lowest_office_names (varchar[]): the offices that have it
--   rising_office_count (bigint): offices where it rose on the year before
--   falling_office_count (bigint): offices where it fell
--   level_office_count (bigint): offices where it stayed
--   few_office_count (bigint): offices that state it, of too few cases in either year to say whether it rose or fell
--   uncompared_office_count (bigint): offices that state it, without last year's number
-- missing: offices that do not state it are left out of every number and show in the counts; the five last counts add up to stated_office_count
with told as (
    select n.*, c.office_code, c.office_name
    from numbers_compared(
        'fact_by_office', [$indicator], null, $year, $year, $region_id, $kind, $office_codes) as n
    join chosen($region_id, $kind, $office_codes) as c on c.office_id = n.office_id
),
stated as (
    select * from told where value is not null
),
summed as (
    select
        count(*) as stated_office_count,
        count(judged_value) as judged_office_count,
        quantile_cont(judged_value, 0.5) as median_value,
        max(shown_value) filter (where judged_value is not null) as highest_value,
        min(shown_value) filter (where judged_value is not null) as lowest_value,
        count(*) filter (where direction = 'up') as rising_office_count,
        count(*) filter (where direction = 'down') as falling_office_count,
        count(*) filter (where direction = 'same') as level_office_count,
        count(*) filter (where direction is null and (has_few_cases or change is not null)) as few_office_count,
        count(*) filter (where direction is null and not has_few_cases and change is null) as uncompared_office_count
    from stated
),
ends as (
    select
        list(t.office_name order by t.office_code) filter (where t.shown_value = s.highest_value) as highest_office_names,
        list(t.office_name order by t.office_code) filter (where t.shown_value = s.lowest_value) as lowest_office_names
    from stated as t
    cross join summed as s
    where t.judged_value is not null
)
select
    $year::smallint as year, coalesce(i.name_zh, $indicator) as name_zh, coalesce(i.unit, '') as unit,
    coalesce(i.polarity, 'neutral') as polarity, r.reported_office_count,
    s.stated_office_count, s.judged_office_count,
    (select count(*) from told where status = 'no_cases') as no_cases_office_count, s.median_value,
    s.highest_value, coalesce(e.highest_office_names, []) as highest_office_names,
    s.lowest_value, coalesce(e.lowest_office_names, []) as lowest_office_names,
    s.rising_office_count, s.falling_office_count, s.level_office_count, s.few_office_count, s.uncompared_office_count
from summed as s
cross join ends as e
cross join reported_offices($year, $region_id, $kind, $office_codes) as r
left join indicator as i on i.indicator = $indicator
order by year
