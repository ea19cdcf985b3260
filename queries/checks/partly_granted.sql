-- 正文写区分处理的申请，统计表是否计入“部分公开”？ (Applications told as partly granted stand in their row)
-- grain: one row a report whose prose tells another number than the table; one row a report whose cell is lacking
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): applications.partly_granted
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): number told in the prose, 件
--   right_value (double): （二）部分公开, total, 件
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a report whose prose tells no number of them is not judged; with a blank, missing or unreadable cell it is not assessable
with told as (
    select
        s.report_id,
        max(try_cast(coalesce(
            nullif(regexp_extract(s.body, '(?:部分公开|区分处理)[^，。；、\d]{0,6}(\d{1,5})\s*件', 1), ''),
            nullif(regexp_extract(s.body, '(\d{1,5})\s*件[^，。；、\d]{0,8}(?:部分公开|区分处理)', 1), '')) as double)) as told
    from section as s
    where s.section = 'overview' and regexp_matches(s.body, '部分公开|区分处理')
    group by s.report_id
    having told is not null
)
select
    case when k.value is null then 'not_assessable' else 'notice' end as status, 'low' as severity,
    c.office_id, c.year, c.report_id, 'applications.partly_granted' as subject,
    c.office_name || c.year || '年正文写部分公开（区分处理）' || format('{:.12g}', t.told) || '件，第三部分“（二）部分公开”总计' || case
        when k.value is null then '没有可用的数字，无法核对。'
        else '填' || format('{:.12g}', k.value) || '件，请核对是否计入了其他各项。' end as message,
    t.told as left_value, k.value as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic,
    case when k.fact_no is null then []::struct(report_id integer, fact_no smallint)[] else [{'report_id': c.report_id, 'fact_no': k.fact_no}] end as evidence
from told as t
join current_reports() as c on c.report_id = t.report_id
left join table_cells() as k
    on k.report_id = t.report_id and k.indicator = 'applications.partly_granted' and k.breakdown = 'total'
where c.year >= 2019
  and (k.value is null or k.value <> t.told)
order by c.report_id
