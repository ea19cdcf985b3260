-- 哪些单位哪一年的年报没有收录？ (Office and year without a report that was due)
-- grain: one row an office and year without a report
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned; null when the finding is that there is none
--   subject (varchar): empty
--   message (varchar): the reason in one sentence, with the numbers
--   left_value (double): 0
--   right_value (double): 1
--   years_lasted (smallint): years in a row up to this one
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): topic id, null when it belongs to none
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a report that this store lacks may well have been published: a notice, never a failure; due are the years of duty of the roster, but of offices that need not report; without them the years between the office's first and last whole report (an excerpt alone makes no duty known); up to the latest year on which half of the offices of the region report
with reported as (
    select rp.report_id, rp.office_id, rp.year, o.region_id, o.kind
    from report as rp
    join office as o on o.office_id = rp.office_id
    where rp.is_current
),
spans as (
    select office_id, min(year) as first_year, max(year) as last_year, count(*) as report_count
    from reported
    where report_id not in (select report_id from excerpts())
    group by office_id
),
region_years as (
    select
        r.region_id, r.year, count(*) as reported_count,
        (select count(*) from office as o where o.region_id = r.region_id and not o.is_queued) as office_count
    from reported as r
    group by r.region_id, r.year
),
closed_years as (
    select region_id, year from region_years where reported_count * 2 >= office_count
),
due as (
    select o.office_id, o.name as office_name, y.year
    from office as o
    join closed_years as y on y.region_id = o.region_id
    left join spans as s on s.office_id = o.office_id
    where not o.is_queued
      and o.must_report is distinct from false
      and y.year >= coalesce(o.from_year, s.first_year, 9999)
      and y.year <= coalesce(o.to_year, 9999)
    union
    select o.office_id, o.name, g.year::smallint
    from office as o
    join spans as s on s.office_id = o.office_id
    cross join unnest(generate_series(s.first_year::bigint, s.last_year::bigint)) as g(year)
    where o.must_report is distinct from false
      and g.year >= coalesce(o.from_year, 0) and g.year <= coalesce(o.to_year, 9999)
),
missing as (
    select d.*
    from due as d
    left join reported as r on r.office_id = d.office_id and r.year = d.year
    where r.office_id is null
),
runs as (
    select *, row_number() over (partition by office_id, island order by year) as years_lasted
    from (
        select *, year - row_number() over (partition by office_id order by year) as island
        from missing
    ) as islands
)
select
    'notice' as status, u.severity, m.office_id, m.year, null::integer as report_id, '' as subject,
    m.office_name || '未收录' || m.year || '年年报' || case when m.years_lasted > 1
        then '，已连续' || m.years_lasted || '年未收录' else '' end || '。' as message,
    0::double as left_value, 1::double as right_value, m.years_lasted::smallint as years_lasted,
    false as self_told, null::varchar as topic, []::struct(report_id integer, fact_no smallint)[] as evidence
from runs as m
cross join rule_row('report_missing') as u
order by office_id, year
