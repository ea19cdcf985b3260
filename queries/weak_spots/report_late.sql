-- 哪些单位年报逾期公布，逾期多久？ (Reports published after the day allowed)
-- grain: one row an office and year that was late
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned; null when the finding is that there is none
--   subject (varchar): empty
--   message (varchar): the reason in one sentence, with the numbers
--   left_value (double): days late
--   right_value (double): 0
--   years_lasted (smallint): years in a row up to this one
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): topic id, null when it belongs to none
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a report without a printed date is not judged
with late as (
    select r.*
    from finding as f
    join current_reports() as r on r.report_id = f.report_id
    where f.rule = 'published_late' and f.status = 'failed'
),
runs as (
    select *, row_number() over (partition by office_id, island order by year) as years_lasted
    from (
        select *, year - row_number() over (partition by office_id order by year) as island
        from late
    ) as islands
)
select
    'failed' as status, u.severity, l.office_id, l.year, l.report_id, '' as subject,
    l.office_name || l.year || '年年报' || case
        when l.published_on is null then '没有写明公布日期，落款日期已超过期限' || l.days_late || '天'
        else '逾期' || l.days_late || '天公布' end || case when l.years_lasted > 1
        then '，已连续' || l.years_lasted || '年逾期' else '' end || '。' as message,
    l.days_late::double as left_value, 0::double as right_value, l.years_lasted::smallint as years_lasted,
    false as self_told, null::varchar as topic, []::struct(report_id integer, fact_no smallint)[] as evidence
from runs as l
cross join rule_row('report_late') as u
order by office_id, year
