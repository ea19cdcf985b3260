-- 这份年报各部分的标题和正文是什么？ (One report: its sections as printed)
-- grain: one row a section in printed order
-- parameters:
--   report_id (integer): report
-- columns:
--   ordinal (smallint): 0-based order in print
--   section (varchar): preamble, overview, disclosure, applications, disputes, problems or other
--   heading (varchar): heading as printed
--   body (varchar): prose, paragraphs joined by line feeds, tables left out
-- missing: a section that is not printed has no row
select s.ordinal, s.section, s.heading, s.body
from section as s
where s.report_id = $report_id
union all
-- A version that another has replaced.
select s.ordinal, s.section, s.heading, s.body
from former_section as s
where s.report_id = $report_id
order by ordinal
