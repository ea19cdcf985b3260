-- 截至某日，哪些单位的哪些栏目已经逾期，哪些在若干天内到期？ (Columns overdue and falling due, by office)
-- grain: one row an office, watched column and clock (the cycle, and the habit of the district where its day comes first) that is past or falls due within the days given
-- parameters:
--   as_of (date, optional): day judged; without it today
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   within_days (integer, optional): falling due within so many days; 30 without it
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   column_name (varchar): watched column
--   urgency (varchar): overdue (past the cycle), beyond_custom (past the habit of the district, not the cycle) or due_soon
--   due_on (date): last day on which the next item is in time by this clock
--   days_left (bigint, days): days from as_of to then; below 0 when it is past
--   last_published_on (date): day of the latest logged item up to as_of; null when there is none
--   by_custom (boolean): due by the habit of the district, not by a rule
--   cycle (varchar): cycle or habit that it is due by, e.g. 6 months
--   level (varchar): whose rule it is: 国家, 地方 or 惯例
--   basis (varchar): where it comes from
--   last_title (varchar): its title; null when there is none
--   last_url (varchar): its address; null when the log has none
--   last_log (varchar): name of the log's file that it stands in; null when there is none
--   last_line (integer): its line there, from 1
-- missing: columns without a log, paused, not owed, or past their day only after the log was loaded have no row; a column past its cycle has none for the habit
select d.* exclude (office_id, ordinal)
from due_columns($as_of, $region_id, $kind, $office_codes, coalesce($within_days, 30)) as d
order by d.office_code, d.by_custom, d.due_on, d.ordinal
