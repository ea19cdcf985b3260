-- 所选单位一年中有几个应当报送 (How many of the offices chosen had to report on a year)
-- grain: one row
-- parameters:
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
-- columns:
--   office_count (bigint): offices that had to report (by the roster, else since their first report) or did
-- missing: an office without years of duty and without reports is not due
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
first_reports as (
    select rp.office_id, min(rp.year) as first_year, bool_or(rp.year = $year) as has_report
    from report as rp
    where rp.is_current and rp.office_id in (select office_id from chosen)
    group by rp.office_id
)
select count(*) as office_count
from chosen as c
left join first_reports as f on f.office_id = c.office_id
where coalesce(f.has_report, false)
   or ($year >= coalesce(c.from_year, f.first_year, 9999) and (c.to_year is null or $year <= c.to_year))
