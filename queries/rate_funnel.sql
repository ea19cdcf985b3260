-- 办结率的高低是真差距，还是案件太少的波动？ (Funnel: close rate against cases, with control limits)
-- grain: one row an office of the year with received and closed told exactly
-- parameters:
--   year (smallint): year
--   subject (varchar, optional): hotline12345 (default) or petition
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   year (smallint): year reported on
--   received_count (double, 件): cases received
--   closed_count (double, 件): cases closed
--   rate_pct (double, %): closed over received
--   centre_rate_pct (double, %): median of the kind's rates, weighted by cases; one outlier does not move it
--   dispersion (double): how much wider than chance alone the kind's rates scatter, as a factor of the variance; 1 with fewer than five offices
--   lower_95_pct (double, %): lower 95 % control limit around the centre for this number of cases
--   upper_95_pct (double, %): upper 95 % limit
--   lower_998_pct (double, %): lower 99.8 % limit
--   upper_998_pct (double, %): upper 99.8 % limit
--   verdict (varchar): below_998, below_95, within, above_95, above_998, few_cases (too few to judge, rule few_cases), few_peers (fewer than three of the kind to compare) or no_cases
--   peer_count (bigint): offices of the kind whose rate counts in the centre, those of few cases left out
--   report_id (integer): current report
-- missing: few cases stand in the funnel but in neither centre nor scatter; an office that does not tell both numbers exactly has no row; 0 cases gives a row without a rate, verdict no_cases
with peers as (
    select * from chosen($region_id, $kind, null)
),
told as (
    select
        f.office_id, f.year, max(f.report_id) as report_id,
        max(f.value) filter (where f.indicator = coalesce($subject, 'hotline12345') || '.received') as received_count,
        max(f.value) filter (where f.indicator = coalesce($subject, 'hotline12345') || '.closed') as closed_count
    from fact as f
    where f.indicator in (coalesce($subject, 'hotline12345') || '.received', coalesce($subject, 'hotline12345') || '.closed')
      and f.breakdown = ''
      and f.year = $year
      and f.role = 'leading'
      and f.status = 'stated'
      and f.qualifier = '='
      and f.office_id in (select office_id from peers)
    group by f.office_id, f.year
),
rated as (
    select p.*, t.year, t.report_id, t.received_count, t.closed_count, t.closed_count / nullif(t.received_count, 0) as rate
    from told as t
    join peers as p on p.office_id = t.office_id
    where t.received_count is not null and t.closed_count is not null and t.closed_count <= t.received_count
),
ordered as (
    select
        *,
        sum(received_count) over (partition by kind order by rate) as count_up_to,
        sum(received_count) over (partition by kind) as count_of_kind,
        count(*) over (partition by kind) as peer_count
    from rated
    cross join few_cases() as few
    where rate is not null and received_count >= few.threshold
),
centred as (
    select *, min(case when 2 * count_up_to >= count_of_kind then rate end) over (partition by kind) as centre
    from ordered
),
-- Offices differ by more than chance. As Spiegelhalter (Statistics in Medicine 24, 2005) does for comparisons of
-- institutions, the variance is multiplied by what the scatter of the kind shows; its scale is taken robustly, as 1.4826
-- times the median absolute standardised distance from the centre.
scattered as (
    select
        kind, max(centre) as centre, max(peer_count) as peer_count,
        case when max(peer_count) >= 5 then
            greatest(1, (1.4826 * quantile_cont(
                abs(rate - centre) / nullif(sqrt(centre * (1 - centre) / nullif(received_count, 0)), 0), 0.5
            )) ^ 2)
        else 1 end as dispersion
    from centred
    group by kind
),
spread as (
    select
        r.*, s.centre, coalesce(s.dispersion, 1) as dispersion, s.peer_count,
        r.received_count / nullif(coalesce(s.dispersion, 1), 0) as case_count
    from rated as r
    left join scattered as s on s.kind = r.kind
),
-- Wilson's interval of the centre: unlike the plain normal one it stays within 0 and 1 and holds for few cases.
deviates(bound, deviate) as (
    values ('lower_998', -3.090232), ('lower_95', -1.959964), ('upper_95', 1.959964), ('upper_998', 3.090232)
),
bounds as (
    select
        s.office_id, d.bound,
        (s.centre + d.deviate ^ 2 / (2 * nullif(s.case_count, 0))
            + d.deviate * sqrt(s.centre * (1 - s.centre) / nullif(s.case_count, 0)
                + d.deviate ^ 2 / (4 * nullif(s.case_count, 0) ^ 2)))
            / nullif(1 + d.deviate ^ 2 / nullif(s.case_count, 0), 0) as share
    from spread as s
    cross join deviates as d
),
limits as (
    select
        s.*, b.lower_998, b.lower_95, b.upper_95, b.upper_998
    from spread as s
    join (
        select
            office_id,
            max(share) filter (where bound = 'lower_998') as lower_998,
            max(share) filter (where bound = 'lower_95') as lower_95,
            max(share) filter (where bound = 'upper_95') as upper_95,
            max(share) filter (where bound = 'upper_998') as upper_998
        from bounds
        group by office_id
    ) as b on b.office_id = s.office_id
)
select
    office_code, office_name, kind, region_name, year, received_count, closed_count,
    100.0 * rate as rate_pct, 100.0 * centre as centre_rate_pct, dispersion,
    100.0 * lower_95 as lower_95_pct, 100.0 * least(1, upper_95) as upper_95_pct,
    100.0 * lower_998 as lower_998_pct, 100.0 * least(1, upper_998) as upper_998_pct,
    case
        when rate is null then 'no_cases'
        when received_count < few.threshold then 'few_cases'
        when coalesce(peer_count, 0) < 3 then 'few_peers'
        -- Limits are computed: at 100 % they may come out a hair below, and equal is not above.
        when rate < lower_998 - 1e-9 then 'below_998'
        when rate < lower_95 - 1e-9 then 'below_95'
        when rate > upper_998 + 1e-9 then 'above_998'
        when rate > upper_95 + 1e-9 then 'above_95'
        else 'within'
    end as verdict,
    coalesce(peer_count, 0) as peer_count, report_id
from limits
cross join few_cases() as few
where $office_codes is null or office_code = any($office_codes)
order by kind, received_count, office_code
