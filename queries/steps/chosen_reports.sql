-- 所选单位的现行年报 (Current reports of the offices chosen)
-- grain: one row an office and year
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
-- columns:
--   office_id (integer): office
--   year (smallint): year reported on
--   report_id (integer): report
--   published_on (date): publication date when printed
-- missing: an office and year without a report has no row
select rp.office_id, rp.year, rp.report_id, rp.published_on
from report as rp
where rp.is_current
  and ($from_year is null or rp.year >= $from_year)
  and ($to_year is null or rp.year <= $to_year)
  and rp.office_id in (select c.office_id from chosen($region_id, $kind, $office_codes) as c)
