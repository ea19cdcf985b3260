-- 有哪些比率，怎样计算？ (Ratios, and how they are computed)
-- grain: one row a ratio
-- parameters:
-- columns:
--   ratio (varchar): ratio id
--   name_zh (varchar): its name
--   definition (varchar): how it is computed
--   caveat (varchar): what to mind when reading it
-- missing: nothing; the list is the reference table
select r.ratio, r.name_zh, r.definition, r.caveat
from ratio as r
order by r.ordinal
