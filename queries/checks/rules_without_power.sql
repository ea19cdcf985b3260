-- 无权制定规章的单位是否填报了规章？ (Rules reported by an office that has no power to make any)
-- grain: one row a report of a subdistrict, township or department with a number of rules above 0
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): empty
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): largest number of rules printed
--   right_value (double): 0
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: blank and missing cells are not judged; a government whose region is not known as a county or district is not judged
with printed as (
    select
        f.report_id, max(f.value) as left_value,
        list({'report_id': f.report_id, 'fact_no': f.fact_no} order by f.fact_no) as evidence
    from fact as f
    where f.indicator in (
        'rules.issued', 'rules.repealed', 'rules.in_force', 'rules.made', 'rules.newly_disclosed', 'rules.disclosed_total')
      and f.source = 'table'
      and f.status = 'stated'
      and f.role = 'leading'
      and f.value > 0
    group by f.report_id
)
select
    'notice' as status, r.severity, c.office_id, c.year, c.report_id, '' as subject,
    c.office_name || c.year || '年统计表填报规章' || format('{:.12g}', p.left_value) || '件，' || case
            when c.office_kind = '政府' then '县（区）政府' else c.office_kind end || '没有规章制定权，可能把规范性文件填在了规章一行。' as message,
    p.left_value, 0::double as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, p.evidence
from printed as p
join current_reports() as c on c.report_id = p.report_id
left join region as g on g.region_id = c.region_id
cross join rule_row('rules_without_power') as r
where c.office_kind in ('街道', '镇', '乡', '部门') or (c.office_kind = '政府' and g.level = 'district')
order by c.report_id
