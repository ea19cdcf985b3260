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
--   weak_spot_count (bigint): weak spots found, one an office and matter, however many rules found it
--   high_weak_spot_count (bigint): of them severe
--   high_office_count (bigint): offices with a severe one
--   failed_check_count (bigint): failed checks
-- missing: medians cover the offices that tell the number; null when none does
with matters as (
    select
        w.office_id, w.matter, w.matter_subject, bool_or(w.severity = 'high') as is_severe
    from weak_matters($year, $region_id, $kind, $office_codes) as w
    where w.year = $year
    group by w.office_id, w.matter, w.matter_subject
),
judged as (
    select
        count(*) as weak_spot_count,
        count(*) filter (where m.is_severe) as high_weak_spot_count,
        count(distinct m.office_id) filter (where m.is_severe) as high_office_count
    from matters as m
),
checks as (
    select count(*) as failed_check_count
    from judged_findings() as g
    where g.kind = 'check' and g.status = 'failed' and g.year = $year
      and g.office_id in (select office_id from chosen($region_id, $kind, $office_codes))
)
select
    $year::smallint as year, d.office_count, rp.reported_office_count,
    d.office_count - rp.reported_office_count as missing_office_count,
    rp.late_office_count, r.median_rate_pct, r.rated_office_count,
    j.weak_spot_count, j.high_weak_spot_count, j.high_office_count, k.failed_check_count
from reported_offices($year, $region_id, $kind, $office_codes) as rp
cross join due_offices($year, $region_id, $kind, $office_codes) as d
cross join close_rates_of_year('hotline12345', $year, $region_id, $kind, $office_codes) as r
cross join judged as j
cross join checks as k
order by year
