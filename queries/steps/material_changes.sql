-- 多大的变化才算变好、变差 (How large a change is called better or worse)
-- grain: one row
-- parameters:
-- columns:
--   count_threshold (double, %): least change of a count in percent of the year before's (rule material_change)
--   least_count (integer): least change of a count in its unit: of small numbers a few percent are one or two
--   rate_threshold (double, pp): least change of a rate in percentage points (rule material_change_rate)
-- missing: a rule that is switched off asks for nothing: its threshold is 0
select
    coalesce(max(r.threshold) filter (where r.is_enabled and r.rule = 'material_change'), 0) as count_threshold,
    5 as least_count,
    coalesce(max(r.threshold) filter (where r.is_enabled and r.rule = 'material_change_rate'), 0) as rate_threshold
from rule as r
where r.rule in ('material_change', 'material_change_rate')
