-- 所选单位一年办结率的概况 (Close rates of the offices chosen in one year, in numbers)
-- grain: one row
-- parameters:
--   subject (varchar): hotline12345 or petition
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
-- columns:
--   rated_office_count (bigint): offices with a rate
--   median_rate_pct (double): median of their rates
--   received_count (double): cases received, summed; null when none is told
--   received_office_count (bigint): offices that tell it
--   pooled_rate_pct (double): cases closed over cases received, of the offices that tell both
--   falling_office_count (bigint): offices whose rate fell
--   falling_two_years_office_count (bigint): offices whose rate fell two years running
--   compared_office_count (bigint): offices with a rate in both years
--   most_fallen_office_id (integer): office with the largest fall
--   largest_fall_pp (double): its change in percentage points; above 0 where no rate fell
-- missing: medians and sums cover the offices that tell the number; null when none does
with told as (
    select * from close_rates($subject, $year - 2, $year, $region_id, $kind, $office_codes)
)
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
