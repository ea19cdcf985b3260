-- 所选单位各年收到、办结件数和办结率 (Cases received and closed, and the close rate, of the offices chosen)
-- grain: one row an office and year of office_years
-- parameters:
--   subject (varchar): hotline12345 or petition
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
--   received_count (double): cases received
--   closed_count (double): cases closed
--   stated_rate_pct (double): close rate as stated
--   computed_rate_pct (double): closed over received, both told exactly
--   rate_pct (double): stated, else computed; null where the report contradicts itself
--   change_pp (double): change of the rate as shown on the year before's, percentage points to one decimal
--   status (varchar): stated, no_cases, conflict, missing or no_report; of the numbers told, whichever becomes of the rate
--   report_id (integer): current report; null without one
-- missing: each number stands alone: one that is not told is null, never 0; a rate with received 0 is null with status no_cases
with told as (
    select
        f.office_id, f.year,
        max(f.value) filter (where f.indicator = $subject || '.received' and f.role = 'leading') as received_count,
        max(f.qualifier) filter (where f.indicator = $subject || '.received' and f.role = 'leading') as received_qualifier,
        max(f.value) filter (where f.indicator = $subject || '.closed' and f.role = 'leading') as closed_count,
        max(f.qualifier) filter (where f.indicator = $subject || '.closed' and f.role = 'leading') as closed_qualifier,
        max(f.value) filter (where f.indicator = $subject || '.close_rate' and f.role = 'leading') as stated_rate_pct,
        bool_or(f.role = 'conflict') as has_conflict
    from fact as f
    where f.indicator in ($subject || '.received', $subject || '.closed', $subject || '.close_rate')
      and f.breakdown = ''
      and ($from_year is null or f.year >= $from_year - 1)
      and ($to_year is null or f.year <= $to_year)
      and f.office_id in (select c.office_id from chosen($region_id, $kind, $office_codes) as c)
    group by f.office_id, f.year
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
    from office_years($region_id, $kind, $office_codes, $from_year - 1, $to_year) as g
    left join told as t on t.office_id = g.office_id and t.year = g.year
),
chosen_rate as (
    select
        r.*,
        case when d.report_id is null and coalesce(r.stated_rate_pct, r.computed_rate_pct) <= 100
            then coalesce(r.stated_rate_pct, r.computed_rate_pct) end as rate_pct
    from rated as r
    left join rates_in_doubt() as d on d.report_id = r.report_id and d.subject = $subject
)
select
    c.office_code, c.office_name, c.kind, c.region_name, c.year,
    c.received_count, c.closed_count, c.stated_rate_pct, c.computed_rate_pct, c.rate_pct,
    round(round(c.rate_pct, 1) - round(before.rate_pct, 1), 1) as change_pp,
    c.status, c.report_id
from chosen_rate as c
left join chosen_rate as before on before.office_id = c.office_id and before.year = c.year - 1
where $from_year is null or c.year >= $from_year
