-- 所选单位逐年一行 (The offices chosen, year by year)
-- grain: one row an office and year of its duty: every year from the first to the last that one of the offices has a report on
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
-- columns:
--   office_id (integer): office
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   year (smallint): year
--   report_id (integer): current report; null without one
-- missing: a year without a report keeps its row, without report_id
with reported as (
    select * from chosen_reports($region_id, $kind, $office_codes, $from_year, $to_year)
),
years as (
    select unnest(range(min(year)::bigint, max(year)::bigint + 1))::smallint as year from reported
)
select c.office_id, c.office_code, c.office_name, c.kind, c.region_name, y.year, rp.report_id
from chosen($region_id, $kind, $office_codes) as c
cross join years as y
left join reported as rp on rp.office_id = c.office_id and rp.year = y.year
where (c.from_year is null or y.year >= c.from_year)
  and (c.to_year is null or y.year <= c.to_year)
