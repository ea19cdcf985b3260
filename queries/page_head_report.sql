-- 年报原文页第一句话 (Numbers of the report page's first sentence)
-- grain: one row; none when the report is unknown
-- parameters:
--   report_id (integer): report
-- columns:
--   report_id (integer): report
--   office_code (varchar): office
--   office_name (varchar): its name
--   year (smallint): year reported on
--   form (varchar): 2019, 2021 or none
--   published_on (date): publication date as printed
--   is_current (boolean): the version whose facts count
--   is_withdrawn (boolean): taken back: it no longer counts, whatever else there is of its office and year
--   text_stated_count (bigint): numbers told in the prose and given an indicator
--   table_stated_count (bigint): cells with a number
--   blank_count (bigint): cells printed empty
--   missing_count (bigint): cells of the form that are not printed
--   unreadable_count (bigint): cells printed but not understood, that nobody decided about
--   unassigned_count (bigint): numbers of the prose without an indicator yet, that nobody decided about, here or in another year of the office
--   failed_check_count (bigint): failed checks
--   not_assessable_count (bigint): checks that lack a number
--   problem_topic_count (bigint): problem topics told
-- missing: an older version has no facts of its own in the store: its counts are 0 and is_current is false
with own as (
    select rp.*, o.office_code, o.name as office_name
    from report as rp
    join office as o on o.office_id = rp.office_id
    where rp.report_id = $report_id
),
facts as (
    select
        count(*) filter (where f.source = 'text' and f.status = 'stated' and f.role <> 'unassigned') as text_stated_count,
        count(*) filter (where f.source = 'table' and f.status = 'stated') as table_stated_count,
        count(*) filter (where f.status = 'blank') as blank_count,
        count(*) filter (where f.status = 'missing') as missing_count,
        count(*) filter (where f.status = 'unreadable' and e.correction is null and e.learnt_from is null)
            as unreadable_count,
        count(*) filter (where f.role = 'unassigned' and e.correction is null and e.learnt_from is null)
            as unassigned_count
    from fact_by_office as f
    left join evidence as e on e.report_id = f.report_id and e.fact_no = f.fact_no
    where f.office_id in (select office_id from own)
      and f.year in (select year from own)
      and f.report_id = $report_id
),
judged as (
    select
        count(*) filter (where g.kind = 'check' and g.status = 'failed') as failed_check_count,
        count(*) filter (where g.kind = 'check' and g.status = 'not_assessable') as not_assessable_count
    from judged_findings() as g
    where g.report_id = $report_id
),
told as (
    select count(distinct p.topic) as problem_topic_count
    from problem as p
    where p.report_id = $report_id and p.kind = 'problem' and p.topic <> 'none'
)
select
    o.report_id, o.office_code, o.office_name, o.year, o.form, o.published_on, o.is_current, o.is_withdrawn,
    f.text_stated_count, f.table_stated_count, f.blank_count, f.missing_count, f.unreadable_count, f.unassigned_count,
    j.failed_check_count, j.not_assessable_count, t.problem_topic_count
from own as o
cross join facts as f
cross join judged as j
cross join told as t
order by o.report_id
