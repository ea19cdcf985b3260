-- 标题、正文期间和发布日期说的是不是同一年？ (Title, period and publication date speak of one year)
-- grain: one row a report and source that speaks of another year; what title, text and file name say among themselves is judged when the report is read
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): published_on, signed_on or period
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): year that the source speaks of
--   right_value (double): year reported on
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a source that names no year says nothing; a report already found to disagree when it was read is not told again
with periods as (
    select
        s.report_id,
        regexp_extract_all(s.body, '(20\d\d)\s*年\s*1\s*月\s*1\s*日\s*[至到起—-]', 1) as starts
    from section as s
    where s.section in ('preamble', 'overview')
),
period_years as (
    select report_id, list_distinct(flatten(list(starts))) as starts
    from periods
    group by report_id
),
sources as (
    select r.report_id, r.office_id, r.year, r.office_name, 'period' as subject, p.starts[1]::smallint as said
    from current_reports() as r
    join period_years as p on p.report_id = r.report_id
    where len(p.starts) = 1
    union all
    select
        r.report_id, r.office_id, r.year, r.office_name,
        case when r.published_on is null then 'signed_on' else 'published_on' end,
        (year(coalesce(r.published_on, r.signed_on)) - 1)::smallint
    from current_reports() as r
    where year(coalesce(r.published_on, r.signed_on)) <= r.year
)
select
    'failed' as status, r.severity, s.office_id, s.year, s.report_id, s.subject,
    s.office_name || case s.subject
        when 'period' then '这份年报按' || s.year || '年收录，正文统计期间写的是' || s.said || '年，请核对报告年度。'
        else '这份年报按' || s.year || '年收录，' || case s.subject when 'signed_on' then '落款' else '发布' end || '日期却在' || (s.said + 1) || '年，请核对报告年度。'
    end as message,
    s.said::double as left_value, s.year::double as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, []::struct(report_id integer, fact_no smallint)[] as evidence
from sources as s
cross join rule_row('year_disagrees') as r
where s.said <> s.year
  and not exists (
    select 1 from finding as g where g.rule = 'year_disagrees' and g.report_id = s.report_id
  )
order by s.report_id, s.subject
