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
--   in_time_office_count (bigint): offices whose printed date is on or before that day
--   undated_office_count (bigint): offices whose report prints no date
--   failed_count (bigint): failed checks
--   failed_office_count (bigint): offices with one
--   not_assessable_count (bigint): checks that lack a number
--   not_assessable_office_count (bigint): offices with one
--   notice_count (bigint): notices
--   rule_count (bigint): checks that are switched on
--   pair_count (bigint): reports of the year times these checks
--   clean_pair_count (bigint): of them those with no finding: passed, or with nothing to judge
--   failed_pair_count (bigint): of them those that failed
--   notice_pair_count (bigint): of them those with a notice, none failed
--   lacking_pair_count (bigint): of them those that lack a number, none failed and no notice
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
    from judged_findings() as g
    where g.kind = 'check' and g.year = $year and g.office_id in (select office_id from chosen)
),
dated as (
    select
        count(*) filter (where not r.is_late) as in_time_office_count,
        count(*) filter (where r.is_late is null) as undated_office_count
    from current_reports() as r
    where r.year = $year and r.office_id in (select office_id from chosen)
),
rules as (
    select count(*) as rule_count from rule as u where u.kind = 'check' and u.is_enabled
),
pairs as (
    select
        g.report_id, g.rule,
        min(case g.status when 'failed' then 1 when 'notice' then 2 else 3 end) as worst
    from judged_findings() as g
    join rule as u on u.rule = g.rule and u.kind = 'check' and u.is_enabled
    where g.kind = 'check' and g.year = $year and g.office_id in (select office_id from chosen)
      and g.status <> 'refuted'
      and g.report_id in (select report_id from chosen_reports($region_id, $kind, $office_codes, $year, $year))
    group by g.report_id, g.rule
),
counted as (
    select
        count(*) as pair_count,
        count(*) filter (where worst = 1) as failed_pair_count,
        count(*) filter (where worst = 2) as notice_pair_count,
        count(*) filter (where worst = 3) as lacking_pair_count
    from pairs
)
select
    $year::smallint as year, d.office_count, rp.reported_office_count,
    d.office_count - rp.reported_office_count as missing_office_count,
    rp.late_office_count, t.in_time_office_count, t.undated_office_count, j.failed_count, j.failed_office_count,
    j.not_assessable_count, j.not_assessable_office_count, j.notice_count,
    u.rule_count, u.rule_count * rp.reported_office_count as pair_count,
    u.rule_count * rp.reported_office_count - c.pair_count as clean_pair_count,
    c.failed_pair_count, c.notice_pair_count, c.lacking_pair_count
from reported_offices($year, $region_id, $kind, $office_codes) as rp
cross join due_offices($year, $region_id, $kind, $office_codes) as d
cross join judged as j
cross join dated as t
cross join rules as u
cross join counted as c
order by year
