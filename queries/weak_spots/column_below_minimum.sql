-- 哪些监测栏目条数达不到更新周期要求的下限？ (Watched columns below the yearly number of their cycle)
-- grain: one row an office, year and watched column below its minimum
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned; null when the finding is that there is none
--   subject (varchar): watched column
--   message (varchar): the reason in one sentence, with the numbers
--   left_value (double): items told, 条
--   right_value (double): items a year that the cycle demands, 条
--   years_lasted (smallint): years in a row up to this one
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): topic of the column
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: columns without a known rule, and columns that the report does not list, are not judged; 0 items is a matter of column_zero
with below as (
    select * from columns_told() where items > 0 and items < yearly_minimum and is_exact
),
runs as (
    select *, row_number() over (partition by office_id, column_name, island order by year) as years_lasted
    from (
        select *, year - row_number() over (partition by office_id, column_name order by year) as island
        from below
    ) as islands
)
select
    'failed' as status, u.severity, b.office_id, b.year, b.report_id, b.column_name as subject,
    r.office_name || b.year || '年“' || b.column_name || '”栏目公开' || format('{:.12g}', b.items) || '条，全年至少应有' || b.yearly_minimum || '条'
        || case when b.basis <> '' then '（' || b.basis || '）' else '' end
        || case when b.years_lasted > 1 then '，已连续' || b.years_lasted || '年不足' else '' end || '。' as message,
    b.items as left_value, b.yearly_minimum::double as right_value, b.years_lasted::smallint as years_lasted,
    s.office_id is not null as self_told, b.topic, b.evidence
from runs as b
join current_reports() as r on r.report_id = b.report_id
cross join rule_row('column_below_minimum') as u
left join columns_self_told() as s on s.office_id = b.office_id and s.year = b.year and s.column_name = b.column_name
order by office_id, year, subject
