-- 所选单位各年通过一个渠道公开多少条 (Items that the offices chosen published through a channel)
-- grain: one row an office and year of office_years
-- parameters:
--   indicator (varchar): indicator id of the channel
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   year (smallint): year reported on
--   items_count (double): items told in the report; null unless status is stated
--   qualifier (varchar): = exact, >= at least, ~ about; null without a value
--   status (varchar): stated, conflict, pending (told under names of platforms only), unreadable, missing (the report does not tell it) or no_report
--   change_count (double): items less last year's; null unless both are stated
--   change_pct (double): change in percent of last year's; null where last year is 0
--   report_id (integer): current report; null without one
--   fact_no (smallint): the fact shown, with report_id the way to its evidence
-- missing: a year without the number gives a row without a count, never 0, and no change
with told as (
    select
        f.office_id, f.year,
        max(f.value) filter (where f.role = 'leading' and f.breakdown = '') as items_count,
        max(f.qualifier) filter (where f.role = 'leading' and f.status = 'stated' and f.breakdown = '') as qualifier,
        arg_min(f.fact_no, case when f.breakdown <> '' then 3 when f.role = 'leading' then 0 when f.role = 'conflict' then 1 else 2 end)
            as fact_no,
        case
            when max(f.value) filter (where f.role = 'leading' and f.breakdown = '') is not null then 'stated'
            when bool_or(f.role = 'conflict' and f.breakdown = '') then 'conflict'
            when bool_or(f.breakdown <> '') then 'pending'
            when bool_or(f.status = 'unreadable') then 'unreadable'
            else 'missing'
        end as status
    from fact as f
    where f.indicator = $indicator
      and (f.breakdown = '' or (f.source = 'text' and f.status = 'stated' and f.role in ('leading', 'conflict')))
      and ($from_year is null or f.year >= $from_year - 1)
      and ($to_year is null or f.year <= $to_year)
      and f.office_id in (select c.office_id from chosen($region_id, $kind, $office_codes) as c)
    group by f.office_id, f.year
),
counted as (
    select
        g.*, t.items_count, t.qualifier, t.fact_no,
        case when g.report_id is null then 'no_report' else coalesce(t.status, 'missing') end as status
    from office_years($region_id, $kind, $office_codes, $from_year - 1, $to_year) as g
    left join told as t on t.office_id = g.office_id and t.year = g.year
)
select
    c.office_code, c.office_name, c.kind, c.region_name, c.year, c.items_count, c.qualifier, c.status,
    c.items_count - before.items_count as change_count,
    100.0 * (c.items_count - before.items_count) / nullif(before.items_count, 0) as change_pct,
    c.report_id, c.fact_no
from counted as c
left join counted as before on before.office_id = c.office_id and before.year = c.year - 1
where $from_year is null or c.year >= $from_year
