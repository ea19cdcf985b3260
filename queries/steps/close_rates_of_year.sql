-- 所选单位一年办结率的概况 (Close rates of the offices chosen in one year, in numbers)
-- grain: one row
-- parameters:
--   subject (varchar): hotline12345 or petition
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
-- columns:
--   rated_office_count (bigint): offices with a rate, those of few cases included
--   few_cases_office_count (bigint): of them, offices whose rate rests on few cases (rule few_cases)
--   median_rate_pct (double): median of the rates, those of few cases left out
--   lowest_rate_pct (double): lowest of the same, as shown
--   highest_rate_pct (double): highest of the same, as shown
--   received_count (double): cases received, summed; null when none is told
--   received_office_count (bigint): offices that tell it
--   pooled_rate_pct (double): cases closed over cases received, of the offices that tell both exactly
--   compared_office_count (bigint): offices whose rate may be compared with the year before's
--   rising_office_count (bigint): of them, offices whose rate rose
--   falling_office_count (bigint): of them, offices whose rate fell
--   level_office_count (bigint): of them, offices whose rate stayed as it was
--   most_fallen_office_id (integer): office with the largest fall; of several the first of the roster
--   largest_fall_pp (double): its change in percentage points; above 0 where no rate fell
-- missing: medians and sums cover the offices that tell the number; null when none does
with rates as (
    select *, rank() over (partition by direction is null order by change) as fall_place
    from numbers_compared(
        'fact_by_office', [$subject || '.close_rate'], null, $year, $year, $region_id, $kind, $office_codes)
    where value is not null
),
rated as (
    select
        count(*) as rated_office_count,
        count(*) filter (where has_few_cases) as few_cases_office_count,
        quantile_cont(judged_value, 0.5) as median_rate_pct,
        min(shown_value) filter (where not has_few_cases) as lowest_rate_pct,
        max(shown_value) filter (where not has_few_cases) as highest_rate_pct,
        count(direction) as compared_office_count,
        count(*) filter (where direction = 'up') as rising_office_count,
        count(*) filter (where direction = 'down') as falling_office_count,
        count(*) filter (where direction = 'same') as level_office_count,
        min(office_id) filter (where direction is not null and fall_place = 1) as most_fallen_office_id,
        min(change) filter (where direction is not null) as largest_fall_pp
    from rates
),
received as (
    select
        sum(received_count) as received_count,
        count(received_count) as received_office_count,
        100.0 * sum(closed_count) filter (where is_exact) / nullif(sum(received_count) filter (where is_exact), 0)
            as pooled_rate_pct
    from cases_of_offices($subject, $year, $region_id, $kind, $office_codes)
)
select
    r.rated_office_count, r.few_cases_office_count, r.median_rate_pct, r.lowest_rate_pct, r.highest_rate_pct,
    c.received_count, c.received_office_count, c.pooled_rate_pct,
    r.compared_office_count, r.rising_office_count, r.falling_office_count, r.level_office_count,
    r.most_fallen_office_id, r.largest_fall_pp
from rated as r
cross join received as c
