-- 哪些栏目在监测名单里，更新周期和依据是什么？ (Columns on the watch list)
-- grain: one row a watched column
-- parameters:
-- columns:
--   column_name (varchar): column
--   aliases (varchar[]): names as printed that mean it
--   topic (varchar): problem topic it belongs to
--   topic_name (varchar): its name
--   cycle_days (smallint, days): days within which it has to be updated; null when no rule is known
--   yearly_minimum_count (smallint, 条): items a year that the cycle demands; null when no rule is known
--   basis (varchar): where the rule comes from
-- missing: nothing; the list is the reference table
select
    w.column_name, w.aliases, w.topic, t.name_zh as topic_name, w.cycle_days,
    w.yearly_minimum as yearly_minimum_count, w.basis
from watched_column as w
left join topic as t on t.topic = w.topic
order by w.ordinal
