-- 正文写的数与统计表填的数是否一致？ (Numbers of the prose against the statutory tables)
-- grain: one row a report and number told in both that differs, or told in the prose where the table lacks it
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): what is compared: applications.received, review.cases, ...
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): number told in the prose
--   right_value (double): number of the table
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a number that the prose does not tell is not compared; one whose cell is blank, missing or unreadable, or that the prose tells in two ways, is not assessable
with compared(subject, subject_name, cells_name, text_indicator, cell_indicator, cell_breakdown, form, is_strict) as (
    values
        ('applications.received', '新收申请', '第三部分“新收”总计', 'applications.received', 'applications.received', 'total', null, true),
        ('applications.carried_in', '上年结转申请', '第三部分“上年结转”总计', 'applications.carried_in', 'applications.carried_in', 'total', null, true),
        ('applications.carried_forward', '结转下年申请', '第三部分“结转下年度”总计', 'applications.carried_forward', 'applications.carried_forward', 'total', null, true),
        ('applications.answered', '办理、答复申请', '第三部分“办理结果总计”', 'applications.answered', 'applications.total', 'total', null, false),
        ('review.cases', '行政复议', '第四部分行政复议总计', 'review.cases', 'review.total', '', null, true),
        ('litigation.cases', '行政诉讼', '第四部分两类行政诉讼总计之和', 'litigation.cases', 'litigation_direct.total', '', null, true),
        ('litigation.cases', '行政诉讼', '第四部分两类行政诉讼总计之和', 'litigation.cases', 'litigation_after_review.total', '', null, true),
        ('applications.granted', '予以公开', '第三部分“予以公开”总计', 'applications.granted', 'applications.granted', 'total', null, false),
        ('applications.partly_granted', '部分公开', '第三部分“部分公开”总计', 'applications.partly_granted', 'applications.partly_granted', 'total', null, false),
        ('applications.unable.not_held', '本机关不掌握', '第三部分“本机关不掌握”总计', 'applications.unable.not_held', 'applications.unable.not_held', 'total', null, false),
        ('review.upheld', '行政复议维持', '第四部分行政复议“结果维持”', 'review.upheld', 'review.upheld', '', null, false),
        ('review.corrected', '行政复议纠正', '第四部分行政复议“结果纠正”', 'review.corrected', 'review.corrected', '', null, false),
        ('disclosure.normative_documents', '规范性文件', '第二部分“行政规范性文件”本年制发件数', 'disclosure.normative_documents', 'normative_documents.issued', '', '2021', false),
        ('disclosure.normative_documents', '规范性文件', '第二部分“规范性文件”本年新制作数量', 'disclosure.normative_documents', 'normative_documents.made', '', '2019', false),
        ('fees.amount', '收取信息处理费', '第二部分本年收费金额', 'fees.amount', 'fees.amount', '', '2021', false)
),
told as (
    select
        f.report_id, f.indicator, min(f.value) as value, max(f.value) as other_value,
        arg_min(f.qualifier, f.fact_no) as qualifier,
        list({'report_id': f.report_id, 'fact_no': f.fact_no} order by f.fact_no) as facts
    from fact as f
    where f.indicator in (
        'applications.received', 'applications.carried_in', 'applications.carried_forward', 'applications.answered',
        'applications.granted', 'applications.partly_granted', 'applications.unable.not_held', 'review.upheld',
        'review.corrected', 'review.cases', 'litigation.cases', 'disclosure.normative_documents')
      and f.breakdown = ''
      and f.source = 'text'
      and f.status = 'stated'
      and f.role in ('leading', 'conflict')
    group by f.report_id, f.indicator
    union all
    -- 信息处理费 is one of the fees that the cell adds up, in 10,000 yuan: it disagrees when it is more than all.
    select
        f.report_id, 'fees.amount', min(f.value * case f.unit when '元' then 0.0001 else 1 end),
        max(f.value * case f.unit when '元' then 0.0001 else 1 end), '=',
        list({'report_id': f.report_id, 'fact_no': f.fact_no} order by f.fact_no)
    from fact as f
    join evidence as e on e.report_id = f.report_id and e.fact_no = f.fact_no
    where f.role = 'unassigned'
      -- one that the staff held to be no number of an indicator keeps its row, without a value
      and f.value is not null
      and f.unit in ('元', '万元')
      and e.section = 'other'
      and contains(e.quote, '信息处理费')
    group by f.report_id
),
cells as (
    select f.report_id, f.indicator, f.breakdown, f.value, f.fact_no
    from fact as f
    where f.indicator in (
        'applications.received', 'applications.carried_in', 'applications.carried_forward', 'applications.total',
        'applications.granted', 'applications.partly_granted', 'applications.unable.not_held', 'review.total',
        'review.upheld', 'review.corrected', 'litigation_direct.total', 'litigation_after_review.total', 'normative_documents.issued',
        'normative_documents.made', 'fees.amount')
      and f.breakdown in ('', 'total')
      and f.source = 'table'
),
-- 规范性文件 in the prose may be those issued, disclosed or in force: it disagrees only when it is none of the row.
document_cells as (
    select f.report_id, list(f.value) as values_printed
    from fact as f
    where f.indicator in (
        'normative_documents.issued', 'normative_documents.repealed', 'normative_documents.in_force',
        'normative_documents.made', 'normative_documents.newly_disclosed', 'normative_documents.disclosed_total')
      and f.source = 'table'
      and f.status = 'stated'
    group by f.report_id
),
unanswered_cells as (
    select f.report_id, sum(f.value) as unanswered
    from fact as f
    where (f.indicator like 'applications.not_processed.%' or f.indicator like 'applications.other%')
      and f.breakdown = 'total' and f.source = 'table' and f.status = 'stated'
    group by f.report_id
),
pairs as (
    select
        r.report_id, r.office_id, r.year, r.office_name, c.subject, c.subject_name, c.cells_name, c.is_strict,
        t.value as left_value, t.other_value, t.qualifier,
        case when count(k.value) = count(*) then sum(k.value) end as right_value,
        any_value(d.values_printed) as values_printed, coalesce(any_value(n.unanswered), 0) as unanswered,
        list_concat(any_value(t.facts), coalesce(
            list({'report_id': r.report_id, 'fact_no': k.fact_no} order by k.fact_no) filter (where k.fact_no is not null), [])) as evidence
    from current_reports() as r
    join told as t on t.report_id = r.report_id
    join compared as c on c.text_indicator = t.indicator and (c.form is null or c.form = r.form)
    left join cells as k
        on k.report_id = r.report_id and k.indicator = c.cell_indicator and k.breakdown = c.cell_breakdown
    left join document_cells as d on d.report_id = r.report_id
    left join unanswered_cells as n on n.report_id = r.report_id
    where r.form <> 'none' or r.year >= 2019
    group by all
),
judged as (
    select
        *,
        case qualifier when '>=' then '超过' when '~' then '约' else '' end as about,
        case
            when left_value <> other_value or right_value is null then 'lacking'
            when subject = 'fees.amount' and left_value <= right_value + 0.005 then 'agrees'
            when qualifier = '=' and left_value = right_value then 'agrees'
            when qualifier = '>=' and right_value >= left_value then 'agrees'
            when qualifier = '~' and abs(right_value - left_value) <= 0.1 * left_value then 'agrees'
            when subject = 'disclosure.normative_documents' and list_contains(values_printed, left_value) then 'agrees'
            -- Answered may mean those that got an answer of substance: without 不予处理 and 其他处理.
            when subject = 'applications.answered' and left_value = right_value - unanswered then 'agrees'
            else 'differs'
        end as verdict
    from pairs
)
select
    case when j.is_strict then 'failed' else 'notice' end as status,
    case when j.is_strict then r.severity else 'low' end as severity,
    j.office_id, j.year, j.report_id, j.subject,
    j.office_name || j.year || '年正文写' || j.subject_name || j.about || format('{:.12g}', j.left_value)
        || case when j.subject = 'fees.amount' then '万元' else '件' end || '，' || j.cells_name || '填' || format('{:.12g}', j.right_value)
        || case when j.subject = 'fees.amount' then '万元，前者不应多于后者。' else '件，两处不一致。' end as message,
    j.left_value, j.right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, j.evidence
from judged as j
cross join rule_row('text_vs_table') as r
where j.verdict = 'differs'
union all
select
    'not_assessable', 'low', j.office_id, j.year, j.report_id, j.subject,
    j.office_name || j.year || '年' || j.subject_name || '正文与统计表无法核对：' || case
        when j.left_value <> j.other_value then '正文先后写了' || format('{:.12g}', j.left_value) || '和' || format('{:.12g}', j.other_value) || '两个数。'
        else '正文写' || j.about || format('{:.12g}', j.left_value) || '，' || j.cells_name || '没有可用的数字。'
    end,
    case when j.left_value = j.other_value then j.left_value end, j.right_value, 1::smallint, false, null, j.evidence
from judged as j
where j.verdict = 'lacking'
order by report_id, status, subject
