-- 热线与信访页第一句话 (Numbers of the hotline page's first sentence)
-- grain: one row
-- parameters:
--   year (smallint): year
--   subject (varchar, optional): hotline12345 (default) or petition
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   year (smallint): year reported on
--   received_count (double, 件): cases received, sum over received_office_count offices; null when none tells
--   received_office_count (bigint): offices that tell cases received
--   median_rate_pct (double, %): median close rate (stated, else computed), rates of few cases left out
--   pooled_rate_pct (double, %): closed over received, over offices that tell both exactly
--   rated_office_count (bigint): offices with a close rate, those of few cases included
--   few_cases_office_count (bigint): of them, offices whose rate rests on few cases
--   lowest_rate_pct (double, %): lowest close rate as shown, those of few cases left out
--   highest_rate_pct (double, %): highest of the same
--   compared_office_count (bigint): offices whose rate may be compared with last year's
--   rising_office_count (bigint): of them, offices whose rate as shown rose
--   falling_office_count (bigint): of them, offices whose rate as shown fell
--   level_office_count (bigint): of them, offices whose rate as shown stayed
--   largest_fall_pp (double, pp): largest fall; 0 or more when none fell
--   most_fallen_office_name (varchar): office with the largest fall; null when none fell
-- missing: sums and medians cover the offices that tell the number; null when none does
select
    $year::smallint as year, r.received_count, r.received_office_count, r.median_rate_pct, r.pooled_rate_pct,
    r.rated_office_count, r.few_cases_office_count, r.lowest_rate_pct, r.highest_rate_pct,
    r.compared_office_count, r.rising_office_count, r.falling_office_count, r.level_office_count,
    r.largest_fall_pp,
    case when r.largest_fall_pp < 0 then o.name end as most_fallen_office_name
from close_rates_of_year(coalesce($subject, 'hotline12345'), $year, $region_id, $kind, $office_codes) as r
left join office as o on o.office_id = r.most_fallen_office_id
order by year
