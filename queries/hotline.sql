-- 各单位各年12345热线收到多少件、办结多少件，办结率是多少？ (Hotline 12345: received, closed, close rate by office and year)
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
--   received_count (double, 件): cases received as told
--   closed_count (double, 件): cases closed as told
--   stated_rate_pct (double, %): close rate as told
--   computed_rate_pct (double, %): closed over received, where both are told exactly and received is not 0
--   rate_pct (double, %): the stated rate, else the computed one
--   change_pp (double, pp): rate_pct less last year's, percentage points
--   status (varchar): stated (something is told), no_cases (received 0), conflict, missing or no_report
--   report_id (integer): current report; null without one
-- missing: each number stands alone: one that is not told is null, never 0; a rate with received 0 is null with status no_cases
select *
from cases_by_year('hotline12345', $region_id, $kind, $office_codes, $from_year, $to_year)
order by office_code, year
