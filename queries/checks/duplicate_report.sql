-- 同一单位同一年是否收到几份年报，同一份文件是否归到几处？ (Several reports for one office and year, or one original filed twice)
-- grain: one row an office and year with several versions; one row a report whose original is filed under another office or year too
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): versions or original
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): reports captured
--   right_value (double): 1
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: judged over captured reports only
with versions as (
    select rp.office_id, rp.year, count(*) as version_count, count(distinct rp.sha256) as original_count
    from report as rp
    where not rp.is_withdrawn
    group by rp.office_id, rp.year
    having count(*) > 1
),
filed as (
    select
        a.report_id,
        count(*) as place_count,
        string_agg(b.office_name || b.year || '年', '、' order by b.office_id, b.year) as places
    from current_reports() as a
    join current_reports() as b on b.sha256 = a.sha256 and (b.office_id <> a.office_id or b.year <> a.year)
    group by a.report_id
)
select
    'notice' as status, 'low' as severity, c.office_id, c.year, c.report_id, 'versions' as subject,
    c.office_name || c.year || '年收到' || v.version_count || '份年报，以最后收录的第' || c.version || '份为准。' as message,
    v.version_count::double as left_value, 1::double as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, []::struct(report_id integer, fact_no smallint)[] as evidence
from versions as v
join current_reports() as c on c.office_id = v.office_id and c.year = v.year
cross join rule_row('duplicate_report') as r
union all
select
    'failed', r.severity, c.office_id, c.year, c.report_id, 'original',
    c.office_name || c.year || '年的年报与' || f.places || '的年报是同一份文件，请核对归属。',
    (f.place_count + 1)::double, 1, 1::smallint, false, null, []::struct(report_id integer, fact_no smallint)[]
from filed as f
join current_reports() as c on c.report_id = f.report_id
cross join rule_row('duplicate_report') as r
order by report_id, subject
