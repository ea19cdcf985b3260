-- 哪些单位办结率连年下降？ (Close rate falling two years running or more, beyond chance)
-- grain: one row an office, year and subject whose rate fell for the threshold number of years
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
--   right_value (double): close rate before the fall began, %
--   years_lasted (smallint): years in a row up to this one
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): topic id, null when it belongs to none
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a year without a rate ends the run; the fall from its beginning must pass a two-proportion test (95 %) on as many cases as rule few_cases asks for, so few cases accuse nobody; a fall told without the numbers of cases is not assessable
with rates as (
    select * from judged_rates() where rate_pct is not null and not has_few_cases
),
stepped as (
    select
        now.*,
        -- As shown, to one decimal: a fall that nobody can see is none; years of few cases are left out and end a run.
        coalesce(round(now.rate_pct, 1) < round(before.rate_pct, 1), false) as has_fallen
    from rates as now
    left join rates as before
        on before.office_id = now.office_id and before.subject = now.subject and before.year = now.year - 1
),
runs as (
    select
        *,
        max(case when not has_fallen then year end) over (
            partition by office_id, subject order by year
        ) as start_year
    from stepped
),
falls as (
    select
        r.*, s.rate_pct as start_pct, s.received as start_received, s.closed as start_closed,
        r.year - r.start_year as falling_years,
        list_concat(r.evidence, s.evidence) as facts,
        (s.closed + r.closed) / nullif(s.received + r.received, 0) as pooled
    from runs as r
    join rates as s on s.office_id = r.office_id and s.subject = r.subject and s.year = r.start_year
    where r.has_fallen
),
tested as (
    select
        f.*, u.severity,
        (f.start_pct - f.rate_pct) / 100
            / nullif(sqrt(f.pooled * (1 - f.pooled) * (1 / nullif(f.start_received, 0) + 1 / nullif(f.received, 0))), 0) as z
    from falls as f
    cross join rule_row('close_rate_falling') as u
    where f.falling_years >= u.threshold
)
select
    case when t.z is null then 'not_assessable' else 'failed' end as status,
    case when t.z is null then 'low' when t.falling_years >= 3 or t.start_pct - t.rate_pct >= 5 then 'high' else t.severity end as severity,
    t.office_id, t.year, t.report_id, t.subject,
    t.office_name || t.year || '年' || t.subject_name || '办结率由' || t.start_year || '年的' || format('{:.1f}', round(t.start_pct, 1))
        || '%连续' || t.falling_years || '年降至' || format('{:.1f}', round(t.rate_pct, 1)) || '%，共下降'
        || format('{:.1f}', round(round(t.start_pct, 1) - round(t.rate_pct, 1), 1)) || '个百分点' || case when t.z is null
            then '，但没有写全件数，不能判断是否偶然。' else '（本年收到' || format('{:.12g}', t.received) || '件）。' end as message,
    t.rate_pct as left_value, t.start_pct as right_value, t.falling_years::smallint as years_lasted,
    false as self_told, null::varchar as topic, t.facts as evidence
from tested as t
where t.z is null or t.z >= 1.959964
order by office_id, year, subject
