-- 哪些单位的统计数据核查不通过？ (Reports whose numbers fail the checks)
-- grain: one row an office and year with failed checks at the threshold or above
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned; null when the finding is that there is none
--   subject (varchar): empty
--   message (varchar): the reason in one sentence, with the numbers
--   left_value (double): failed checks
--   right_value (double): threshold
--   years_lasted (smallint): years in a row up to this one
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): topic id, null when it belongs to none
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: checks that lack a number are not counted: they neither pass nor fail
with failed as (
    select
        r.report_id, r.office_id, r.year, r.office_name, count(*) as failed_count,
        string_agg(distinct coalesce(nullif(n.fault_zh, ''), n.name_zh, f.rule), '、'
            order by coalesce(nullif(n.fault_zh, ''), n.name_zh, f.rule)) as names,
        coalesce(flatten(list(f.evidence order by f.finding_no)), []) as facts
    from finding as f
    join current_reports() as r on r.report_id = f.report_id
    left join rule as n on n.rule = f.rule
    where f.kind = 'check' and f.status = 'failed'
      and f.rule in (
        'applications_balance', 'applications_total', 'applications_row_sum', 'review_sum', 'carry_over',
        'integer_cells', 'text_vs_table', 'stated_rate', 'columns_sum')
    group by r.report_id, r.office_id, r.year, r.office_name
),
over_threshold as (
    select f.*, u.severity, u.threshold
    from failed as f
    cross join rule_row('failed_checks') as u
    where f.failed_count >= u.threshold
),
runs as (
    select *, row_number() over (partition by office_id, island order by year) as years_lasted
    from (
        select *, year - row_number() over (partition by office_id order by year) as island
        from over_threshold
    ) as islands
)
select
    'failed' as status, f.severity, f.office_id, f.year, f.report_id, '' as subject,
    f.office_name || f.year || '年年报有' || f.failed_count || '项数据核查不通过：' || f.names || case when f.years_lasted > 1
        then '，已连续' || f.years_lasted || '年' else '' end || '。' as message,
    f.failed_count::double as left_value, f.threshold as right_value, f.years_lasted::smallint as years_lasted,
    false as self_told, null::varchar as topic, f.facts as evidence
from runs as f
order by office_id, year
