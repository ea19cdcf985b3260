-- 哪些监测栏目被单位自己列为问题？ (Watched columns that the office itself tells as a problem)
-- grain: one row an office, year and watched column told as a problem in section 五
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned; null when the finding is that there is none
--   subject (varchar): watched column
--   message (varchar): the reason in one sentence, with the numbers
--   left_value (double): items told for the column that year, 条; null when not told
--   right_value (double): null
--   years_lasted (smallint): years in a row up to this one
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): topic of the column
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a column counts as told when it has a topic of its own that is told, or its name stands in a sentence on late updating; one that is not told says nothing about its state
with items as (
    select
        f.report_id, a.column_name, sum(f.value) as items,
        list({'report_id': f.report_id, 'fact_no': f.fact_no} order by f.fact_no) as evidence
    from fact as f
    join column_names() as a on a.printed_name = f.breakdown
    where f.indicator = 'disclosure.column'
      and f.status = 'stated'
      and f.role = 'leading'
    group by f.report_id, a.column_name
),
runs as (
    select *, row_number() over (partition by office_id, column_name, island order by year) as years_lasted
    from (
        select *, year - row_number() over (partition by office_id, column_name order by year) as island
        from columns_self_told()
    ) as islands
)
select
    'failed' as status, u.severity, q.office_id, q.year, q.report_id, q.column_name as subject,
    r.office_name || q.year || '年自查问题涉及“' || q.column_name || '”：“' || substr(trim(q.quote), 1, 60)
        || case when len(trim(q.quote)) > 60 then '……' else '' end || '”'
        || case when i.items is not null then '，全年公开' || format('{:.12g}', i.items) || '条' else '' end
        || case when q.years_lasted > 1 then '，已连续' || q.years_lasted || '年列入自查问题' else '' end || '。' as message,
    i.items as left_value, null::double as right_value, q.years_lasted::smallint as years_lasted, true as self_told, q.topic,
    coalesce(i.evidence, []) as evidence
from runs as q
join current_reports() as r on r.report_id = q.report_id
cross join rule_row('column_self_told') as u
left join items as i on i.report_id = q.report_id and i.column_name = q.column_name
order by office_id, year, subject
