-- 年报是否在法定期限内公布？ (Published by 31 January; until the report on 2018 by 31 March)
-- grain: one row a report that is late or whose date is not printed
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): empty
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): days after the last day allowed
--   right_value (double): threshold in days
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a report without a printed date is not assessable
select
    'failed' as status, r.severity, d.office_id, d.year, d.report_id, '' as subject,
    d.office_name || d.year || '年年报于' || strftime(d.published_on, '%Y年%-m月%-d日') || '公布，比期限'
        || strftime(d.due_on, '%-m月%-d日') || '晚' || (d.published_on - d.due_on) || '天。' as message,
    (d.published_on - d.due_on)::double as left_value, coalesce(r.threshold, 0) as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, []::struct(report_id integer, fact_no smallint)[] as evidence
from current_reports() as d
cross join rule_row('published_late') as r
where d.published_on - d.due_on > coalesce(r.threshold, 0)
union all
select
    'not_assessable', 'low', d.office_id, d.year, d.report_id, '',
    d.office_name || d.year || '年年报未注明公布日期，是否按期公布无法核对。',
    null, null, 1::smallint, false, null, []::struct(report_id integer, fact_no smallint)[]
from current_reports() as d
where d.published_on is null
order by report_id
