-- 所选单位一年中有几个报送、几个逾期 (How many of the offices chosen reported on a year, and how many late)
-- grain: one row
-- parameters:
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
-- columns:
--   reported_office_count (bigint): offices with a report
--   late_office_count (bigint): offices whose report was published after the day allowed
-- missing: a report without a printed date counts as reported and not as late; one that is signed after its day was not published before
select
    count(*) as reported_office_count,
    count(*) filter (where r.is_late) as late_office_count
from current_reports() as r
where r.year = $year and r.office_id in (select c.office_id from chosen($region_id, $kind, $office_codes) as c)
