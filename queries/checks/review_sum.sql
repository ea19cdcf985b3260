-- 复议、诉讼总计是否等于维持、纠正、其他、未审结之和？ (Reviews and suits: total = sum of the four results, three times)
-- grain: one row a report and kind of dispute that does not add up; one row a report whose numbers are lacking
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): review, litigation_direct or litigation_after_review; empty when numbers are lacking
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): total as printed, 件
--   right_value (double): sum of the four results, 件
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[], fact_no smallint)[]): facts concerned
-- missing: a kind with a blank, missing or unreadable cell is not assessable; all of a report are told in one row
with disputes(dispute, dispute_name, dispute_no) as (
    values
        ('review', '行政复议', 1), ('litigation_direct', '未经复议直接起诉', 2), ('litigation_after_review', '复议后起诉', 3)
),
results(result, result_name, result_no) as (
    values ('upheld', '结果维持', 1), ('corrected', '结果纠正', 2), ('other', '其他结果', 3), ('pending', '尚未审结', 4), ('total', '总计', 5)
),
printed as (
    select
        p.report_id, split_part(p.indicator, '.', 1) as dispute, split_part(p.indicator, '.', 2) as result,
        p.fact_no, p.value, p.lack
    from table_cells() as p
    where split_part(p.indicator, '.', 1) in ('review', 'litigation_direct', 'litigation_after_review')
      and p.breakdown = ''
),
cells as (
    select j.*, d.*, s.*, p.value, p.fact_no, case when p.fact_no is null then '未列示' else p.lack end as lack
    from reports_with_tables() as j
    cross join disputes as d
    cross join results as s
    left join printed as p on p.report_id = j.report_id and p.dispute = d.dispute and p.result = s.result
),
equations as (
    select
        report_id, office_id, year, office_name, dispute, dispute_name, dispute_no,
        max(value) filter (where result = 'total') as left_value,
        sum(value) filter (where result <> 'total') as right_value,
        string_agg(result_name || format('{:.12g}', value), '＋' order by result_no) filter (where result <> 'total') as addends,
        count(*) filter (where lack is not null) as lacking_count,
        count(*) filter (where lack = '未列示') as absent_count,
        string_agg(result_name || lack, '、' order by result_no) filter (where lack is not null) as lacks,
        coalesce(list({'report_id': report_id, 'fact_no': fact_no} order by fact_no) filter (where fact_no is not null), []) as evidence
    from cells
    group by report_id, office_id, year, office_name, dispute, dispute_name, dispute_no
),
lacking as (
    select
        report_id, office_id, year, office_name,
        case
            when sum(absent_count) = 15 then '第四部分统计表未列示'
            else string_agg(dispute_name || '（' || lacks || '）', '，' order by dispute_no)
        end as what,
        coalesce(flatten(list(evidence order by dispute_no)), []) as evidence
    from equations
    where lacking_count > 0
    group by report_id, office_id, year, office_name
)
select
    'failed' as status, r.severity, e.office_id, e.year, e.report_id, e.dispute as subject,
    e.office_name || e.year || '年第四部分统计表' || e.dispute_name || '：总计填' || format('{:.12g}', e.left_value) || '件，' || e.addends
        || '合计' || format('{:.12g}', e.right_value) || '件，相差' || format('{:.12g}', abs(e.left_value - e.right_value)) || '件。' as message,
    e.left_value, e.right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, e.evidence
from equations as e
cross join rule_row('review_sum') as r
where e.lacking_count = 0 and e.left_value <> e.right_value
union all
select
    'not_assessable', 'low', l.office_id, l.year, l.report_id, '',
    l.office_name || l.year || '年复议、诉讼合计无法全部核对：' || l.what || '。',
    null, null, 1::smallint, false, null, l.evidence
from lacking as l
order by report_id, status, subject
