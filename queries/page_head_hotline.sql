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
--   median_rate_pct (double, %): median close rate (stated, else computed)
--   pooled_rate_pct (double, %): closed over received, over offices that tell both
--   rated_office_count (bigint): offices with a close rate
--   compared_office_count (bigint): of them, offices with one last year too
--   falling_office_count (bigint): offices whose rate fell
--   falling_two_years_office_count (bigint): offices whose rate fell two years running
--   largest_fall_pp (double, pp): largest fall; 0 or more when none fell
--   most_fallen_office_name (varchar): office with the largest fall; null when none fell
-- missing: sums and medians cover the offices that tell the number; null when none does
select
    $year::smallint as year, r.received_count, r.received_office_count, r.median_rate_pct, r.pooled_rate_pct,
    r.rated_office_count, r.compared_office_count, r.falling_office_count, r.falling_two_years_office_count,
    r.largest_fall_pp,
    case when r.largest_fall_pp < 0 then o.name end as most_fallen_office_name
from close_rates_of_year(coalesce($subject, 'hotline12345'), $year, $region_id, $kind, $office_codes) as r
left join office as o on o.office_id = r.most_fallen_office_id
order by year
