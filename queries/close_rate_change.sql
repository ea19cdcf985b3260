-- 12345热线办结率比上年升降多少个百分点？ (Hotline close rate: change on the year before)
-- grain: one row an office and year that has a close rate in both this year and the year before
-- parameters:
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
--   change_pp (double, pp): difference in percentage points
--   previous_received_count (double, 件): last year's cases received; null when not told
--   received_count (double, 件): this year's
--   falling_years (bigint): years in a row up to this one in which the rate fell; 0 when it did not fall
--   report_id (integer): current report
-- missing: an office without a rate in one of the two years has no row: a gap is no change; it also ends a run of falling years
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
told as (
    select * from close_rates('hotline12345', null, $to_year, $region_id, $kind, $office_codes)
),
changed as (
    select
        now.*, before.rate_pct as previous_rate_pct, before.received_count as previous_received_count,
        now.rate_pct - before.rate_pct as change_pp
    from told as now
    join told as before on before.office_id = now.office_id and before.year = now.year - 1
    where now.rate_pct is not null and before.rate_pct is not null
),
runs as (
    select
        *,
        max(case when change_pp >= 0 then year end) over ever as last_rise,
        min(year) over ever as first_change,
        year - row_number() over ever as island
    from changed
    window ever as (partition by office_id order by year)
),
counted as (
    select
        c.office_code, c.office_name, c.kind, c.region_name, r.year, r.previous_rate_pct, r.rate_pct, r.change_pp,
        r.previous_received_count, r.received_count,
        case when r.change_pp < 0 then count(*) filter (where r.change_pp < 0) over (
            partition by r.office_id, r.island, r.last_rise order by r.year
        ) else 0 end as falling_years,
        r.report_id
    from runs as r
    join chosen as c on c.office_id = r.office_id
)
select
    office_code, office_name, kind, region_name, year, previous_rate_pct, rate_pct, change_pp,
    previous_received_count, received_count, falling_years, report_id
from counted
where $from_year is null or year >= $from_year
order by office_code, year
