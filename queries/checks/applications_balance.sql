-- 申请收支是否平衡：新收＋上年结转＝办理总计＋结转下年度？ (Applications balance, per applicant)
-- grain: one row a report and applicant that does not balance; one row a report whose numbers are lacking
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): applicant kind; empty when numbers are lacking
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): received + carried in, 件
--   right_value (double): total of outcomes + carried forward, 件
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[], fact_no smallint)[]): facts concerned
-- missing: an applicant with a blank, missing or unreadable number is not assessable: it neither passes nor fails; all of a report are told in one row
with terms(indicator, term_name, term_no) as (
    values
        ('applications.received', '新收', 1), ('applications.carried_in', '上年结转', 2),
        ('applications.total', '办理总计', 3), ('applications.carried_forward', '结转下年', 4)
),
cells as (
    select c.*, t.term_name, t.term_no
    from application_cells() as c
    join terms as t on t.indicator = c.indicator
),
equations as (
    select
        report_id, office_id, year, office_name, breakdown, applicant_name,
        max(value) filter (where term_no = 1) as received,
        max(value) filter (where term_no = 2) as carried_in,
        max(value) filter (where term_no = 3) as outcomes,
        max(value) filter (where term_no = 4) as carried_forward,
        coalesce(list({'report_id': report_id, 'fact_no': fact_no} order by fact_no) filter (where fact_no is not null), []) as evidence
    from cells
    group by report_id, office_id, year, office_name, breakdown, applicant_name
),
unbalanced as (
    select *, received + carried_in as left_value, outcomes + carried_forward as right_value
    from equations
    where received + carried_in <> outcomes + carried_forward
),
lacking_terms as (
    select
        report_id, office_id, year, office_name, term_name, term_no, lack, count(*) as cell_count,
        case when count(*) = 7 then '各栏' else string_agg(applicant_name, '、' order by applicant_no) || '栏' end as where_lacking,
        list({'report_id': report_id, 'fact_no': fact_no} order by fact_no) filter (where fact_no is not null) as facts
    from cells
    where lack is not null
    group by report_id, office_id, year, office_name, term_name, term_no, lack
),
lacking as (
    select
        report_id, office_id, year, office_name,
        case
            when sum(cell_count) filter (where lack = '未列示') = 28 then '第三部分统计表未列示'
            else string_agg('“' || term_name || '”' || where_lacking || lack, '，' order by term_no, lack)
        end as what,
        coalesce(flatten(list(facts order by term_no, lack) filter (where facts is not null)), []) as evidence
    from lacking_terms
    group by report_id, office_id, year, office_name
)
select
    'failed' as status, r.severity, u.office_id, u.year, u.report_id, u.breakdown as subject,
    u.office_name || u.year || '年第三部分统计表' || u.applicant_name || '栏收支不平：新收' || format('{:.12g}', u.received) || '件加上年结转'
        || format('{:.12g}', u.carried_in) || '件为' || format('{:.12g}', u.left_value) || '件，办理总计' || format('{:.12g}', u.outcomes) || '件加结转下年'
        || format('{:.12g}', u.carried_forward) || '件为' || format('{:.12g}', u.right_value) || '件，相差'
        || format('{:.12g}', abs(u.left_value - u.right_value)) || '件。' as message,
    u.left_value, u.right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, u.evidence
from unbalanced as u
cross join rule_row('applications_balance') as r
union all
select
    'not_assessable', 'low', l.office_id, l.year, l.report_id, '',
    l.office_name || l.year || '年第三部分统计表收支平衡无法全部核对：' || l.what || '。',
    null, null, 1::smallint, false, null, l.evidence
from lacking as l
order by report_id, status, subject
