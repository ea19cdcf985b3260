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
select
    p.office_id, p.year, p.report_id, p.problem_no, w.column_name, w.ordinal, w.topic, p.topic as told_topic, p.quote
from problem as p
join watched_column as w
    on (p.topic = 'timeliness' and contains(p.quote, w.column_name))
    or (w.topic = p.topic and p.topic in ('social_assistance', 'affordable_housing', 'budget')
        and w.ordinal = (select min(x.ordinal) from watched_column as x where x.topic = p.topic))
where p.kind = 'problem'
