-- 监测栏目的各种叫法 (Watched columns by each of their names)
-- grain: one row a watched column and name
-- parameters:
-- columns:
--   column_name (varchar): watched column
--   printed_name (varchar): name as printed: the column's own or an alias
--   topic (varchar): problem topic it belongs to
--   yearly_minimum (smallint): items a year that its rule demands; null when none is known
--   basis (varchar): where that rule comes from
-- missing: nothing; the list is the reference table
select
    w.column_name, unnest(list_distinct(list_append(w.aliases, w.column_name))) as printed_name, w.topic, w.yearly_minimum,
    w.basis
from watched_column as w
