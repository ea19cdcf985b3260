-- 行政事业性收费是不是以元填报？ (Fees printed in yuan instead of 10,000 yuan)
-- grain: one row a report whose fees look so
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): fees.amount
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): amount as printed, taken for 10,000 yuan
--   right_value (double): the same taken for yuan, in 10,000 yuan
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a blank, missing or unreadable amount is not judged; governments are judged only beside their last year, as theirs may be large
with amounts as (
    select f.report_id, f.office_id, f.year, f.value, f.fact_no
    from fact as f
    where f.indicator = 'fees.amount'
      and f.source = 'table'
      and f.status = 'stated'
      and f.role <> 'conflict'
)
select
    'notice' as status, r.severity, c.office_id, c.year, c.report_id, 'fees.amount' as subject,
    c.office_name || c.year || '年统计表行政事业性收费填' || format('{:.12g}', now.value) || '万元' || case
        when now.value >= 1000 * before.value
            then '，是上年' || format('{:.12g}', before.value) || '万元的' || format('{:.0f}', now.value / nullif(before.value, 0)) || '倍'
        else '' end || '；该格以万元为单位，可能填成了元（折' || format('{:.12g}', now.value / 10000) || '万元），请核对。' as message,
    now.value as left_value, now.value / 10000 as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic,
    [{'report_id': now.report_id, 'fact_no': now.fact_no}] as evidence
from amounts as now
join current_reports() as c on c.report_id = now.report_id
left join amounts as before on before.office_id = now.office_id and before.year = now.year - 1 and before.value > 0
cross join rule_row('fee_unit') as r
where (now.value >= r.threshold and c.office_kind in ('街道', '镇', '乡', '部门'))
   or (now.value >= 1000 * before.value and now.value >= 100)
order by c.report_id
