-- 收到的政府信息公开申请最后怎样办理？ (Applications from received to outcome)
-- grain: one row a year, flow step and outcome, summed over the offices chosen
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   applicant (varchar, optional): applicant kind (natural_person, business, ...); without it the total column
-- columns:
--   year (smallint): year reported on
--   flow_step (varchar): intake (received, carried in), outcome, or end (total, carried forward)
--   outcome_group (varchar): received, carried_in, granted, partly_granted, denied, unable, not_processed, other, total or carried_forward
--   indicator (varchar): indicator id
--   name_zh (varchar): its name
--   cases_count (double, 件): sum of the stated cells; null when none is stated
--   stated_office_count (bigint): offices whose cell is stated
--   lacking_office_count (bigint): offices with a report that year whose cell is blank, missing or unreadable
--   reported_office_count (bigint): offices with a report that year
-- missing: blank and missing cells are left out of the sum and counted in lacking_office_count; no row where no report of the year prints the cell at all
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
reported as (
    select rp.year, count(*) as reported_office_count
    from report as rp
    where rp.is_current
      and ($from_year is null or rp.year >= $from_year)
      and ($to_year is null or rp.year <= $to_year)
      and rp.office_id in (select office_id from chosen)
    group by rp.year
),
summed as (
    select
        f.year, f.indicator,
        sum(f.value) filter (where f.role = 'leading') as cases_count,
        count(distinct f.office_id) filter (where f.role = 'leading' and f.status = 'stated') as stated_office_count
    from fact_by_office as f
    where f.indicator in (select indicator from application_rows())
      and f.breakdown = coalesce($applicant, 'total')
      and f.source = 'table'
      and f.status <> 'missing'
      and ($from_year is null or f.year >= $from_year)
      and ($to_year is null or f.year <= $to_year)
      and f.office_id in (select office_id from chosen)
    group by f.year, f.indicator
)
select
    s.year, w.flow_step, w.row_group as outcome_group,
    s.indicator,
    coalesce(i.name_zh, s.indicator) as name_zh,
    s.cases_count,
    s.stated_office_count,
    r.reported_office_count - s.stated_office_count as lacking_office_count,
    r.reported_office_count
from summed as s
join application_rows() as w on w.indicator = s.indicator
join reported as r on r.year = s.year
left join indicator as i on i.indicator = s.indicator
order by s.year, coalesce(i.ordinal, 32767), s.indicator
