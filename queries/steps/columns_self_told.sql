-- 单位在第五部分自述有问题的监测栏目 (Watched columns that offices themselves tell as a problem)
-- grain: one row a report and watched column
-- parameters:
-- columns:
--   office_id (integer): office
--   year (smallint): year reported on
--   report_id (integer): report
--   column_name (varchar): watched column
--   topic (varchar): problem topic it belongs to
--   quote (varchar): a sentence that tells it
-- missing: a column that is not told says nothing about its state
select p.office_id, p.year, p.report_id, w.column_name, any_value(w.topic) as topic, any_value(p.quote) as quote
from problem as p
join watched_column as w
    on (p.topic = 'timeliness' and contains(p.quote, w.column_name))
    or (w.topic = p.topic and p.topic in ('social_assistance', 'affordable_housing', 'budget')
        and w.ordinal = (select min(x.ordinal) from watched_column as x where x.topic = p.topic))
where p.kind = 'problem'
group by p.office_id, p.year, p.report_id, w.column_name
