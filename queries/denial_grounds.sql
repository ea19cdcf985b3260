-- 不予公开、无法提供、不予处理的理由各有多少件？ (Grounds for refusing applications, by office and year)
-- grain: one row an office, year and ground with a number printed
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
--   ground_group (varchar): denied, unable or not_processed
--   indicator (varchar): indicator id of the ground
--   name_zh (varchar): its name
--   cases_count (double, 件): cases, total column
--   share_of_outcomes_pct (double, %): share of the stated total of outcomes (七）总计; null when the total is lacking or 0
--   report_id (integer): current report
--   fact_no (smallint): the cell
-- missing: blank, missing and unreadable cells have no row; they are not 0
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
totals as (
    select f.office_id, f.year, f.value as outcomes_count
    from fact_by_office as f
    where f.indicator = 'applications.total'
      and f.breakdown = 'total'
      and f.role = 'leading'
      and f.status = 'stated'
      and ($from_year is null or f.year >= $from_year)
      and ($to_year is null or f.year <= $to_year)
      and f.office_id in (select office_id from chosen)
),
grounds as (
    select f.*
    from fact_by_office as f
    where f.indicator in (
        select indicator from application_rows() where row_group in ('denied', 'unable', 'not_processed'))
      and f.breakdown = 'total'
      and f.role = 'leading'
      and f.status = 'stated'
      and ($from_year is null or f.year >= $from_year)
      and ($to_year is null or f.year <= $to_year)
      and f.office_id in (select office_id from chosen)
)
select
    c.office_code, c.office_name, c.kind, c.region_name, g.year,
    split_part(g.indicator, '.', 2) as ground_group,
    g.indicator,
    coalesce(i.name_zh, g.indicator) as name_zh,
    g.value as cases_count,
    100.0 * g.value / nullif(t.outcomes_count, 0) as share_of_outcomes_pct,
    g.report_id, g.fact_no
from grounds as g
join chosen as c on c.office_id = g.office_id
left join totals as t on t.office_id = g.office_id and t.year = g.year
left join indicator as i on i.indicator = g.indicator
order by c.office_code, g.year, coalesce(i.ordinal, 32767), g.indicator
