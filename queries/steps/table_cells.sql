-- 统计表各格及其缺陷 (Cells of the statutory tables, and what they lack)
-- grain: one row a cell of a report's tables
-- parameters:
-- columns:
--   report_id (integer): report
--   indicator (varchar): indicator id
--   breakdown (varchar): applicant kind; empty outside section three
--   fact_no (smallint): the fact
--   value (double): its number; null where it lacks one
--   lack (varchar): 未列示, 前后不一, 空白 or 无法辨认; null for a number
-- missing: a cell without a number has lack, never 0; a report without the table has rows with 未列示 or none at all
select
    f.report_id, f.indicator, f.breakdown, f.fact_no,
    case when f.role <> 'conflict' then f.value end as value,
    case
        when f.status = 'missing' then '未列示'
        when f.role = 'conflict' then '前后不一'
        when f.status = 'blank' then '空白'
        when f.value is null then '无法辨认'
    end as lack
from fact as f
where f.source = 'table'
