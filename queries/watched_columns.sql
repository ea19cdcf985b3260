-- 哪些栏目在监测名单里，更新周期和依据是什么？ (Columns on the watch list)
-- grain: one row a watched column
-- parameters:
-- columns:
--   column_name (varchar): column
--   aliases (varchar[]): names as printed that mean it
--   topic (varchar): problem topic it belongs to
--   topic_name (varchar): its name
--   limit_days (smallint, days): days within which an item has to be published; null when no rule is known
--   limit_unit (varchar): day or working_day; empty without a limit
--   limit_from (varchar): what day the limit counts from
--   limit_level (varchar): whose rule the limit is: 国家, 地方 or 惯例
--   limit_basis (varchar): where the limit comes from
--   cycle (varchar): inspection cycle, e.g. 2 weeks, 6 months; none when it has none
--   cycle_level (varchar): whose rule the cycle is
--   cycle_basis (varchar): where the cycle comes from
--   custom (varchar): how often the district publishes by its own habit; empty when nobody said
--   custom_basis (varchar): where the habit was seen
--   yearly_minimum_count (smallint, 条): items a year that the cycle demands; null when no rule is known
--   basis (varchar): where the rule comes from
-- missing: nothing; the list is the reference table
select
    w.column_name, w.aliases, w.topic, t.name_zh as topic_name, w.limit_days, w.limit_unit,
    w.limit_from, w.limit_level, w.limit_basis, w.cycle, w.cycle_level, w.cycle_basis, w.custom, w.custom_basis,
    w.yearly_minimum as yearly_minimum_count, w.basis
from watched_column as w
left join topic as t on t.topic = w.topic
order by w.ordinal
