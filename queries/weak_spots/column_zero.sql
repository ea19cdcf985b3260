-- 哪些监测栏目全年零更新？ (Watched columns told with 0 items)
-- grain: one row an office, year and watched column told as 0
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned; null when the finding is that there is none
--   subject (varchar): watched column
--   message (varchar): the reason in one sentence, with the numbers
--   left_value (double): 0
--   right_value (double): items last year, 条; null when not told
--   years_lasted (smallint): years in a row up to this one
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): topic of the column
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: only a column told with 0 is judged; one that the report does not list is not zero
with told as (
    select * from columns_told()
),
empty as (
    select * from told where items = 0
),
runs as (
    select *, row_number() over (partition by office_id, column_name, island order by year) as years_lasted
    from (
        select *, year - row_number() over (partition by office_id, column_name order by year) as island
        from empty
    ) as islands
)
select
    'failed' as status, case when before.items > 0 or e.years_lasted > 1 then u.severity else 'medium' end as severity,
    e.office_id, e.year, e.report_id, e.column_name as subject,
    r.office_name || e.year || '年“' || e.column_name || '”栏目全年公开0条'
        || case when before.items > 0 then '，上年为' || format('{:.12g}', before.items) || '条' else '' end
        || case when e.years_lasted > 1 then '，已连续' || e.years_lasted || '年没有更新' else '' end || '。' as message,
    e.items as left_value, before.items as right_value, e.years_lasted::smallint as years_lasted,
    s.office_id is not null as self_told, e.topic, e.evidence
from runs as e
join current_reports() as r on r.report_id = e.report_id
cross join rule_row('column_zero') as u
left join told as before
    on before.office_id = e.office_id and before.column_name = e.column_name and before.year = e.year - 1
left join columns_self_told() as s on s.office_id = e.office_id and s.year = e.year and s.column_name = e.column_name
order by office_id, year, subject
