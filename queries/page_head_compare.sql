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
--   stated_office_count (bigint): offices that state it
--   reported_office_count (bigint): offices with a report
--   sum_value (double): sum; null for rates
--   median_value (double): median
--   highest_value (double): highest value
--   highest_office_name (varchar): office with it, the first by code when several
--   lowest_value (double): lowest value
--   lowest_office_name (varchar): office with it
--   compared_office_count (bigint): offices that state it in both years
--   rising_office_count (bigint): of them, offices where it rose
--   falling_office_count (bigint): of them, offices where it fell
-- missing: offices that do not state it are left out of every number and show in the counts
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
stated as (
    select t.office_id, t.year, t.value, c.office_name, c.office_code
    from told_numbers('fact', [$indicator], null, $year - 1, $year, $region_id, $kind, $office_codes) as t
    join chosen as c on c.office_id = t.office_id
    where t.value is not null
),
summed as (
    select
        count(*) as stated_office_count,
        sum(now.value) as sum_value,
        quantile_cont(now.value, 0.5) as median_value,
        max(now.value) as highest_value,
        min(now.value) as lowest_value,
        count(before.value) as compared_office_count,
        count(*) filter (where now.value > before.value) as rising_office_count,
        count(*) filter (where now.value < before.value) as falling_office_count
    from stated as now
    left join stated as before on before.office_id = now.office_id and before.year = $year - 1
    where now.year = $year
)
select
    $year::smallint as year, coalesce(i.name_zh, $indicator) as name_zh, coalesce(i.unit, '') as unit,
    coalesce(i.polarity, 'neutral') as polarity,
    s.stated_office_count, r.reported_office_count,
    case when i.unit is distinct from '%' then s.sum_value end as sum_value,
    s.median_value, s.highest_value,
    (select arg_min(t.office_name, t.office_code) from stated as t where t.year = $year and t.value = s.highest_value)
        as highest_office_name,
    s.lowest_value,
    (select arg_min(t.office_name, t.office_code) from stated as t where t.year = $year and t.value = s.lowest_value)
        as lowest_office_name,
    s.compared_office_count, s.rising_office_count, s.falling_office_count
from summed as s
cross join reported_offices($year, $region_id, $kind, $office_codes) as r
left join indicator as i on i.indicator = $indicator
order by year
