-- 是否有许多栏目条数完全相同？ (Many columns of one list with the same number of items)
-- grain: one row a report and list in which so many columns tell the same number
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): the number of items
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): columns with the same number
--   right_value (double): threshold
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: numbers below 6 are often alike by chance and are not judged; a list of fewer columns than the threshold is not judged
with listed as (
    select
        f.report_id, split_part(e.locator, ':', 1) as block, f.value, count(*) as column_count,
        list(f.breakdown order by f.fact_no) as names,
        list({'report_id': f.report_id, 'fact_no': f.fact_no} order by f.fact_no) as evidence
    from fact as f
    join evidence as e on e.report_id = f.report_id and e.fact_no = f.fact_no
    where f.indicator = 'disclosure.column'
      and f.status = 'stated'
      and f.role = 'leading'
      and f.qualifier = '='
      and f.value >= 6
    group by f.report_id, block, f.value
)
select
    'notice' as status, r.severity, c.office_id, c.year, c.report_id, format('{:.12g}', l.value) as subject,
    c.office_name || c.year || '年有' || l.column_count || '个栏目（' || array_to_string(l.names[:6], '、') || case when len(l.names) > 6 then '等' else '' end || '）都写' || format('{:.12g}', l.value)
        || '条，请核对是否按统一数量填报。' as message,
    l.column_count::double as left_value, r.threshold as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, l.evidence
from listed as l
join current_reports() as c on c.report_id = l.report_id
cross join rule_row('equal_columns') as r
where l.column_count >= r.threshold
order by c.report_id, l.value
