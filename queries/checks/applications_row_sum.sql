-- 第三部分统计表每一行的总计是否等于六类申请人之和？ (Total column = sum of the six applicants, per row)
-- grain: one row a report and table row that does not add up; one row a report whose numbers are lacking
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): indicator id of the row; empty when numbers are lacking
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): total column as printed, 件
--   right_value (double): sum of the six applicant columns, 件
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[], fact_no smallint)[]): facts concerned
-- missing: a row with a blank, missing or unreadable cell is not assessable; all of a report are told in one row
with equations as (
    select
        c.report_id, c.office_id, c.year, c.office_name, c.indicator,
        coalesce(any_value(i.name_zh), c.indicator) as row_name,
        coalesce(any_value(i.ordinal), 32767) as row_no,
        max(c.value) filter (where c.breakdown = 'total') as left_value,
        sum(c.value) filter (where c.breakdown <> 'total') as right_value,
        string_agg(c.applicant_name || format('{:.12g}', c.value), '＋' order by c.applicant_no) filter (
            where c.breakdown <> 'total' and c.value <> 0) as addends,
        count(*) filter (where c.lack is not null) as lacking_count,
        count(*) filter (where c.lack = '未列示') as absent_count,
        case when count(*) filter (where c.lack = '未列示') = 7 then '未列示'
            else string_agg(c.applicant_name || c.lack, '、' order by c.applicant_no) filter (where c.lack is not null) end as lacks,
        coalesce(list({'report_id': c.report_id, 'fact_no': c.fact_no} order by c.fact_no) filter (
            where c.fact_no is not null and c.lack is not null), []) as lacking_facts,
        coalesce(list({'report_id': c.report_id, 'fact_no': c.fact_no} order by c.fact_no) filter (
            where c.fact_no is not null), []) as evidence
    from application_cells() as c
    left join indicator as i on i.indicator = c.indicator
    group by c.report_id, c.office_id, c.year, c.office_name, c.indicator
),
lacking as (
    select
        report_id, office_id, year, office_name,
        count(*) filter (where lacking_count > 0) as lacking_rows,
        count(*) filter (where absent_count = 7) as absent_rows,
        count(*) as all_rows,
        list('“' || row_name || '”' order by row_no) filter (where lacking_count > 0) as row_names,
        list('“' || row_name || '”（' || lacks || '）' order by row_no) filter (where lacking_count > 0) as rows_with_lacks,
        flatten(list(lacking_facts order by row_no)) as evidence
    from equations
    group by report_id, office_id, year, office_name
    having lacking_rows > 0
)
select
    'failed' as status, r.severity, e.office_id, e.year, e.report_id, e.indicator as subject,
    e.office_name || e.year || '年第三部分统计表“' || e.row_name || '”一行：总计填' || format('{:.12g}', e.left_value) || '件，六类申请人'
        || case when e.addends is null then '均为0，合计0件' else '（' || e.addends || '）合计' || format('{:.12g}', e.right_value) || '件' end
        || '，相差' || format('{:.12g}', abs(e.left_value - e.right_value)) || '件。' as message,
    e.left_value, e.right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, e.evidence
from equations as e
cross join rule_row('applications_row_sum') as r
where e.lacking_count = 0 and e.left_value <> e.right_value
union all
select
    'not_assessable', 'low', l.office_id, l.year, l.report_id, '',
    l.office_name || l.year || '年' || case
        when l.absent_rows = l.all_rows then '第三部分统计表未列示，各行合计无法核对。'
        else '第三部分统计表' || l.all_rows || '行中有' || l.lacking_rows || '行数字不全'
            || case when l.absent_rows > 0 and l.lacking_rows > 3 then '（其中' || l.absent_rows || '行未列示）' else '' end
            || '，合计无法核对：' || case when l.lacking_rows <= 3 then array_to_string(l.rows_with_lacks, '、')
                else array_to_string(l.row_names[1:3], '、') || '等' end || '。'
    end,
    null, null, 1::smallint, false, null, l.evidence[1:21]
from lacking as l
order by report_id, status, subject
