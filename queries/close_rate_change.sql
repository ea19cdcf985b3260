-- 办结率比上年升降多少个百分点，连续降了几年？ (Close rate: change on the year before, and years of falling)
-- grain: one row an office and year that has a close rate in both this year and the year before
-- parameters:
--   subject (varchar, optional): hotline12345 (default) or petition
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   year (smallint): year reported on
--   previous_rate_pct (double, %): last year's close rate, stated, else computed
--   rate_pct (double, %): this year's
--   change_pp (double, pp): difference of the rates as shown, to one decimal
--   direction (varchar): up, down or same, by the change; null where either year's rate rests on few cases
--   previous_received_count (double, 件): last year's cases received; null when not told
--   received_count (double, 件): this year's
--   falling_years (bigint): years in a row up to this one in which the rate as shown fell; 0 when it did not fall
--   first_rate_pct (double, %): the rate before the first of these falls; null without one
--   report_id (integer): current report
-- missing: an office without a rate in one of the two years has no row: a gap is no change; a gap ends a run of falling years, and so does a year of few cases
with compared as (
    select *
    from numbers_compared(
        'fact_by_office', [coalesce($subject, 'hotline12345') || '.close_rate'], null, null, $to_year,
        $region_id, $kind, $office_codes)
    where value is not null and previous_value is not null
),
runs as (
    select *, max(case when direction is distinct from 'down' then year end) over ever as last_stand,
        year - row_number() over ever as island
    from compared
    window ever as (partition by office_id order by year)
),
counted as (
    select
        *,
        case when direction = 'down' then count(*) filter (where direction = 'down') over run else 0 end as falling_years,
        case when direction = 'down' then first_value(previous_value) over (
            partition by office_id, island, last_stand, direction order by year) end as first_rate_pct
    from runs
    window run as (partition by office_id, island, last_stand order by year)
)
select
    c.office_code, c.office_name, c.kind, c.region_name, n.year, n.previous_value as previous_rate_pct, n.value as rate_pct,
    n.change as change_pp, n.direction, before.cases_count as previous_received_count, n.cases_count as received_count,
    n.falling_years, n.first_rate_pct, n.report_id
from counted as n
join chosen($region_id, $kind, $office_codes) as c on c.office_id = n.office_id
left join cases_told('fact_by_office', null, $to_year, $region_id, $kind, $office_codes) as before
    on before.office_id = n.office_id and before.year = n.year - 1 and before.subject = coalesce($subject, 'hotline12345')
where $from_year is null or n.year >= $from_year
order by c.office_code, n.year
