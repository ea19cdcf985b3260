-- 一条规则的轻重和阈值 (Severity and threshold of a rule)
-- grain: one row
-- parameters:
--   rule (varchar): rule id
-- columns:
--   severity (varchar): high, medium or low
--   threshold (double): threshold; null where the rule has none
-- missing: a rule that the table does not have gives no row
select r.severity, r.threshold
from rule as r
where r.rule = $rule
