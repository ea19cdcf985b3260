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
with current_reports as (
    select rp.report_id, rp.office_id, rp.year, rp.published_on, o.name as office_name, o.kind as office_kind, o.region_id
    from report as rp
    join office as o on o.office_id = rp.office_id
    where rp.is_current
),
rule_row as (
    select severity, threshold from rule where rule = 'column_below_minimum'
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
below as (
    select * from told where items > 0 and items < yearly_minimum and is_exact
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
join current_reports as r on r.report_id = b.report_id
cross join rule_row as u
left join self_told as s on s.office_id = b.office_id and s.year = b.year and s.column_name = b.column_name
order by office_id, year, subject
