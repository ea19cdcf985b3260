-- 所选单位一年中有几个应当报送 (How many of the offices chosen had to report on a year)
-- grain: one row
-- parameters:
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
-- columns:
--   office_count (bigint): offices that had to report (by the roster, else since their first report, one that was withdrawn included where they must report; one that must report and never did, since the newest year of all) or did
-- missing: an office without years of duty and without reports is not due, nor is one of which the roster says that it need not report
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
first_reports as (
    select
        rp.office_id, min(rp.year) filter (where rp.is_current) as first_year, min(rp.year) as first_known_year,
        bool_or(rp.is_current and rp.year = $year) as has_report
    from report as rp
    where (rp.is_current or rp.is_withdrawn) and rp.office_id in (select office_id from chosen)
    group by rp.office_id
)
select count(*) as office_count
from chosen as c
left join first_reports as f on f.office_id = c.office_id
cross join (select max(year) as year from report where is_current) as newest
where coalesce(f.has_report, false)
   or (
       c.must_report is distinct from false
       and $year >= coalesce(
           c.from_year, case when c.must_report then f.first_known_year end, f.first_year,
           case when c.must_report then newest.year end, 9999)
       and (c.to_year is null or $year <= c.to_year))
