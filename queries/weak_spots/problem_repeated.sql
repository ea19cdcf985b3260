-- 哪些单位同一类问题连年自述？ (The same problem topic told two years running or more)
-- grain: one row an office, year and topic told for the threshold number of years in a row
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned; null when the finding is that there is none
--   subject (varchar): topic id
--   message (varchar): the reason in one sentence, with the numbers
--   left_value (double): years in a row
--   right_value (double): null: how long it has lasted is in years_lasted, and is no measure of how grave it is
--   years_lasted (smallint): years in a row up to this one
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): the topic
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a year without a report or without section 五 ends the run: nothing was told
with topics as (
    select p.office_id, p.year, p.report_id, p.topic, any_value(p.quote) as quote
    from problem as p
    where p.kind = 'problem' and p.topic <> 'none'
    group by p.office_id, p.year, p.report_id, p.topic
),
runs as (
    select *, row_number() over (partition by office_id, topic, island order by year) as years_lasted
    from (
        select *, year - row_number() over (partition by office_id, topic order by year) as island
        from topics
    ) as islands
)
select
    'failed' as status,
    case when t.years_lasted = 2 then 'low' else u.severity end as severity,
    t.office_id, t.year, t.report_id, t.topic as subject,
    r.office_name || '连续' || t.years_lasted || '年（' || (t.year - t.years_lasted + 1) || '至' || t.year || '年）自查存在“'
        || coalesce(n.name_zh, t.topic) || '”问题，' || t.year || '年写道：“' || substr(trim(t.quote), 1, 60)
        || case when len(trim(t.quote)) > 60 then '……' else '' end || '”。' as message,
    t.years_lasted::double as left_value, null::double as right_value, t.years_lasted::smallint as years_lasted,
    true as self_told, t.topic, []::struct(report_id integer, fact_no smallint)[] as evidence
from runs as t
join current_reports() as r on r.report_id = t.report_id
cross join rule_row('problem_repeated') as u
left join topic as n on n.topic = t.topic
where t.years_lasted >= u.threshold
order by office_id, year, subject
