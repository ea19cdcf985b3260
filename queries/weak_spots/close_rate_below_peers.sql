-- 哪些单位办结率明显低于同类单位？ (Close rate below the median of its kind, beyond chance)
-- grain: one row an office, year and subject below its peers
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned; null when the finding is that there is none
--   subject (varchar): hotline12345 or petition
--   message (varchar): the reason in one sentence, with the numbers
--   left_value (double): close rate, %
--   right_value (double): median of the other offices of its kind and region, %
--   years_lasted (smallint): years in a row up to this one
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): topic id, null when it belongs to none
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: judged with three or more other offices of the kind and region that tell a rate of enough cases, never while an office waits without a region; as many cases as rule few_cases asks for, and an exact binomial test (2.5 %, one-sided) against the median less the threshold must exclude chance; without the number of cases it is not judged here
with rates as (
    select * from judged_rates()
),
peers as (
    select
        a.report_id, a.subject, count(*) as peer_count, quantile_cont(b.rate_pct, 0.5) as median_pct
    from rates as a
    join rates as b
        on b.subject = a.subject and b.year = a.year and b.office_kind = a.office_kind
        and b.region_id = a.region_id and b.office_id <> a.office_id
    where b.rate_pct is not null and not b.has_few_cases
    group by a.report_id, a.subject
),
suspects as (
    select
        t.*, p.median_pct, p.peer_count, r.severity,
        greatest(1 - (p.median_pct - r.threshold) / 100, 1e-9) as allowed_share
    from rates as t
    join peers as p on p.report_id = t.report_id and p.subject = t.subject
    cross join rule_row('close_rate_below_peers') as r
    cross join few_cases() as few
    where p.peer_count >= 3
      and t.received >= few.threshold
      -- As shown, to one decimal.
      and round(round(p.median_pct, 1) - round(t.rate_pct, 1), 1) > r.threshold
),
runs as (
    -- How long it has lasted counts every year seen below, also those that could be chance.
    select *, row_number() over (partition by office_id, subject, island order by year) as years_lasted
    from (
        select *, year - row_number() over (partition by office_id, subject order by year) as island
        from suspects
    ) as islands
),
below as (
    select *
    from runs
    where 1 - coalesce(list_sum([
            exp(lgamma(received + 1) - lgamma(k + 1) - lgamma(received - k + 1)
                + k * ln(allowed_share) + (received - k) * ln(1 - allowed_share))
            for k in range((received - round(closed))::bigint)
        ]), 0) < 0.025
)
select
    'failed' as status, b.severity, b.office_id, b.year, b.report_id, b.subject,
    b.office_name || b.year || '年' || b.subject_name || '办结率' || format('{:.1f}', round(b.rate_pct, 1)) || '%（收到' || format('{:.12g}', b.received)
        || '件），比其他' || b.peer_count || '个同类单位的中位数' || format('{:.1f}', round(b.median_pct, 1)) || '%低'
        || format('{:.1f}', round(round(b.median_pct, 1) - round(b.rate_pct, 1), 1)) || '个百分点' || case when b.years_lasted > 1
            then '，已连续' || b.years_lasted || '年' else '' end || '。' as message,
    b.rate_pct as left_value, b.median_pct as right_value, b.years_lasted::smallint as years_lasted,
    false as self_told, null::varchar as topic, b.evidence
from below as b
order by office_id, year, subject
