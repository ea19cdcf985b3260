-- 现行年报和发布单位 (Current reports with their offices)
-- grain: one row an office and year
-- parameters:
-- columns:
--   report_id (integer): report
--   office_id (integer): office
--   year (smallint): year reported on
--   form (varchar): statutory form printed
--   published_on (date): publication date when printed
--   signed_on (date): day under the signature; null when not printed
--   due_on (date): last day on which it was to be published, by the kind of office (data/reference/deadlines.csv)
--   version (smallint): version among those of its office and year
--   sha256 (varchar): its original
--   office_name (varchar): name of the office
--   office_kind (varchar): its kind
--   region_id (varchar): its region
-- missing: an office and year without a report has no row; a report without a printed date has no published_on, one of a kind of office without a deadline no due_on
select
    rp.report_id, rp.office_id, rp.year, rp.form, rp.published_on, rp.signed_on,
    make_date(rp.year + 1, d.due_month, d.due_day) as due_on,
    rp.version, rp.sha256, o.name as office_name, o.kind as office_kind, o.region_id
from report as rp
join office as o on o.office_id = rp.office_id
left join deadline as d on d.kind = o.kind and rp.year between d.first_year and d.last_year
where rp.is_current
