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
judged as (
    select rp.report_id, rp.office_id, rp.year, rp.form, o.name as office_name
    from report as rp
    join office as o on o.office_id = rp.office_id
    where rp.is_current
      and (rp.form <> 'none' or rp.year >= 2019)
),
printed as (
    select
        f.report_id, split_part(f.indicator, '.', 1) as dispute, split_part(f.indicator, '.', 2) as result,
        f.fact_no, f.status, f.role, case when f.role <> 'conflict' then f.value end as value
    from fact as f
    where f.indicator in (
        'review.upheld', 'review.corrected', 'review.other', 'review.pending', 'review.total',
        'litigation_direct.upheld', 'litigation_direct.corrected', 'litigation_direct.other',
        'litigation_direct.pending', 'litigation_direct.total',
        'litigation_after_review.upheld', 'litigation_after_review.corrected', 'litigation_after_review.other',
        'litigation_after_review.pending', 'litigation_after_review.total')
      and f.breakdown = ''
      and f.source = 'table'
),
cells as (
    select
        j.*, d.*, s.*, p.value, p.fact_no,
        case
            when p.fact_no is null or p.status = 'missing' then '未印'
            when p.role = 'conflict' then '前后不一'
            when p.status = 'blank' then '空白'
            when p.value is null then '无法辨认'
        end as lack
    from judged as j
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
        count(*) filter (where lack = '未印') as absent_count,
        string_agg(result_name || lack, '、' order by result_no) filter (where lack is not null) as lacks,
        coalesce(list({'report_id': report_id, 'fact_no': fact_no} order by fact_no) filter (where fact_no is not null), []) as evidence
    from cells
    group by report_id, office_id, year, office_name, dispute, dispute_name, dispute_no
),
lacking as (
    select
        report_id, office_id, year, office_name,
        case
            when sum(absent_count) = 15 then '第四项统计表未印'
            else string_agg(dispute_name || '（' || lacks || '）', '，' order by dispute_no)
        end as what,
        coalesce(flatten(list(evidence order by dispute_no)), []) as evidence
    from equations
    where lacking_count > 0
    group by report_id, office_id, year, office_name
),
rule_row as (
    select severity from rule where rule = 'review_sum'
)
select
    'failed' as status, r.severity, e.office_id, e.year, e.report_id, e.dispute as subject,
    e.office_name || e.year || '年第四项统计表' || e.dispute_name || '：总计填' || format('{:.12g}', e.left_value) || '件，' || e.addends
        || '合计' || format('{:.12g}', e.right_value) || '件，相差' || format('{:.12g}', abs(e.left_value - e.right_value)) || '件。' as message,
    e.left_value, e.right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, e.evidence
from equations as e
cross join rule_row as r
where e.lacking_count = 0 and e.left_value <> e.right_value
union all
select
    'not_assessable', 'low', l.office_id, l.year, l.report_id, '',
    l.office_name || l.year || '年复议、诉讼合计无法全部核对：' || l.what || '。',
    null, null, 1::smallint, false, null, l.evidence
from lacking as l
order by report_id, status, subject
