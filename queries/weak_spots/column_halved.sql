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
with current_reports as (
    select rp.report_id, rp.office_id, rp.year, rp.published_on, o.name as office_name, o.kind as office_kind, o.region_id
    from report as rp
    join office as o on o.office_id = rp.office_id
    where rp.is_current
),
rule_row as (
    select severity, threshold from rule where rule = 'column_halved'
),
aliases as (
    select column_name, topic, yearly_minimum, basis, unnest(list_distinct(list_append(aliases, column_name))) as printed_name
    from watched_column
),
told as (
    select
        f.report_id, f.office_id, f.year, a.column_name, any_value(a.topic) as topic,
        any_value(a.yearly_minimum) as yearly_minimum, any_value(a.basis) as basis,
        sum(f.value) as items, bool_and(f.qualifier = '=') as is_exact,
        list({'report_id': f.report_id, 'fact_no': f.fact_no} order by f.fact_no) as evidence
    from fact as f
    join aliases as a on a.printed_name = f.breakdown
    where f.indicator = 'disclosure.column'
      and f.status = 'stated'
      and f.role in ('leading', 'conflict')
    group by f.report_id, f.office_id, f.year, a.column_name
    having bool_and(f.role = 'leading')
),
self_told as (
    select distinct p.office_id, p.year, w.column_name
    from problem as p
    join watched_column as w
        on (w.topic = p.topic and p.topic in ('social_assistance', 'affordable_housing', 'budget')
            and w.ordinal = (select min(x.ordinal) from watched_column as x where x.topic = p.topic))
        or (p.topic = 'timeliness' and contains(p.quote, w.column_name))
    where p.kind = 'problem'
),
fallen as (
    select now.*, before.items as previous_items, list_concat(now.evidence, before.evidence) as facts, u.severity
    from told as now
    join told as before
        on before.office_id = now.office_id and before.column_name = now.column_name and before.year = now.year - 1
    cross join rule_row as u
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
join current_reports as r on r.report_id = f.report_id
left join self_told as s on s.office_id = f.office_id and s.year = f.year and s.column_name = f.column_name
order by office_id, year, subject
