-- 现行年报和发布单位 (Current reports with their offices)
-- grain: one row an office and year
-- parameters:
-- columns:
--   report_id (integer): report
--   office_id (integer): office
--   year (smallint): year reported on
--   form (varchar): statutory form printed
--   published_on (date): publication date when printed
--   due_on (date): last day on which it was to be published
--   version (smallint): version among those of its office and year
--   sha256 (varchar): its original
--   office_name (varchar): name of the office
--   office_kind (varchar): its kind
--   region_id (varchar): its region
-- missing: an office and year without a report has no row; a report without a printed date has no published_on
select
    rp.report_id, rp.office_id, rp.year, rp.form, rp.published_on,
    -- Decree 711 took force in May 2019; before it the day was 31 March (decree 492, article 31).
    make_date(rp.year + 1, case when rp.year <= 2018 then 3 else 1 end, 31) as due_on,
    rp.version, rp.sha256, o.name as office_name, o.kind as office_kind, o.region_id
from report as rp
join office as o on o.office_id = rp.office_id
where rp.is_current
