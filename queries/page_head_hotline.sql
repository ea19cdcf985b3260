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
--   pooled_office_count (bigint): offices whose cases pooled_rate_pct counts
--   unpooled_offices (struct(office_name varchar, reason varchar)[]): offices that tell cases received and are left out of it, with the reason: closed_untold (the number closed is not told, or not one number), closed_over (more closed than received) or about (one of the two is told as about or more than)
--   no_cases_office_count (bigint): offices that tell that no case came in
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
with cases as (
    select o.office_code, o.name as office_name, c.*
    from cases_of_offices(coalesce($subject, 'hotline12345'), $year, $region_id, $kind, $office_codes) as c
    join office as o on o.office_id = c.office_id
    where c.received_count is not null
),
pooled as (
    select
        count(*) filter (where is_exact or received_count = 0) as pooled_office_count,
        count(*) filter (where received_count = 0) as no_cases_office_count,
        list(
            {
                'office_name': office_name,
                'reason': case when closed_count is null then 'closed_untold'
                    when closed_count > received_count then 'closed_over' else 'about' end
            }
            order by office_code
        ) filter (where not is_exact and received_count > 0) as unpooled_offices
    from cases
)
select
    $year::smallint as year, r.received_count, r.received_office_count, r.median_rate_pct, r.pooled_rate_pct,
    p.pooled_office_count, coalesce(p.unpooled_offices, []) as unpooled_offices, p.no_cases_office_count,
    r.rated_office_count, r.few_cases_office_count, r.lowest_rate_pct, r.highest_rate_pct,
    r.compared_office_count, r.rising_office_count, r.falling_office_count, r.level_office_count,
    r.largest_fall_pp,
    case when r.largest_fall_pp < 0 then o.name end as most_fallen_office_name
from close_rates_of_year(coalesce($subject, 'hotline12345'), $year, $region_id, $kind, $office_codes) as r
cross join pooled as p
left join office as o on o.office_id = r.most_fallen_office_id
order by year
