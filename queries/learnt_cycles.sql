-- 按发布日志，本地各栏目实际多久更新一次？ (How often columns are updated in fact, learnt from the log)
-- grain: one row a watched column that offices update often enough to tell
-- parameters:
--   as_of (date, optional): day judged; without it today
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   column_name (varchar): watched column
--   office_count (bigint): offices with three or more days of publication in the two years up to as_of
--   day_count (bigint): days of publication of these offices
--   median_gap_days (double, days): median of the days between two of them
--   learnt_cycle (varchar): the usual cycle that covers three quarters of the gaps, as data/reference/columns.csv writes it
--   custom (varchar): the habit that the table holds now; empty when it holds none
-- missing: a column with fewer than six gaps has no row; what is learnt is a habit of the district and no rule, and counts only when somebody writes it into the table
with day as (
    select coalesce($as_of::date, current_date) as as_of
),
days as (
    select distinct l.office_id, a.column_name, l.published_on
    from column_log as l
    join column_names() as a on a.printed_name = l.column_name
    cross join day as d
    where l.published_on <= d.as_of
      and l.published_on > d.as_of - 730
      and l.office_id in (select c.office_id from chosen($region_id, $kind, $office_codes) as c)
),
gaps as (
    select
        *,
        date_diff('day', lag(published_on) over (partition by office_id, column_name order by published_on), published_on) as gap,
        count(*) over (partition by office_id, column_name) as own_days
    from days
),
learnt as (
    select
        column_name, count(distinct office_id) as office_count, count(*) as day_count,
        quantile_cont(gap, 0.5) as median_gap_days, quantile_cont(gap, 0.75) as usual_gap
    from gaps
    where own_days >= 3
    group by column_name
    having count(gap) >= 6
)
select
    n.column_name, n.office_count, n.day_count, n.median_gap_days,
    case
        when n.usual_gap <= 8 then '1 week' when n.usual_gap <= 16 then '2 weeks' when n.usual_gap <= 35 then '1 month'
        when n.usual_gap <= 100 then '3 months' when n.usual_gap <= 200 then '6 months' else '1 year'
    end as learnt_cycle,
    w.custom
from learnt as n
join watched_column as w on w.column_name = n.column_name
order by w.ordinal
