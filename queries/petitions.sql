-- 各单位各年信访收到多少件、办结多少件，办结率是多少？ (Petitions: received, closed, close rate by office and year)
-- grain: one row an office and year: the offices chosen, every year from the first to the last that one of them has a report on
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   year (smallint): year reported on
--   received_count (double, 件): cases received as told
--   closed_count (double, 件): cases closed as told
--   stated_rate_pct (double, %): close rate as told
--   computed_rate_pct (double, %): closed over received, where both are told exactly and received is not 0
--   rate_pct (double, %): the stated rate, else the computed one
--   change_pp (double, pp): rate_pct less last year's, percentage points
--   status (varchar): stated (something is told), no_cases (received 0), conflict, missing or no_report
--   report_id (integer): current report; null without one
-- missing: each number stands alone: one that is not told is null, never 0; a rate with received 0 is null with status no_cases
with chosen as (
    select o.office_id, o.office_code, o.name as office_name, o.kind, r.name as region_name, o.from_year, o.to_year
    from office as o
    left join region as r on r.region_id = o.region_id
    where ($region_id is null or list_contains(r.path, $region_id))
      and ($kind is null or o.kind = $kind)
      and ($office_codes is null or o.office_code = any($office_codes))
),
reported as (
    select c.office_id, rp.year, rp.report_id
    from report as rp
    join chosen as c on c.office_id = rp.office_id
    where rp.is_current
      and ($from_year is null or rp.year >= $from_year - 1)
      and ($to_year is null or rp.year <= $to_year)
),
years as (
    select unnest(range(min(year)::bigint, max(year)::bigint + 1))::smallint as year from reported
),
told as (
    select
        f.office_id,
        f.year,
        max(f.value) filter (where f.indicator = 'petition.received' and f.role = 'leading') as received_count,
        max(f.qualifier) filter (where f.indicator = 'petition.received' and f.role = 'leading') as received_qualifier,
        max(f.value) filter (where f.indicator = 'petition.closed' and f.role = 'leading') as closed_count,
        max(f.qualifier) filter (where f.indicator = 'petition.closed' and f.role = 'leading') as closed_qualifier,
        max(f.value) filter (where f.indicator = 'petition.close_rate' and f.role = 'leading') as stated_rate_pct,
        bool_or(f.role = 'conflict') as has_conflict
    from fact as f
    where f.indicator in ('petition.received', 'petition.closed', 'petition.close_rate')
      and f.breakdown = ''
      and ($from_year is null or f.year >= $from_year - 1)
      and ($to_year is null or f.year <= $to_year)
      and f.office_id in (select office_id from chosen)
    group by f.office_id, f.year
),
grid as (
    select c.*, y.year, rp.report_id
    from chosen as c
    cross join years as y
    left join reported as rp on rp.office_id = c.office_id and rp.year = y.year
    where (c.from_year is null or y.year >= c.from_year)
      and (c.to_year is null or y.year <= c.to_year)
),
rated as (
    select
        g.*, t.received_count, t.closed_count, t.stated_rate_pct,
        case when t.received_qualifier = '=' and t.closed_qualifier = '='
            then 100.0 * t.closed_count / nullif(t.received_count, 0) end as computed_rate_pct,
        case
            when g.report_id is null then 'no_report'
            when t.received_count = 0 then 'no_cases'
            when t.received_count is not null or t.closed_count is not null or t.stated_rate_pct is not null then 'stated'
            when t.has_conflict then 'conflict'
            else 'missing'
        end as status
    from grid as g
    left join told as t on t.office_id = g.office_id and t.year = g.year
),
chosen_rate as (
    select *, coalesce(stated_rate_pct, computed_rate_pct) as rate_pct from rated
)
select
    c.office_code, c.office_name, c.kind, c.region_name, c.year,
    c.received_count, c.closed_count, c.stated_rate_pct, c.computed_rate_pct, c.rate_pct,
    c.rate_pct - before.rate_pct as change_pp,
    c.status, c.report_id
from chosen_rate as c
left join chosen_rate as before on before.office_id = c.office_id and before.year = c.year - 1
where $from_year is null or c.year >= $from_year
order by c.office_code, c.year
