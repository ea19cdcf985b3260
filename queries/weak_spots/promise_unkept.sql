-- 哪些问题上年打算改进，本年又列为问题？ (Improvement promised last year, problem told again this year)
-- grain: one row an office, year and topic promised and told again
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned; null when the finding is that there is none
--   subject (varchar): topic id
--   message (varchar): the reason in one sentence, with the numbers
--   left_value (double): 1
--   right_value (double): null
--   years_lasted (smallint): years in a row up to this one
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): the topic
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: without a report on the year before, or a plan of the topic in it, there is no promise to judge
with plans as (
    select p.office_id, p.year, p.subject as topic, arg_min(p.quote, p.problem_no) as quote
    from measures_told() as p
    where p.about = 'topic'
    group by p.office_id, p.year, p.subject
),
topics as (
    select p.office_id, p.year, p.report_id, p.topic
    from problem as p
    where p.kind = 'problem' and p.topic <> 'none'
    group by p.office_id, p.year, p.report_id, p.topic
),
broken as (
    select t.*, p.quote
    from topics as t
    join plans as p on p.office_id = t.office_id and p.topic = t.topic and p.year = t.year - 1
),
runs as (
    select *, row_number() over (partition by office_id, topic, island order by year) as years_lasted
    from (
        select *, year - row_number() over (partition by office_id, topic order by year) as island
        from broken
    ) as islands
)
select
    'failed' as status, case when b.years_lasted = 1 then 'low' else u.severity end as severity,
    b.office_id, b.year, b.report_id, b.topic as subject,
    r.office_name || (b.year - 1) || '年提出整改措施“' || substr(trim(b.quote), 1, 50)
        || case when len(trim(b.quote)) > 50 then '……' else '' end || '”，' || b.year || '年自查仍有“'
        || coalesce(n.name_zh, b.topic) || '”问题' || case when b.years_lasted > 1
            then '，已连续' || b.years_lasted || '年如此' else '' end || '。' as message,
    1::double as left_value, null::double as right_value, b.years_lasted::smallint as years_lasted, true as self_told, b.topic,
    []::struct(report_id integer, fact_no smallint)[] as evidence
from runs as b
join current_reports() as r on r.report_id = b.report_id
cross join rule_row('promise_unkept') as u
left join topic as n on n.topic = b.topic
order by office_id, year, subject
