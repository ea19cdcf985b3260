-- 第五部分自述的问题说的是哪个监测栏目 (Which watched column a problem told in section 五 speaks of)
-- grain: one row a problem and watched column
-- parameters:
-- columns:
--   office_id (integer): office
--   year (smallint): year reported on
--   report_id (integer): report
--   problem_no (smallint): problem within the report
--   column_name (varchar): watched column
--   ordinal (smallint): its place in the list of columns
--   topic (varchar): problem topic the column belongs to
--   told_topic (varchar): topic that the problem was told under
--   quote (varchar): the sentence
-- missing: a problem that speaks of no watched column has no row
with columns as (
    select
        w.column_name, w.ordinal, w.topic,
        -- A topic that is a column by itself stands for the first of its columns.
        w.ordinal = min(w.ordinal) over (partition by w.topic)
            and w.topic in ('social_assistance', 'affordable_housing', 'budget') as stands_for_topic
    from watched_column as w
)
select
    p.office_id, p.year, p.report_id, p.problem_no, w.column_name, w.ordinal, w.topic, p.topic as told_topic, p.quote
from problem as p
join columns as w
    on (p.topic = 'timeliness' and contains(p.quote, w.column_name))
    or (w.topic = p.topic and w.stands_for_topic)
where p.kind = 'problem'
