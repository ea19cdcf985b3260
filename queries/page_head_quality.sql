-- 数据质量页第一句话 (Numbers of the data-quality page's first sentence)
-- grain: one row
-- parameters:
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   year (smallint): year concerned
--   office_count (bigint): offices that had to report or did
--   reported_office_count (bigint): offices with a report
--   missing_office_count (bigint): offices without one
--   late_office_count (bigint): offices whose printed date is after the day allowed
--   failed_count (bigint): failed checks
--   failed_office_count (bigint): offices with one
--   not_assessable_count (bigint): checks that lack a number
--   not_assessable_office_count (bigint): offices with one
--   notice_count (bigint): notices
-- missing: an office without a report is counted as missing, never as without failures
with chosen as (
    select o.office_id, o.office_code, o.name as office_name, o.kind, r.name as region_name, o.from_year, o.to_year
    from office as o
    left join region as r on r.region_id = o.region_id
    where ($region_id is null or list_contains(r.path, $region_id))
      and ($kind is null or o.kind = $kind)
      and ($office_codes is null or o.office_code = any($office_codes))
),
reported as (
    select
        count(*) as reported_office_count,
        count(*) filter (where rp.published_on > make_date(rp.year + 1, case when rp.year <= 2018 then 3 else 1 end, 31)) as late_office_count
    from report as rp
    where rp.is_current and rp.year = $year and rp.office_id in (select office_id from chosen)
),
due as (
    select count(*) as office_count
    from chosen as c
    left join (
        select rp.office_id, min(rp.year) as first_year,
            bool_or(rp.year = $year) as has_report
        from report as rp
        where rp.is_current and rp.office_id in (select office_id from chosen)
        group by rp.office_id
    ) as first_reports on first_reports.office_id = c.office_id
    where coalesce(first_reports.has_report, false)
       or ($year >= coalesce(c.from_year, first_reports.first_year, 9999) and (c.to_year is null or $year <= c.to_year))
),
judged as (
    select
        count(*) filter (where g.status = 'failed') as failed_count,
        count(distinct g.office_id) filter (where g.status = 'failed') as failed_office_count,
        count(*) filter (where g.status = 'not_assessable') as not_assessable_count,
        count(distinct g.office_id) filter (where g.status = 'not_assessable') as not_assessable_office_count,
        count(*) filter (where g.status = 'notice') as notice_count
    from finding as g
    where g.kind = 'check' and g.year = $year and g.office_id in (select office_id from chosen)
)
select
    $year::smallint as year, d.office_count, rp.reported_office_count,
    d.office_count - rp.reported_office_count as missing_office_count,
    rp.late_office_count, j.failed_count, j.failed_office_count, j.not_assessable_count,
    j.not_assessable_office_count, j.notice_count
from reported as rp
cross join due as d
cross join judged as j
order by year
