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
with applicants(breakdown, applicant_name, applicant_no) as (
    values
        ('natural_person', '自然人', 1), ('business', '商业企业', 2), ('research', '科研机构', 3),
        ('public_interest', '社会公益组织', 4), ('legal_service', '法律服务机构', 5), ('other', '其他', 6),
        ('total', '总计', 7)
),
terms(indicator, term_name, term_no) as (
    values
        ('applications.received', '新收', 1), ('applications.carried_in', '上年结转', 2),
        ('applications.total', '办理总计', 3), ('applications.carried_forward', '结转下年', 4)
),
judged as (
    select rp.report_id, rp.office_id, rp.year, rp.form, o.name as office_name
    from report as rp
    join office as o on o.office_id = rp.office_id
    where rp.is_current
      and (rp.form <> 'none' or rp.year >= 2019)
),
printed as (
    select f.report_id, f.indicator, f.breakdown, f.fact_no, f.status, f.role, case when f.role <> 'conflict' then f.value end as value
    from fact as f
    where f.indicator in (
        'applications.received', 'applications.carried_in', 'applications.total', 'applications.carried_forward')
      and f.breakdown in ('natural_person', 'business', 'research', 'public_interest', 'legal_service', 'other', 'total')
      and f.source = 'table'
),
cells as (
    select
        j.*, a.*, t.*, p.value, p.fact_no,
        case
            when p.fact_no is null or p.status = 'missing' then '未印'
            when p.role = 'conflict' then '前后不一'
            when p.status = 'blank' then '空白'
            when p.value is null then '无法辨认'
        end as lack
    from judged as j
    cross join applicants as a
    cross join terms as t
    left join printed as p on p.report_id = j.report_id and p.indicator = t.indicator and p.breakdown = a.breakdown
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
            when sum(cell_count) filter (where lack = '未印') = 28 then '第三项统计表未印'
            else string_agg('“' || term_name || '”' || where_lacking || lack, '，' order by term_no, lack)
        end as what,
        coalesce(flatten(list(facts order by term_no, lack) filter (where facts is not null)), []) as evidence
    from lacking_terms
    group by report_id, office_id, year, office_name
),
rule_row as (
    select severity from rule where rule = 'applications_balance'
)
select
    'failed' as status, r.severity, u.office_id, u.year, u.report_id, u.breakdown as subject,
    u.office_name || u.year || '年第三项统计表' || u.applicant_name || '栏收支不平：新收' || format('{:.12g}', u.received) || '件加上年结转'
        || format('{:.12g}', u.carried_in) || '件为' || format('{:.12g}', u.left_value) || '件，办理总计' || format('{:.12g}', u.outcomes) || '件加结转下年'
        || format('{:.12g}', u.carried_forward) || '件为' || format('{:.12g}', u.right_value) || '件，相差'
        || format('{:.12g}', abs(u.left_value - u.right_value)) || '件。' as message,
    u.left_value, u.right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, u.evidence
from unbalanced as u
cross join rule_row as r
union all
select
    'not_assessable', 'low', l.office_id, l.year, l.report_id, '',
    l.office_name || l.year || '年第三项统计表收支平衡无法全部核对：' || l.what || '。',
    null, null, 1::smallint, false, null, l.evidence
from lacking as l
order by report_id, status, subject
