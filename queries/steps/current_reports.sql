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
--   is_late (boolean): published after that day, or without a date of publication signed after it; null when that cannot be told: no date of publication is printed and the signature is not past the day, or no day is known
--   days_late (bigint): days after that day, by the date of publication, else by a signature past it; 0 or less is on time; null where is_late is
--   version (smallint): version among those of its office and year
--   sha256 (varchar): its original
--   office_name (varchar): name of the office
--   office_kind (varchar): its kind
--   region_id (varchar): its region
-- missing: an office and year without a report has no row; a report without a printed date has no published_on, one of a kind of office without a deadline no due_on
with dated as (
    select
        rp.report_id, rp.office_id, rp.year, rp.form, rp.published_on, rp.signed_on,
        make_date(rp.year + 1, d.due_month, d.due_day) as due_on,
        rp.version, rp.sha256, o.name as office_name, o.kind as office_kind, o.region_id
    from report as rp
    join office as o on o.office_id = rp.office_id
    left join deadline as d on d.kind = o.kind and rp.year between d.first_year and d.last_year
    where rp.is_current
)
select
    r.report_id, r.office_id, r.year, r.form, r.published_on, r.signed_on, r.due_on,
    -- What is signed after the day was not published before; a signature within it says nothing of the publication.
    case
        when r.published_on is not null then r.published_on > r.due_on
        when r.signed_on > r.due_on then true
    end as is_late,
    case
        when r.published_on is not null or r.signed_on > r.due_on
            then date_diff('day', r.due_on, coalesce(r.published_on, r.signed_on))
    end as days_late,
    r.version, r.sha256, r.office_name, r.office_kind, r.region_id
from dated as r
