-- 单位在第五部分自述有问题的监测栏目 (Watched columns that offices themselves tell as a problem)
-- grain: one row a report and watched column
-- parameters:
-- columns:
--   office_id (integer): office
--   year (smallint): year reported on
--   report_id (integer): report
--   column_name (varchar): watched column
--   topic (varchar): problem topic it belongs to
--   quote (varchar): the first sentence that tells it
-- missing: a column that is not told says nothing about its state
select p.office_id, p.year, p.report_id, p.column_name, any_value(p.topic) as topic, arg_min(p.quote, p.problem_no) as quote
from problems_of_columns() as p
group by p.office_id, p.year, p.report_id, p.column_name
