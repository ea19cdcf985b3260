-- 各单位各年通过政府网站公开多少条信息，比上年变化多少？ (Website items by office and year)
-- grain: one row an office and year: the offices chosen, every year from the first to the last that one of them has a report on
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
--   items_count (double, 条): items told in the report; null unless status is stated
--   qualifier (varchar): = exact, >= at least, ~ about; null without a value
--   status (varchar): stated, conflict, pending (told under names of platforms only), unreadable, missing (the report does not tell it) or no_report
--   change_count (double, 条): items less last year's; null unless both are stated
--   change_pct (double, %): change in percent of last year's; null where last year is 0
--   report_id (integer): current report; null without one
--   fact_no (smallint): the fact shown, with report_id the way to its evidence
-- missing: a year without the number gives a row without a count, never 0, and no change
select *
from items_by_year('disclosure.website', $region_id, $kind, $office_codes, $from_year, $to_year)
order by office_code, year
