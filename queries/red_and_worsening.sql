-- 哪些指标“红且变差”：处在同类末四分之一，又比上年更差？ (Red and worsening indicators)
-- grain: one row an office and indicator that is in the worst quarter of its kind and worse than last year
-- parameters:
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   indicator (varchar): indicator id
--   name_zh (varchar): its name
--   unit (varchar): unit
--   value (double): this year's number
--   previous_value (double): last year's number
--   change (double): value less last year's; percentage points for rates
--   change_pct (double, %): change in percent of last year's; null for rates and where last year is 0
--   rank_of_kind (bigint): place within kind, 1 is best
--   stated_count_of_kind (bigint): offices of the kind with a stated value; at least 4
--   median_of_kind (double): median of the kind
--   worsening_years (smallint): years in a row up to this one in which it got worse
--   report_id (integer): current report
--   fact_no (smallint): the fact shown
-- missing: offices without the number in both years, neutral indicators, rates of few cases (rule few_cases) and kinds with fewer than four numbers have no row
with peers as (
    select * from chosen($region_id, $kind, null)
),
wanted as (
    select *
    from wanted_indicators([
        'disclosure.total', 'disclosure.website', 'disclosure.weibo', 'disclosure.wechat', 'weibo.resolved',
        'hotline12345.close_rate', 'hotline12345.satisfaction_rate', 'petition.close_rate', 'review.total',
        'review.corrected'])
    where polarity <> 'neutral'
),
stated as (
    select
        t.indicator, t.office_id, t.year, t.value, t.report_id, t.fact_no, w.ordinal, w.name_zh, w.unit, w.polarity,
        case when w.polarity = 'lower_is_better' then t.value else -t.value end as badness
    from told_numbers(
        'fact_by_office', (select list(indicator) from wanted), null, null, $year, $region_id, $kind, null) as t
    join wanted as w on w.indicator = t.indicator
    where t.value is not null
),
changed as (
    select
        now.*, before.value as previous_value,
        -- A rate that differs in the second decimal only is shown as the same.
        coalesce(
            case when now.unit = '%' then round(now.badness - before.badness, 1) > 0
                else now.badness > before.badness end, false) as is_worse
    from stated as now
    left join stated as before
        on before.indicator = now.indicator and before.office_id = now.office_id and before.year = now.year - 1
),
runs as (
    select
        *,
        max(case when not is_worse then year end) over (
            partition by indicator, office_id order by year
        ) as last_good_year
    from changed
),
-- A rate of few cases accuses nobody and ranks nobody.
ranked as (
    select
        r.*, p.office_code, p.office_name, p.kind, p.region_name,
        rank() over (partition by p.kind, r.indicator order by r.badness) as rank_of_kind,
        count(*) over (partition by p.kind, r.indicator) as stated_count_of_kind,
        quantile_cont(r.value, 0.5) over (partition by p.kind, r.indicator) as median_of_kind,
        quantile_cont(r.badness, 0.75) over (partition by p.kind, r.indicator) as red_line
    from runs as r
    join peers as p on p.office_id = r.office_id
    left join cases_told('fact_by_office', $year, $year, $region_id, $kind, null) as t
        on t.office_id = r.office_id and t.subject = split_part(r.indicator, '.', 1)
    where r.year = $year
      and not (r.unit = '%' and coalesce(t.has_few_cases, false))
)
select
    office_code, office_name, kind, region_name, indicator, name_zh, unit, value, previous_value,
    value - previous_value as change,
    case when unit <> '%' then 100.0 * (value - previous_value) / nullif(abs(previous_value), 0) end as change_pct,
    rank_of_kind, stated_count_of_kind, median_of_kind,
    year - last_good_year as worsening_years,
    report_id, fact_no
from ranked
where is_worse
  and stated_count_of_kind >= 4
  and badness >= red_line
  and value <> median_of_kind
  and ($office_codes is null or office_code = any($office_codes))
order by worsening_years desc, office_code, ordinal
