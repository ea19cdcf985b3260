-- 多少件以下的办结率不评高低 (Below how many cases a rate is not judged)
-- grain: one row
-- parameters:
-- columns:
--   threshold (double): cases from which on a rate is judged; 0 when the rule few_cases is switched off
-- missing: nothing; a rule table without few_cases gives 0
select coalesce(max(r.threshold) filter (where r.is_enabled), 0) as threshold
from rule as r
where r.rule = 'few_cases'
