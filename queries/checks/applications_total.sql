-- 办理结果总计是否等于各项结果之和？ (Total of outcomes = sum of the outcome rows, per applicant)
-- grain: one row a report and applicant whose total is not the sum; one row a report whose numbers are lacking
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): applicant kind; empty when numbers are lacking
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): （七）总计 as printed, 件
--   right_value (double): sum of all outcome rows, 件
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[], fact_no smallint)[]): facts concerned
-- missing: an applicant with a blank, missing or unreadable number is not assessable; all of a report are told in one row
with cells as (
    select
        c.*, c.indicator = 'applications.total' as is_total,
        coalesce(i.name_zh, c.indicator) as row_name, coalesce(i.ordinal, 32767) as row_no
    from application_cells() as c
    left join indicator as i on i.indicator = c.indicator
    where c.indicator not in ('applications.received', 'applications.carried_in', 'applications.carried_forward')
),
equations as (
    select
        report_id, office_id, year, office_name, breakdown, applicant_name, applicant_no,
        max(value) filter (where is_total) as left_value,
        sum(value) filter (where not is_total) as right_value,
        string_agg(format('{:.12g}', value), '＋' order by fact_no) filter (where not is_total and value <> 0) as addends,
        count(*) filter (where lack is not null) as lacking_count,
        count(*) filter (where lack = '空白') as blank_count,
        count(*) filter (where lack = '未列示') as absent_count,
        bool_or(is_total and lack is not null) as lacks_total,
        -- up to three are named; more are counted
        case when count(*) filter (where lack is not null) <= 3
            then string_agg('“' || row_name || '”' || lack, '、' order by is_total, row_no) filter (where lack is not null) end as named,
        count(*) as cell_count,
        coalesce(list({'report_id': report_id, 'fact_no': fact_no} order by fact_no) filter (
            where fact_no is not null and (is_total or value <> 0 or lack is not null)), []) as evidence,
        coalesce(list({'report_id': report_id, 'fact_no': fact_no} order by fact_no) filter (
            where fact_no is not null and lack is not null), []) as lacking_facts
    from cells
    group by report_id, office_id, year, office_name, breakdown, applicant_name, applicant_no
),
alike as (
    select
        report_id, office_id, year, office_name, lacking_count, blank_count, absent_count, lacks_total, named,
        sum(cell_count) as cell_count, min(applicant_no) as first_no,
        string_agg(applicant_name, '、' order by applicant_no)
            || case when named is not null then '栏' when count(*) = 1 then '栏缺' else '栏各缺' end as columns_lacking,
        flatten(list(lacking_facts order by applicant_no)) as lacking_facts
    from equations
    where lacking_count > 0
    group by report_id, office_id, year, office_name, lacking_count, blank_count, absent_count, lacks_total, named
),
lacking as (
    select
        report_id, office_id, year, office_name,
        case
            when sum(absent_count) = sum(lacking_count) and bool_and(absent_count * 7 = cell_count) then '第三部分统计表未列示'
            else string_agg(
                columns_lacking || case when named is not null then named else lacking_count || '个数（' || concat_ws('、',
                    case when blank_count > 0 then '空白' || blank_count end,
                    case when absent_count > 0 then '未列示' || absent_count end,
                    case when lacking_count > blank_count + absent_count
                        then '无法辨认' || (lacking_count - blank_count - absent_count) end)
                    || case when lacks_total then '，含总计' else '' end || '）' end,
                '，' order by first_no)
        end as what,
        flatten(list(lacking_facts order by first_no)) as evidence
    from alike
    group by report_id, office_id, year, office_name
)
select
    'failed' as status, r.severity, e.office_id, e.year, e.report_id, e.breakdown as subject,
    e.office_name || e.year || '年第三部分统计表' || e.applicant_name || '栏：办理结果总计填' || format('{:.12g}', e.left_value) || '件，各项结果'
        || case when e.addends is null then '均为0，合计0件' when contains(e.addends, '＋')
            then '（' || e.addends || '）合计' || format('{:.12g}', e.right_value) || '件' else '合计' || format('{:.12g}', e.right_value) || '件' end
        || '，相差' || format('{:.12g}', abs(e.left_value - e.right_value)) || '件。' as message,
    e.left_value, e.right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, e.evidence
from equations as e
cross join rule_row('applications_total') as r
where e.lacking_count = 0 and e.left_value <> e.right_value
union all
select
    'not_assessable', 'low', l.office_id, l.year, l.report_id, '',
    l.office_name || l.year || '年第三部分统计表办理结果合计无法全部核对：' || l.what || '。',
    null, null, 1::smallint, false, null, l.evidence[1:21]
from lacking as l
order by report_id, status, subject
