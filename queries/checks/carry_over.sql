-- 本年的“上年结转”是否等于上年的“结转下年度”？ (Carried in = carried forward of the year before, per applicant)
-- grain: one row a report and applicant that does not agree; one row a report whose numbers are lacking
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): applicant kind; empty when numbers are lacking
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): carried in this year, 件
--   right_value (double): carried forward last year, 件
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[], fact_no smallint)[]): facts concerned
-- missing: without a report on the year before, or with a blank, missing or unreadable number, it is not assessable; told in one row a report
with printed as (
    select *
    from table_cells()
    where indicator in ('applications.carried_in', 'applications.carried_forward')
),
pairs as (
    select
        j.*, a.*, before.report_id as previous_report_id, before.form as previous_form,
        now.value as left_value, now.fact_no, earlier.value as right_value, earlier.fact_no as previous_fact_no
    from reports_with_tables() as j
    cross join applicants() as a
    left join report as before on before.office_id = j.office_id and before.year = j.year - 1 and before.is_current
    left join printed as now
        on now.report_id = j.report_id and now.indicator = 'applications.carried_in' and now.breakdown = a.breakdown
    left join printed as earlier
        on earlier.report_id = before.report_id and earlier.indicator = 'applications.carried_forward'
        and earlier.breakdown = a.breakdown
),
lacking as (
    select
        report_id, office_id, year, office_name, any_value(previous_report_id) as previous_report_id,
        any_value(previous_form) as previous_form,
        string_agg(applicant_name, '、' order by applicant_no) filter (where left_value is null) as lacks_now,
        string_agg(applicant_name, '、' order by applicant_no) filter (where right_value is null) as lacks_before,
        count(*) filter (where left_value is null) as lacks_now_count,
        count(*) filter (where right_value is null) as lacks_before_count
    from pairs
    where left_value is null or right_value is null
    group by report_id, office_id, year, office_name
)
select
    'failed' as status, r.severity, p.office_id, p.year, p.report_id, p.breakdown as subject,
    p.office_name || p.year || '年“上年结转”' || p.applicant_name || '栏填' || format('{:.12g}', p.left_value) || '件，' || (p.year - 1)
        || '年“结转下年度”同栏填' || format('{:.12g}', p.right_value) || '件，前后不衔接。' as message,
    p.left_value, p.right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic,
    [{'report_id': p.report_id, 'fact_no': p.fact_no},
        {'report_id': p.previous_report_id, 'fact_no': p.previous_fact_no}] as evidence
from pairs as p
cross join rule_row('carry_over') as r
where p.left_value <> p.right_value
union all
select
    'not_assessable', 'low', l.office_id, l.year, l.report_id, '',
    l.office_name || l.year || '年与' || (l.year - 1) || '年申请结转能否衔接无法' || case
        when l.previous_report_id is null then '核对：未收录' || (l.year - 1) || '年年报。'
        when l.previous_form = 'none' then '核对：' || (l.year - 1) || '年年报没有法定统计表。'
        else '全部核对：' || concat_ws('，',
            case l.lacks_now_count when 0 then null when 7 then '本年“上年结转”各栏没有数字'
                else '本年“上年结转”' || l.lacks_now || '栏没有数字' end,
            case l.lacks_before_count when 0 then null when 7 then '上年“结转下年度”各栏没有数字'
                else '上年“结转下年度”' || l.lacks_before || '栏没有数字' end) || '。'
    end,
    null, null, 1::smallint, false, null, []::struct(report_id integer, fact_no smallint)[]
from lacking as l
order by report_id, status, subject
