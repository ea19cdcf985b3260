-- 单位画像页第一句话 (Numbers of the office page's first sentence)
-- grain: one row; none when the office is unknown
-- parameters:
--   office_code (varchar): office
--   year (smallint, optional): year; without it the office's latest
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   is_fictional (boolean): an example office
--   report_count (bigint): years with a report
--   first_year (smallint): first of them
--   last_year (smallint): last of them
--   gap_count (bigint): years between first and last without a report
--   year (smallint): year spoken of
--   has_report (boolean): there is a report on it
--   weak_spot_count (bigint): weak spots of the year
--   high_count (bigint): severe ones
--   failed_check_count (bigint): failed checks of the year
--   problem_topic_count (bigint): problem topics told in the year
--   repeated_topic_count (bigint): of them, told the year before too
--   longest_years (smallint): years the longest weak spot has lasted
-- missing: an office without reports has counts 0 and no years
with own as (
    select o.office_id, o.office_code, o.name as office_name, o.kind, r.name as region_name, o.is_fictional
    from office as o
    left join region as r on r.region_id = o.region_id
    where o.office_code = $office_code
),
reports as (
    select rp.year
    from report as rp
    where rp.is_current and rp.office_id in (select office_id from own)
),
reported as (
    select count(*) as report_count, min(year) as first_year, max(year) as last_year from reports
),
spoken as (
    select coalesce($year::smallint, (select last_year from reported)) as year
),
judged as (
    select
        count(*) filter (where g.kind = 'weak_spot' and g.status = 'failed') as weak_spot_count,
        count(*) filter (where g.kind = 'weak_spot' and g.status = 'failed' and g.severity = 'high') as high_count,
        count(*) filter (where g.kind = 'check' and g.status = 'failed') as failed_check_count,
        max(g.years_lasted) filter (where g.kind = 'weak_spot' and g.status = 'failed') as longest_years
    from judged_findings() as g
    where g.office_id in (select office_id from own) and g.year = (select year from spoken)
),
topics as (
    select distinct p.topic, p.year
    from problem as p
    where p.kind = 'problem' and p.topic <> 'none' and p.office_id in (select office_id from own)
),
told as (
    select count(*) as problem_topic_count, count(before.topic) as repeated_topic_count
    from topics as now
    left join topics as before on before.topic = now.topic and before.year = now.year - 1
    where now.year = (select year from spoken)
)
select
    o.office_code, o.office_name, o.kind, o.region_name, o.is_fictional,
    rp.report_count, rp.first_year, rp.last_year,
    rp.last_year - rp.first_year + 1 - rp.report_count as gap_count,
    s.year,
    coalesce(s.year in (select year from reports), false) as has_report,
    j.weak_spot_count, j.high_count, j.failed_check_count, t.problem_topic_count, t.repeated_topic_count, j.longest_years
from own as o
cross join reported as rp
cross join spoken as s
cross join judged as j
cross join told as t
order by o.office_code
