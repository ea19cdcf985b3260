-- 整改事项是怎样一步步走到现在的？ (History of the ledger: who changed what, when)
-- grain: one row a change and field that it altered
-- parameters:
--   task_id (varchar, optional): one task
-- columns:
--   task_id (varchar): number of the task
--   change_no (integer): 1 for the opening, then one more each time
--   changed_at (timestamp): when, UTC
--   changed_by (varchar): who
--   field (varchar): opened, office, matters, person, deadline, measure, proof, status, reason, is_removed, remark or explanation (of its findings)
--   before (varchar): what stood there before; empty for nothing
--   after (varchar): what stands there from then on
-- missing: what was rolled back has no row; the journal still tells it
select c.task_id, c.change_no, c.changed_at, c.changed_by, c.field, c.before, c.after
from task_change as c
where $task_id is null or c.task_id = $task_id
order by c.task_id, c.change_no desc, c.changed_at desc, c.field
