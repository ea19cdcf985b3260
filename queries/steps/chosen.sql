-- 所选单位 (The offices chosen)
-- grain: one row an office
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
-- columns:
--   office_id (integer): office
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   region_id (varchar): its region; null while it waits for assignment
--   from_year (smallint): first year it has to report on; null: unknown
--   to_year (smallint): last year; null: still exists
--   aliases (varchar[]): other names it signs with
--   is_fictional (boolean): an example office
--   is_queued (boolean): waits for a person to assign it
--   must_report (boolean): whether it has to publish a report every year; null: nobody said
-- missing: an office without a region is left out as soon as a region is chosen
select
    o.office_id, o.office_code, o.name as office_name, o.kind, r.name as region_name, o.region_id, o.from_year, o.to_year,
    o.aliases, o.is_fictional, o.is_queued, o.must_report
from office as o
left join region as r on r.region_id = o.region_id
where ($region_id is null or list_contains(r.path, $region_id))
  and ($kind is null or o.kind = $kind)
  and ($office_codes is null or o.office_code = any($office_codes))
