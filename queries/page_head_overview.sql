-- 总览页第一句话：今年的总体情况 (Numbers of the overview's first sentence)
-- grain: one row
-- parameters:
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   year (smallint): year reported on
--   office_count (bigint): offices that had to report or did
--   reported_office_count (bigint): offices with a report
--   missing_office_count (bigint): offices without one
--   late_office_count (bigint): offices whose printed date is after the day allowed
--   median_rate_pct (double, %): median hotline close rate of the offices that tell one (stated, else computed)
--   rated_office_count (bigint): offices with a close rate
--   falling_two_years_office_count (bigint): offices whose close rate fell two years running
--   weak_spot_count (bigint): weak spots found
--   high_weak_spot_count (bigint): of them severe
--   high_office_count (bigint): offices with a severe one
--   failed_check_count (bigint): failed checks
-- missing: medians cover the offices that tell the number; null when none does
with chosen as (
    select o.office_id, o.office_code, o.name as office_name, o.kind, r.name as region_name, o.from_year, o.to_year
    from office as o
    left join region as r on r.region_id = o.region_id
    where ($region_id is null or list_contains(r.path, $region_id))
      and ($kind is null or o.kind = $kind)
      and ($office_codes is null or o.office_code = any($office_codes))
),
reported as (
    select
        count(*) as reported_office_count,
        count(*) filter (where rp.published_on > make_date(rp.year + 1, case when rp.year <= 2018 then 3 else 1 end, 31)) as late_office_count
    from report as rp
    where rp.is_current and rp.year = $year and rp.office_id in (select office_id from chosen)
),
due as (
    select count(*) as office_count
    from chosen as c
    left join (
        select rp.office_id, min(rp.year) as first_year,
            bool_or(rp.year = $year) as has_report
        from report as rp
        where rp.is_current and rp.office_id in (select office_id from chosen)
        group by rp.office_id
    ) as first_reports on first_reports.office_id = c.office_id
    where coalesce(first_reports.has_report, false)
       or ($year >= coalesce(c.from_year, first_reports.first_year, 9999) and (c.to_year is null or $year <= c.to_year))
),
told as (
    select
        f.office_id, f.year,
        max(f.value) filter (where f.indicator = 'hotline12345.received') as received_count,
        max(f.value) filter (where f.indicator = 'hotline12345.closed') as closed_count,
        coalesce(
            max(f.value) filter (where f.indicator = 'hotline12345.close_rate'),
            case when bool_and(f.qualifier = '=') then
                100.0 * max(f.value) filter (where f.indicator = 'hotline12345.closed')
                / nullif(max(f.value) filter (where f.indicator = 'hotline12345.received'), 0)
            end
        ) as rate_pct
    from fact as f
    where f.indicator in ('hotline12345.received', 'hotline12345.closed', 'hotline12345.close_rate')
      and f.breakdown = ''
      and f.year between $year - 2 and $year
      and f.role = 'leading'
      and f.status = 'stated'
      and f.office_id in (select office_id from chosen)
    group by f.office_id, f.year
),
rates as (
    select
        count(now.rate_pct) as rated_office_count,
        quantile_cont(now.rate_pct, 0.5) as median_rate_pct,
        sum(now.received_count) as received_count,
        count(now.received_count) as received_office_count,
        100.0 * sum(now.closed_count) filter (where now.received_count is not null)
            / nullif(sum(now.received_count) filter (where now.closed_count is not null), 0) as pooled_rate_pct,
        count(*) filter (where now.rate_pct < before.rate_pct) as falling_office_count,
        count(*) filter (where now.rate_pct < before.rate_pct and before.rate_pct < earlier.rate_pct)
            as falling_two_years_office_count,
        count(*) filter (where before.rate_pct is not null and now.rate_pct is not null) as compared_office_count,
        arg_min(now.office_id, now.rate_pct - before.rate_pct) as most_fallen_office_id,
        min(now.rate_pct - before.rate_pct) as largest_fall_pp
    from told as now
    left join told as before on before.office_id = now.office_id and before.year = now.year - 1
    left join told as earlier on earlier.office_id = now.office_id and earlier.year = now.year - 2
    where now.year = $year
),
judged as (
    select
        count(*) filter (where g.kind = 'weak_spot' and g.status = 'failed') as weak_spot_count,
        count(*) filter (where g.kind = 'weak_spot' and g.status = 'failed' and g.severity = 'high') as high_weak_spot_count,
        count(distinct g.office_id) filter (
            where g.kind = 'weak_spot' and g.status = 'failed' and g.severity = 'high') as high_office_count,
        count(*) filter (where g.kind = 'check' and g.status = 'failed') as failed_check_count
    from finding as g
    where g.year = $year and g.office_id in (select office_id from chosen)
)
select
    $year::smallint as year, d.office_count, rp.reported_office_count,
    d.office_count - rp.reported_office_count as missing_office_count,
    rp.late_office_count, r.median_rate_pct, r.rated_office_count, r.falling_two_years_office_count,
    j.weak_spot_count, j.high_weak_spot_count, j.high_office_count, j.failed_check_count
from reported as rp
cross join due as d
cross join rates as r
cross join judged as j
order by year
