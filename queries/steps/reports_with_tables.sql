-- 应有法定统计表的现行年报 (Current reports that should print the statutory tables)
-- grain: one row an office and year
-- parameters:
-- columns:
--   report_id (integer): report
--   office_id (integer): office
--   year (smallint): year reported on
--   form (varchar): statutory form printed
--   office_name (varchar): name of the office
-- missing: reports on the years before 2019 that print none of the tables have no row
select r.report_id, r.office_id, r.year, r.form, r.office_name
from current_reports() as r
where r.form <> 'none' or r.year >= 2019
