-- 哪些单位办结率低于要求？ (Close rate below the threshold, beyond chance)
-- grain: one row an office, year and subject (hotline, petitions) below the threshold
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
--   right_value (double): threshold, %
--   years_lasted (smallint): years in a row up to this one
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): topic id, null when it belongs to none
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: an office with few cases is not accused: as many cases as rule few_cases asks for, and an exact binomial test (2.5 %, one-sided) must exclude chance; a low rate told without the exact number of cases, and one told roughly without the cases closed, is not assessable
with rates as (
    select * from judged_rates()
),
suspects as (
    select t.*, r.threshold, r.severity, greatest(1 - r.threshold / 100, 1e-9) as allowed_share
    from rates as t
    cross join rule_row('close_rate_low') as r
    cross join few_cases() as few
    -- As shown, to one decimal: 94.97 % is shown as 95.0 % and is not below it.
    where round(t.rate_pct, 1) < r.threshold and t.received >= few.threshold
),
runs as (
    -- How long it has lasted counts every year seen below, also those that could be chance.
    select *, row_number() over (partition by office_id, subject, island order by year) as years_lasted
    from (
        select *, year - row_number() over (partition by office_id, subject order by year) as island
        from suspects
    ) as islands
),
-- Exact binomial test: how likely are so many open cases or more, if the true share of open cases is the one allowed?
low as (
    select *
    from runs
    where 1 - coalesce(list_sum([
            exp(lgamma(received + 1) - lgamma(k + 1) - lgamma(received - k + 1)
                + k * ln(allowed_share) + (received - k) * ln(1 - allowed_share))
            for k in range((received - round(closed))::bigint)
        ]), 0) < 0.025
)
select
    'failed' as status, l.severity, l.office_id, l.year, l.report_id, l.subject,
    l.office_name || l.year || '年' || l.subject_name || '收到' || format('{:.12g}', l.received) || '件，办结率' || format('{:.1f}', round(l.rate_pct, 1))
        || '%，低于' || format('{:.12g}', l.threshold) || '%的提示线（本系统设定）' || case when l.years_lasted > 1
            then '，已连续' || l.years_lasted || '年' else '' end || '。' as message,
    l.rate_pct as left_value, l.threshold as right_value, l.years_lasted::smallint as years_lasted,
    false as self_told, null::varchar as topic, l.evidence
from low as l
union all
select
    'not_assessable', 'low', t.office_id, t.year, t.report_id, t.subject,
    t.office_name || t.year || '年' || t.subject_name || '办结率' || case when t.is_rough
        then '没有写明准确的数（' || format('{:.1f}', round(t.rate_pct, 1)) || '%左右或以上），不能判断是否低于'
            || format('{:.12g}', r.threshold) || '%的提示线。'
        else format('{:.1f}', round(t.rate_pct, 1)) || '%，低于' || format('{:.12g}', r.threshold)
            || '%，但没有写明准确的收到件数，不能判断是否偶然。' end,
    t.rate_pct, r.threshold, 1::smallint, false, null, t.evidence
from rates as t
cross join rule_row('close_rate_low') as r
cross join few_cases() as few
where round(t.rate_pct, 1) < r.threshold
  and not t.has_few_cases
  and (t.received is null or t.closed is null and t.received >= few.threshold)
order by office_id, year, subject
