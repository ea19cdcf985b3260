-- 这个单位历年自述了哪些问题，作了什么打算，次年是否又提到？ (One office: problems, plans and whether they come back)
-- grain: one row a sentence of section 五 and topic
-- parameters:
--   office_code (varchar): office
-- columns:
--   year (smallint): year reported on
--   kind (varchar): problem, plan or solved
--   topic (varchar): topic id
--   topic_name (varchar): its name
--   quote (varchar): the sentence as printed
--   told_before (boolean): a problem of the topic stood in last year's report
--   told_again (boolean): a problem of the topic stands in next year's report; null when there is no report for next year, and of a measure that answers no topic
--   promised_before (boolean): last year's report holds a plan of the topic
--   years_lasted (bigint): for problems, years in a row up to this one with a problem of the topic
--   report_id (integer): current report
--   problem_no (smallint): the sentence within the report
--   locator (varchar): place of the sentence in the document as read
-- missing: a year without a report or without section 五 has no row and breaks the run of years
with own as (
    select p.*
    from problem as p
    where p.office_id = (select o.office_id from office as o where o.office_code = $office_code)
),
by_topic as (
    select topic, year, bool_or(kind = 'problem') as has_problem
    from own
    group by topic, year
),
promised as (
    select distinct m.subject as topic, m.year
    from measures_told() as m
    where m.about = 'topic'
      and m.office_id = (select o.office_id from office as o where o.office_code = $office_code)
),
runs as (
    select topic, year, row_number() over (partition by topic, island order by year) as years_lasted
    from (
        select topic, year, year - row_number() over (partition by topic order by year) as island
        from by_topic
        where has_problem
    ) as islands
),
reported as (
    select rp.year
    from report as rp
    where rp.is_current
      and rp.office_id = (select o.office_id from office as o where o.office_code = $office_code)
)
select
    p.year, p.kind, p.topic, coalesce(t.name_zh, p.topic) as topic_name, p.quote,
    coalesce(before.has_problem, false) as told_before,
    case when following_report.year is not null and p.topic <> 'unplaced'
        then coalesce(following.has_problem, false) end as told_again,
    before_promised.topic is not null as promised_before,
    case when p.kind = 'problem' then r.years_lasted end as years_lasted,
    p.report_id, p.problem_no, p.locator
from own as p
left join by_topic as before on before.topic = p.topic and before.year = p.year - 1
left join by_topic as following on following.topic = p.topic and following.year = p.year + 1
left join promised as before_promised on before_promised.topic = p.topic and before_promised.year = p.year - 1
left join reported as following_report on following_report.year = p.year + 1
left join runs as r on r.topic = p.topic and r.year = p.year
left join topic as t on t.topic = p.topic
order by p.year, p.problem_no, coalesce(t.ordinal, 32767)
