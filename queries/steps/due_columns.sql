-- 截至某日，各单位逾期和即将到期的栏目 (Columns overdue and falling due, by office)
-- grain: one row an office, watched column and clock (the cycle, and the habit of the district where its day comes first) that is past or falls due within the days given
-- parameters:
--   as_of (date, optional): day judged; without it today
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   within_days (integer): falling due within so many days
-- columns:
--   office_id (integer): office
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   column_name (varchar): watched column
--   ordinal (smallint): its place in the list of columns
--   urgency (varchar): overdue (past the cycle), beyond_custom (past the habit of the district, not the cycle) or due_soon
--   due_on (date): last day on which the next item is in time by this clock
--   days_left (bigint): days from as_of to then; below 0 when it is past
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
with clocks as (
    select *, coalesce($as_of::date, current_date) as as_of
    from column_clocks($as_of, $region_id, $kind, $office_codes, null)
    where status in ('fresh', 'beyond_custom', 'stale', 'log_old', 'no_cycle')
),
-- Each clock has its row: the habit never stands in for the rule. What is past its day only after the log was loaded is not known.
due as (
    select *, false as by_custom, due_on as day_due
    from clocks
    where due_on is not null and (status <> 'log_old' or due_on >= as_of)
    union all
    select *, true as by_custom, custom_due_on as day_due
    from clocks
    where custom_due_on is not null
      and (due_on is null or custom_due_on < due_on)
      and status in ('fresh', 'beyond_custom', 'no_cycle')
),
falling as (
    select * from due where day_due is not null and date_diff('day', as_of, day_due) <= $within_days
),
-- Of several items of the latest day one with an address.
latest as (
    select
        f.office_id, f.column_name, l.title, l.url, l.log_name, l.line,
        row_number() over (partition by f.office_id, f.column_name order by coalesce(l.url, '') = '', l.title, l.url, l.log_name, l.line) as place
    from falling as f
    join column_log as l on l.office_id = f.office_id and l.published_on = f.last_published_on
    join column_names() as a on a.printed_name = l.column_name and a.column_name = f.column_name
)
select
    f.office_id, f.office_code, f.office_name, f.kind, f.region_name, f.column_name, f.ordinal,
    case when f.status = 'stale' then 'overdue' when f.by_custom and f.status = 'beyond_custom' then 'beyond_custom' else 'due_soon' end as urgency,
    f.day_due as due_on, date_diff('day', f.as_of, f.day_due) as days_left, f.last_published_on, f.by_custom,
    case when f.by_custom then f.custom else f.cycle end as cycle,
    case when f.by_custom then '惯例' else f.cycle_level end as level,
    case when f.by_custom then f.custom_basis else f.basis end as basis,
    l.title as last_title, nullif(l.url, '') as last_url, l.log_name as last_log,
    l.line as last_line
from falling as f
left join latest as l on l.office_id = f.office_id and l.column_name = f.column_name and l.place = 1
