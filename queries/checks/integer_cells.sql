-- 统计表的件数、项目数是不是整数？ (Counts of the statutory tables are whole numbers)
-- grain: one row a report and cell that is none
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): indicator id, with the applicant after a slash
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): number as printed
--   right_value (double): nearest whole number of zero or more
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: blank, missing and unreadable cells are not judged; amounts of money and changes are no counts
select
    'failed' as status, r.severity, c.office_id, c.year, c.report_id,
    f.indicator || case when f.breakdown = '' then '' else '/' || f.breakdown end as subject,
    c.office_name || c.year || '年统计表“' || coalesce(i.name_zh, f.indicator) || '”'
        || coalesce(a.applicant_name || '栏', '') || '填' || format('{:.12g}', f.value) || '，' || case
            when f.value < 0 then '件数不能小于0。' else '件数应为整数。' end as message,
    f.value as left_value, greatest(round(f.value), 0) as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic,
    [{'report_id': f.report_id, 'fact_no': f.fact_no}] as evidence
from fact as f
join current_reports() as c on c.report_id = f.report_id
left join indicator as i on i.indicator = f.indicator
left join applicants() as a on a.breakdown = f.breakdown
cross join rule_row('integer_cells') as r
where f.source = 'table'
  and f.status = 'stated'
  and f.role <> 'conflict'
  and f.indicator not in ('fees.amount', 'procurement.amount')
  and (f.value <> floor(f.value) or (f.value < 0 and f.indicator not like '%.items_change'))
order by c.report_id, subject
