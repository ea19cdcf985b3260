-- 年报是否在期限之前公布？ (Published by the day that the kind of office has; a day that the district itself set is a notice)
-- grain: one row a report that is late or whose date is not printed
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): inner when only the day that the district set is passed; empty otherwise
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): days after the last day allowed
--   right_value (double): threshold in days
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a report without a printed date of publication (the day under the signature tells only when it is past the deadline), or of a kind of office without a deadline, is not assessable
with judged as (
    select
        r.*, d.basis, make_date(r.year + 1, d.inner_month, d.inner_day) as inner_due_on, coalesce(u.threshold, 0) as allowed,
        u.severity
    from current_reports() as r
    left join deadline as d on d.kind = r.office_kind and r.year between d.first_year and d.last_year
    cross join rule_row('published_late') as u
)
select
    'failed' as status, j.severity, j.office_id, j.year, j.report_id, '' as subject,
    j.office_name || j.year || '年年报于' || strftime(j.published_on, '%Y年%-m月%-d日') || '公布，比期限'
        || strftime(j.due_on, '%-m月%-d日') || '晚' || (j.published_on - j.due_on) || '天。' as message,
    (j.published_on - j.due_on)::double as left_value, j.allowed as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic,
    []::struct(report_id integer, fact_no smallint)[] as evidence
from judged as j
where j.published_on - j.due_on > j.allowed
union all
-- What is signed after the day was not published before.
select
    'failed', j.severity, j.office_id, j.year, j.report_id, 'signed',
    j.office_name || j.year || '年年报没有写明公布日期，落款日期（' || strftime(j.signed_on, '%Y年%-m月%-d日') || '）已超过期限（'
        || strftime(j.due_on, '%-m月%-d日') || '）' || (j.signed_on - j.due_on) || '天，公布不会更早。',
    (j.signed_on - j.due_on)::double, j.allowed, 1::smallint, false, null, []::struct(report_id integer, fact_no smallint)[]
from judged as j
where j.published_on is null and j.signed_on - j.due_on > j.allowed
union all
select
    'notice', 'low', j.office_id, j.year, j.report_id, 'inner',
    j.office_name || j.year || '年年报于' || strftime(j.published_on, '%Y年%-m月%-d日') || '公布，比本区内部期限'
        || strftime(j.inner_due_on, '%-m月%-d日') || '晚' || (j.published_on - j.inner_due_on) || '天，没有超过法定期限'
        || strftime(j.due_on, '%-m月%-d日') || '。',
    (j.published_on - j.inner_due_on)::double, 0, 1::smallint, false, null, []::struct(report_id integer, fact_no smallint)[]
from judged as j
where j.published_on > j.inner_due_on and j.published_on <= j.due_on
union all
select
    'not_assessable', 'low', j.office_id, j.year, j.report_id, '',
    j.office_name || j.year || '年年报' || case
        when j.published_on is null and j.signed_on is null then '未注明公布日期，是否按期公布无法核对。'
        when j.published_on is null then '只有落款日期' || strftime(j.signed_on, '%Y年%-m月%-d日')
            || '，没有写明公布日期，是否按期公布无法核对。'
        else '的公布期限未知：单位类别“' || j.office_kind || '”没有期限。'
    end,
    null, null, 1::smallint, false, null, []::struct(report_id integer, fact_no smallint)[]
from judged as j
where j.due_on is null or (j.published_on is null and not coalesce(j.signed_on - j.due_on > j.allowed, false))
order by report_id
