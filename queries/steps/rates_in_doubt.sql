-- 与自己写明的件数不符、或超过100%的办结率 (Close rates that their own report contradicts)
-- grain: one row a report and subject
-- parameters:
-- columns:
--   report_id (integer): report
--   subject (varchar): hotline12345 or petition
-- missing: what staff hold to be 误报 of stated_rate is not in doubt; nor is a rate less than material_change_rate away from its cases; one whose numbers are not told exactly is not either
select f.report_id, f.subject
from judged_findings() as f
cross join rule_row('material_change_rate') as r
where f.rule = 'stated_rate'
  and f.status = 'failed'
  and abs(f.left_value - f.right_value) >= r.threshold - 1e-9
union
select f.report_id, split_part(f.indicator, '.', 1) as subject
from fact as f
where f.indicator in ('hotline12345.close_rate', 'petition.close_rate')
  and f.breakdown = ''
  and f.role = 'leading'
  and f.status = 'stated'
  and f.value > 100
