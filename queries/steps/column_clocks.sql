-- 截至某日，各单位各栏目的更新时限走到哪里 (Where the clocks of each office's columns stand on a day)
-- grain: one row an office and watched column: every office chosen with a log or a report, every watched column
-- parameters:
--   as_of (date, optional): day judged; without it today
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   column_name (varchar, optional): watched column
-- columns:
--   office_id (integer): office
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   column_name (varchar): watched column
--   ordinal (smallint): its place in the list of columns
--   topic (varchar): problem topic it belongs to
--   is_owed (boolean): by the table of duties the office owes the column; null when it does not say
--   last_published_on (date): day of the latest logged item up to as_of
--   days_since (bigint): days from then to as_of
--   items_last_year_count (bigint): logged items of the 365 days up to as_of
--   last_told_year (smallint): latest year up to that of as_of for which a report tells items of the column, not in two ways
--   last_told_count (double): items told for it
--   cycle (varchar): inspection cycle, e.g. 2 weeks, 6 months; none when it has none
--   due_on (date): last day on which the next item is in time by the cycle; null when none is known
--   days_left (bigint): days from as_of to due_on; below 0 when it is past
--   cycle_level (varchar): whose rule the cycle is: 国家, 地方 or 惯例
--   basis (varchar): where the cycle comes from
--   custom (varchar): how often the district publishes by its own habit; empty when nobody said
--   custom_due_on (date): last day by that habit
--   custom_basis (varchar): where the habit was seen
--   limit_days (smallint): days within which an item has to be published
--   limit_unit (varchar): day or working_day
--   limit_basis (varchar): where that comes from
--   paused_until (date): last day of the explained pauses that began up to as_of
--   log_loaded_on (date): day on which the latest log of the office was loaded
--   status (varchar): fresh, beyond_custom (past the habit, not the cycle), stale (past the cycle), paused, log_old (past the cycle or the habit, but after the log was loaded), no_cycle (log, but no cycle), not_owed, told_only (no log, only a report), unknown (未报告)
-- missing: where neither log nor report says anything the status is unknown: never stale and never fresh; a report's yearly number alone decides neither; what came after the log was loaded is not known
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
day as (
    select case when $as_of is null then current_date else $as_of::date end as as_of
),
-- One row of each column holds what stood on the day, another what stood a year before: nothing is added up.
logged as (
    select
        n.office_id, n.column_no, n.published_on as last_published_on,
        (n.item_count - coalesce(b.item_count, 0))::bigint as items_last_year_count
    from column_day as n
    cross join day as d
    left join (
        select y.office_id, y.column_no, y.item_count
        from column_day as y
        cross join day as d
        where y.published_on <= d.as_of - 365 and y.next_on > d.as_of - 365
    ) as b on b.office_id = n.office_id and b.column_no = n.column_no
    where n.published_on <= d.as_of and n.next_on > d.as_of
      and n.office_id in (select office_id from chosen)
),
logs as (
    select g.office_id, g.logged_from, g.loaded_on as log_loaded_on
    from logged_office as g
    where g.office_id in (select office_id from chosen)
),
told as (
    select
        f.office_id, a.column_name, f.year as last_told_year, sum(f.value) as last_told_count
    from fact as f
    join column_names() as a on a.printed_name = f.breakdown
    cross join day as d
    where f.indicator = 'disclosure.column'
      and f.role in ('leading', 'conflict')
      and f.status = 'stated'
      and f.year <= year(d.as_of)
      and f.office_id in (select office_id from chosen)
    group by f.office_id, a.column_name, f.year
    having count(*) filter (where f.role = 'conflict') = 0
    qualify row_number() over (partition by f.office_id, a.column_name order by f.year desc) = 1
),
known as (
    select rp.office_id from report as rp where rp.is_current and rp.office_id in (select office_id from chosen)
    union
    select g.office_id from logs as g
),
duties as (
    select c.office_id, t.column_name, bool_and(t.is_owed) as is_owed
    from duty as t
    join chosen as c on t.office in (c.office_code, c.office_name)
    group by c.office_id, t.column_name
),
pauses as (
    select c.office_id, w.column_name, max(p.to_day) as paused_until
    from pause as p
    join chosen as c on p.office in (c.office_code, c.office_name)
    join watched_column as w on p.column_name in (w.column_name, '')
    cross join day as d
    where p.from_day <= d.as_of
    group by c.office_id, w.column_name
),
-- The clock runs from the latest item or, for a column that the office owes for certain, from the beginning of its log; from the end of a pause where that is later. A pause alone begins none.
clocks as (
    select
        c.office_id, c.office_code, c.office_name, c.kind, c.region_name, w.column_name, w.ordinal, w.topic, u.is_owed,
        l.last_published_on, l.items_last_year_count, t.last_told_year, t.last_told_count, w.cycle, w.cycle_months,
        w.cycle_days, w.cycle_level, w.cycle_basis as basis, w.custom, w.custom_months, w.custom_days, w.custom_basis,
        w.limit_days, w.limit_unit, w.limit_basis, p.paused_until, g.log_loaded_on, d.as_of,
        coalesce(l.last_published_on, case when u.is_owed and g.logged_from <= d.as_of then g.logged_from end) as begun_on
    from chosen as c
    cross join watched_column as w
    cross join day as d
    left join logged as l on l.office_id = c.office_id and l.column_no = w.ordinal
    left join logs as g on g.office_id = c.office_id
    left join told as t on t.office_id = c.office_id and t.column_name = w.column_name
    left join duties as u on u.office_id = c.office_id and u.column_name = w.column_name
    left join pauses as p on p.office_id = c.office_id and p.column_name = w.column_name
    where c.office_id in (select office_id from known)
      and ($column_name is null or w.column_name = $column_name)
),
-- A month on is the same day of that month, or its last day: 31 August and six months are 28 or 29 February.
begun as (
    select *, case when begun_on is not null then greatest(begun_on, coalesce(paused_until, begun_on)) end as since
    from clocks
),
placed as (
    select
        *,
        year(since) * 12 + month(since) - 1 + cycle_months as cycle_month,
        year(since) * 12 + month(since) - 1 + custom_months as custom_month
    from begun
),
dated as (
    select
        *,
        case
            when cycle_days is not null then since + cycle_days
            when cycle_months is not null then least(
                make_date(cycle_month // 12, cycle_month % 12 + 1, 1) + (day(since) - 1)::integer,
                last_day(make_date(cycle_month // 12, cycle_month % 12 + 1, 1)))
        end as due_on,
        case
            when custom_days is not null then since + custom_days
            when custom_months is not null then least(
                make_date(custom_month // 12, custom_month % 12 + 1, 1) + (day(since) - 1)::integer,
                last_day(make_date(custom_month // 12, custom_month % 12 + 1, 1)))
        end as custom_due_on
    from placed
)
select
    office_id, office_code, office_name, kind, region_name, column_name, ordinal, topic, is_owed, last_published_on,
    date_diff('day', last_published_on, as_of) as days_since, items_last_year_count, last_told_year, last_told_count,
    cycle, due_on, date_diff('day', as_of, due_on) as days_left, cycle_level, basis, custom, custom_due_on, custom_basis,
    limit_days, limit_unit, limit_basis, paused_until, log_loaded_on,
    case
        when not coalesce(is_owed, true) then 'not_owed'
        when paused_until >= as_of then 'paused'
        when since is not null and due_on is null and (custom_due_on is null or as_of <= custom_due_on) then 'no_cycle'
        when as_of > due_on and due_on >= log_loaded_on then 'log_old'
        when as_of > due_on then 'stale'
        when as_of > custom_due_on and custom_due_on >= log_loaded_on then 'log_old'
        when as_of > custom_due_on then 'beyond_custom'
        when since is not null then 'fresh'
        when last_told_year is not null then 'told_only'
        else 'unknown'
    end as status
from dated
