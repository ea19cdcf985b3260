-- 哪些监测栏目的条数比上年减少一半以上？ (Watched columns whose items fell by half or more)
-- grain: one row an office, year and watched column that fell
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned; null when the finding is that there is none
--   subject (varchar): watched column
--   message (varchar): the reason in one sentence, with the numbers
--   left_value (double): items this year, 条
--   right_value (double): items last year, 条
--   years_lasted (smallint): years in a row up to this one
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): topic of the column
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: judged when both years tell the column exactly and last year had five items or more; not told is not zero
with told as (
    select * from columns_told()
),
fallen as (
    select now.*, before.items as previous_items, list_concat(now.evidence, before.evidence) as facts, u.severity
    from told as now
    join told as before
        on before.office_id = now.office_id and before.column_name = now.column_name and before.year = now.year - 1
    cross join rule_row('column_halved') as u
    where now.is_exact
      and before.is_exact
      and before.items >= 5
      and now.items <= before.items * (1 - u.threshold / 100)
),
runs as (
    select *, row_number() over (partition by office_id, column_name, island order by year) as years_lasted
    from (
        select *, year - row_number() over (partition by office_id, column_name order by year) as island
        from fallen
    ) as islands
)
select
    'failed' as status,
    case when f.years_lasted > 1 then 'high' else f.severity end as severity,
    f.office_id, f.year, f.report_id, f.column_name as subject,
    r.office_name || f.year || '年“' || f.column_name || '”栏目公开' || format('{:.12g}', f.items) || '条，比上年的' || format('{:.12g}', f.previous_items)
        || '条减少' || format('{:.12g}', round(100 * (f.previous_items - f.items) / nullif(f.previous_items, 0))) || '%'
        || case when f.years_lasted > 1 then '，已连续' || f.years_lasted || '年锐减' else '' end || '。' as message,
    f.items as left_value, f.previous_items as right_value, f.years_lasted::smallint as years_lasted,
    s.office_id is not null as self_told, f.topic, f.facts as evidence
from runs as f
join current_reports() as r on r.report_id = f.report_id
left join columns_self_told() as s on s.office_id = f.office_id and s.year = f.year and s.column_name = f.column_name
order by office_id, year, subject
