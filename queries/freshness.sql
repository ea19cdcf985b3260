-- 截至某日，各单位各栏目多少天没有更新，超过更新周期没有？ (Freshness of columns from the publication log)
-- grain: one row an office and watched column: every office chosen with a log or a report, every watched column
-- parameters:
--   as_of (date, optional): day judged; without it today
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   column_name (varchar, optional): watched column
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   column_name (varchar): watched column
--   topic (varchar): problem topic it belongs to
--   last_published_on (date): day of the latest logged item up to as_of
--   days_since (bigint, days): days from then to as_of
--   cycle_days (smallint, days): cycle; null when no rule is known
--   items_last_year_count (bigint, 条): logged items of the 365 days up to as_of
--   last_told_year (smallint): latest year up to as_of for which a report tells items of the column
--   last_told_count (double, 条): items told for it
--   status (varchar): fresh, stale, no_cycle (log, but no rule), told_only (no log, only a report), unknown (未报告)
--   basis (varchar): where the cycle comes from
-- missing: where neither log nor report says anything the status is unknown: never stale and never fresh; a report's yearly number alone decides neither
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
day as (
    select coalesce($as_of::date, current_date) as as_of
),
logged as (
    select
        l.office_id, a.column_name,
        max(l.published_on) as last_published_on,
        count(*) filter (where l.published_on > d.as_of - 365) as items_last_year_count
    from column_log as l
    join column_names() as a on a.printed_name = l.column_name
    cross join day as d
    where l.published_on <= d.as_of
      and l.office_id in (select office_id from chosen)
    group by l.office_id, a.column_name
),
told as (
    select
        f.office_id, a.column_name, f.year as last_told_year, sum(f.value) as last_told_count
    from fact as f
    join column_names() as a on a.printed_name = f.breakdown
    cross join day as d
    where f.indicator = 'disclosure.column'
      and f.role = 'leading'
      and f.status = 'stated'
      and f.year <= year(d.as_of)
      and f.office_id in (select office_id from chosen)
    group by f.office_id, a.column_name, f.year
    qualify row_number() over (partition by f.office_id, a.column_name order by f.year desc) = 1
),
known as (
    select rp.office_id from report as rp where rp.is_current and rp.office_id in (select office_id from chosen)
    union
    select l.office_id from column_log as l
)
select
    c.office_code, c.office_name, c.kind, c.region_name, w.column_name, w.topic,
    l.last_published_on,
    date_diff('day', l.last_published_on, d.as_of) as days_since,
    w.cycle_days,
    l.items_last_year_count,
    t.last_told_year, t.last_told_count,
    case
        when l.last_published_on is not null and w.cycle_days is null then 'no_cycle'
        when date_diff('day', l.last_published_on, d.as_of) > w.cycle_days then 'stale'
        when l.last_published_on is not null then 'fresh'
        when t.last_told_year is not null then 'told_only'
        else 'unknown'
    end as status,
    w.basis
from chosen as c
cross join watched_column as w
cross join day as d
left join logged as l on l.office_id = c.office_id and l.column_name = w.column_name
left join told as t on t.office_id = c.office_id and t.column_name = w.column_name
where c.office_id in (select office_id from known)
  and ($column_name is null or w.column_name = $column_name)
order by c.office_code, w.ordinal
