-- 第五部分写的整改措施各对应哪类问题、哪件事、哪个栏目 (What each measure told in section 五 concerns)
-- grain: one row a measure and topic, matter or watched column that it concerns
-- parameters:
-- columns:
--   office_id (integer): office
--   year (smallint): year reported on
--   report_id (integer): report
--   problem_no (smallint): the measure within the report; one that answers two topics stands there twice
--   about (varchar): topic, matter or column
--   subject (varchar): topic id, matter id or watched column; unplaced for a measure that answers no topic by its number or words
--   quote (varchar): the measure as printed
-- missing: a report that tells no measure has no row; a measure that names no matter or column has but its rows of topics
with measures as (
    select p.office_id, p.year, p.report_id, p.problem_no, p.topic, p.quote
    from problem as p
    where p.kind = 'plan'
),
words as (
    select m.matter, unnest(m.plan_words) as word from matter as m
),
of_columns as (
    select w.column_name, w.topic, w.topic in ('social_assistance', 'affordable_housing', 'budget') as is_topic
    from watched_column as w
)
select m.office_id, m.year, m.report_id, m.problem_no, 'topic' as about, m.topic as subject, m.quote
from measures as m
union all
select distinct m.office_id, m.year, m.report_id, m.problem_no, 'matter' as about, w.matter as subject, m.quote
from measures as m
join words as w on contains(m.quote, w.word)
union all
select m.office_id, m.year, m.report_id, m.problem_no, 'column' as about, c.column_name as subject, m.quote
from measures as m
join of_columns as c on contains(m.quote, c.column_name) or (c.is_topic and c.topic = m.topic)
