-- 哪些渠道停更？ (Channels that fell silent)
-- grain: one row an office, year and channel that was used before and is told as 0, or is no longer told
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned; null when the finding is that there is none
--   subject (varchar): indicator id of the channel
--   message (varchar): the reason in one sentence, with the numbers
--   left_value (double): posts this year, 条; null when not told
--   right_value (double): posts of the last year that told some, 条
--   years_lasted (smallint): years in a row up to this one
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): topic id, null when it belongs to none
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: told as 0 is failed; a channel told two years running and then no more is only a notice: not told is not zero
with channels(indicator, channel_name) as (
    values ('disclosure.weibo', '政务微博'), ('disclosure.wechat', '微信公众号'), ('disclosure.website', '政府网站')
),
told as (
    select
        f.office_id, f.year, f.report_id, f.indicator, f.fact_no, f.role,
        -- Told twice differently, it is not known which number is meant.
        case when f.role = 'leading' then f.value end as value
    from fact as f
    where f.indicator in ('disclosure.weibo', 'disclosure.wechat', 'disclosure.website')
      and f.breakdown = ''
      and f.status = 'stated'
      and f.role in ('leading', 'conflict')
),
leading_told as (
    select office_id, year, report_id, indicator, max(value) as value, min(fact_no) as fact_no,
        bool_or(role = 'conflict') as is_doubtful
    from told
    group by office_id, year, report_id, indicator
),
history as (
    select
        r.report_id, r.office_id, r.year, r.office_name, c.indicator, c.channel_name, t.value, t.fact_no,
        coalesce(t.is_doubtful, false) as is_doubtful
    from current_reports() as r
    cross join channels as c
    left join leading_told as t on t.report_id = r.report_id and t.indicator = c.indicator
),
followed as (
    select
        *,
        last_value(case when value > 0 then value end ignore nulls) over before as last_value_told,
        last_value(case when value > 0 then year end ignore nulls) over before as last_year_told,
        last_value(case when value > 0 then report_id end ignore nulls) over before as last_report_id,
        last_value(case when value > 0 then fact_no end ignore nulls) over before as last_fact_no,
        lag(value) over whole as value_1,
        lag(year) over whole as year_1,
        lag(value, 2) over whole as value_2
    from history
    window
        whole as (partition by office_id, indicator order by year),
        before as (partition by office_id, indicator order by year rows between unbounded preceding and 1 preceding)
),
silent as (
    select * from followed where value = 0 and last_value_told is not null
),
runs as (
    select *, row_number() over (partition by office_id, indicator, island order by year) as years_lasted
    from (
        select *, year - row_number() over (partition by office_id, indicator order by year) as island
        from silent
    ) as islands
)
select
    'failed' as status, u.severity, s.office_id, s.year, s.report_id, s.indicator as subject,
    s.office_name || s.year || '年' || s.channel_name || '发布0条，' || s.last_year_told || '年为' || format('{:.12g}', s.last_value_told) || '条'
        || case when s.years_lasted > 1 then '，已连续' || s.years_lasted || '年停更' else '，渠道停更' end || '。' as message,
    s.value as left_value, s.last_value_told as right_value, s.years_lasted::smallint as years_lasted,
    false as self_told, null::varchar as topic,
    [{'report_id': s.report_id, 'fact_no': s.fact_no}, {'report_id': s.last_report_id, 'fact_no': s.last_fact_no}] as evidence
from runs as s
cross join rule_row('channel_silent') as u
union all
select
    'notice', 'low', f.office_id, f.year, f.report_id, f.indicator,
    f.office_name || f.year || '年年报不再写明' || f.channel_name || '发布条数，' || f.last_year_told || '年为'
        || format('{:.12g}', f.last_value_told) || '条，是否停更请核实。',
    null, f.last_value_told, 1::smallint, false, null,
    [{'report_id': f.last_report_id, 'fact_no': f.last_fact_no}]
from followed as f
where f.value is null and not f.is_doubtful and f.value_1 > 0 and f.value_2 > 0 and f.year_1 = f.year - 1
order by office_id, year, subject
