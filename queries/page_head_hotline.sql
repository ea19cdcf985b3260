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
with chosen as (
    select o.office_id, o.office_code, o.name as office_name, o.kind, r.name as region_name, o.from_year, o.to_year
    from office as o
    left join region as r on r.region_id = o.region_id
    where ($region_id is null or list_contains(r.path, $region_id))
      and ($kind is null or o.kind = $kind)
      and ($office_codes is null or o.office_code = any($office_codes))
),
told as (
    select
        f.office_id, f.year,
        max(f.value) filter (where f.indicator = coalesce($subject, 'hotline12345') || '.received') as received_count,
        max(f.value) filter (where f.indicator = coalesce($subject, 'hotline12345') || '.closed') as closed_count,
        coalesce(
            max(f.value) filter (where f.indicator = coalesce($subject, 'hotline12345') || '.close_rate'),
            case when bool_and(f.qualifier = '=') then
                100.0 * max(f.value) filter (where f.indicator = coalesce($subject, 'hotline12345') || '.closed')
                / nullif(max(f.value) filter (where f.indicator = coalesce($subject, 'hotline12345') || '.received'), 0)
            end
        ) as rate_pct
    from fact as f
    where f.indicator in (coalesce($subject, 'hotline12345') || '.received', coalesce($subject, 'hotline12345') || '.closed', coalesce($subject, 'hotline12345') || '.close_rate')
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
)
select
    $year::smallint as year, r.received_count, r.received_office_count, r.median_rate_pct, r.pooled_rate_pct,
    r.rated_office_count, r.compared_office_count, r.falling_office_count, r.falling_two_years_office_count,
    r.largest_fall_pp,
    case when r.largest_fall_pp < 0 then o.name end as most_fallen_office_name
from rates as r
left join office as o on o.office_id = r.most_fallen_office_id
order by year
