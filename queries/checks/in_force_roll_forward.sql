-- 现行有效件数是否等于上年有效＋本年制发－本年废止？ (In force = last year in force + issued - repealed)
-- grain: one row a report and kind of document (rules, normative_documents) that does not roll forward; one row a report whose numbers are lacking
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): rules or normative_documents; empty when numbers are lacking
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): in force as printed, 件
--   right_value (double): last year in force + issued - repealed, 件
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[], fact_no smallint)[]): facts concerned
-- missing: only form 2021 prints the numbers; without last year's report in form 2021, or with a lacking number, it is not assessable; told in one row a report
with documents(document, document_name, document_no) as (
    values ('rules', '规章', 1), ('normative_documents', '行政规范性文件', 2)
),
judged as (
    select rp.report_id, rp.office_id, rp.year, o.name as office_name
    from report as rp
    join office as o on o.office_id = rp.office_id
    where rp.is_current
      and rp.form = '2021'
),
printed as (
    select
        c.report_id, split_part(c.indicator, '.', 1) as document, split_part(c.indicator, '.', 2) as measure,
        c.fact_no, c.value
    from table_cells() as c
    where c.indicator in (
        'rules.issued', 'rules.repealed', 'rules.in_force', 'normative_documents.issued',
        'normative_documents.repealed', 'normative_documents.in_force')
      and c.breakdown = ''
),
pairs as (
    select
        j.*, d.*, before.report_id as previous_report_id, before.form as previous_form,
        max(n.value) filter (where n.measure = 'in_force') as in_force,
        max(n.value) filter (where n.measure = 'issued') as issued,
        max(n.value) filter (where n.measure = 'repealed') as repealed,
        any_value(e.value) as previous_in_force,
        list_concat(
            coalesce(list({'report_id': j.report_id, 'fact_no': n.fact_no} order by n.fact_no) filter (where n.fact_no is not null), []),
            coalesce(list({'report_id': before.report_id, 'fact_no': e.fact_no}) filter (where e.fact_no is not null)[1:1], [])
        ) as evidence
    from judged as j
    cross join documents as d
    left join report as before on before.office_id = j.office_id and before.year = j.year - 1 and before.is_current
    left join printed as n on n.report_id = j.report_id and n.document = d.document
    left join printed as e on e.report_id = before.report_id and e.document = d.document and e.measure = 'in_force'
    group by all
),
lacking as (
    select
        report_id, office_id, year, office_name,
        any_value(previous_report_id) as previous_report_id, any_value(previous_form) as previous_form,
        string_agg(
            document_name || '缺' || concat_ws('、',
                case when in_force is null then '现行有效件数' end,
                case when issued is null then '本年制发件数' end,
                case when repealed is null then '本年废止件数' end,
                case when previous_in_force is null then '上年现行有效件数' end),
            '，' order by document_no) as what
    from pairs
    where in_force is null or issued is null or repealed is null or previous_in_force is null
    group by report_id, office_id, year, office_name
)
select
    'notice' as status, r.severity, p.office_id, p.year, p.report_id, p.document as subject,
    p.office_name || p.year || '年' || p.document_name || '现行有效填' || format('{:.12g}', p.in_force) || '件，按上年有效'
        || format('{:.12g}', p.previous_in_force) || '件加本年制发' || format('{:.12g}', p.issued) || '件减本年废止' || format('{:.12g}', p.repealed) || '件应为'
        || format('{:.12g}', p.previous_in_force + p.issued - p.repealed) || '件；有效期届满、机构调整也会不等，请核对或说明。' as message,
    p.in_force as left_value, p.previous_in_force + p.issued - p.repealed as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, p.evidence
from pairs as p
cross join rule_row('in_force_roll_forward') as r
where p.in_force <> p.previous_in_force + p.issued - p.repealed
union all
select
    'not_assessable', 'low', l.office_id, l.year, l.report_id, '',
    l.office_name || l.year || '年现行有效件数与上年能否衔接无法' || case
        when l.previous_report_id is null then '核对：未收录' || (l.year - 1) || '年年报。'
        when l.previous_form is distinct from '2021' then '核对：' || (l.year - 1) || '年年报不是2021年格式，没有现行有效件数。'
        else '全部核对：' || l.what || '。'
    end,
    null, null, 1::smallint, false, null, []::struct(report_id integer, fact_no smallint)[]
from lacking as l
order by report_id, status, subject
