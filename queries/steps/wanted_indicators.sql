-- 指标字典中的几项 (Some indicators of the dictionary)
-- grain: one row an indicator
-- parameters:
--   indicators (varchar[]): indicator ids
-- columns:
--   indicator (varchar): indicator id
--   ordinal (smallint): its place in the dictionary
--   name_zh (varchar): its name
--   unit (varchar): its unit
--   polarity (varchar): higher_is_better, lower_is_better or neutral
-- missing: an id that the dictionary does not have has no row
select i.indicator, i.ordinal, i.name_zh, i.unit, i.polarity
from indicator as i
where i.indicator = any($indicators)
