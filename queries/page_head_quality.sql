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
    select * from chosen($region_id, $kind, $office_codes)
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
from reported_offices($year, $region_id, $kind, $office_codes) as rp
cross join due_offices($year, $region_id, $kind, $office_codes) as d
cross join judged as j
order by year
