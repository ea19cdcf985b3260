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
-- missing: offices without the number in both years, neutral indicators, rates of fewer than ten cases and kinds with fewer than four numbers have no row
with peers as (
    select o.office_id, o.office_code, o.name as office_name, o.kind, r.name as region_name
    from office as o
    left join region as r on r.region_id = o.region_id
    where ($region_id is null or list_contains(r.path, $region_id))
      and ($kind is null or o.kind = $kind)
),
wanted as (
    select i.indicator, i.ordinal, i.name_zh, i.unit, i.polarity
    from indicator as i
    where i.polarity <> 'neutral'
      and i.indicator in (
        'disclosure.total', 'disclosure.website', 'disclosure.weibo', 'disclosure.wechat', 'weibo.resolved',
        'hotline12345.close_rate', 'hotline12345.satisfaction_rate', 'petition.close_rate', 'review.total',
        'review.corrected')
),
-- A close rate that is not told is computed from the cases told exactly; its evidence is the number closed.
computed as (
    select
        split_part(f.indicator, '.', 1) || '.close_rate' as indicator, f.office_id, f.year,
        max(f.report_id) as report_id,
        max(f.fact_no) filter (where f.indicator like '%.closed') as fact_no,
        100.0 * max(f.value) filter (where f.indicator like '%.closed')
            / nullif(max(f.value) filter (where f.indicator like '%.received'), 0) as value
    from fact_by_office as f
    where f.indicator in ('hotline12345.received', 'hotline12345.closed', 'petition.received', 'petition.closed')
      and split_part(f.indicator, '.', 1) || '.close_rate' in (select indicator from wanted)
      and f.breakdown = ''
      and f.year <= $year
      and f.role = 'leading'
      and f.status = 'stated'
      and f.qualifier = '='
      and f.office_id in (select office_id from peers)
    group by split_part(f.indicator, '.', 1), f.office_id, f.year
    having value is not null
),
told as (
    select f.indicator, f.breakdown, f.office_id, f.year, f.report_id, f.fact_no, f.value, f.qualifier, f.unit, f.status, f.role
    from fact_by_office as f
    where f.indicator in (select indicator from wanted)
      and f.breakdown in ('', 'total')
      and f.year <= $year
      and f.role <> 'unassigned'
      and (f.role <> 'repeat' or f.status <> 'stated')
      and f.office_id in (select office_id from peers)
    union all
    select c.indicator, '', c.office_id, c.year, c.report_id, c.fact_no, c.value, '=', '%', 'computed', 'computed'
    from computed as c
),
picked as (
    select
        f.indicator, f.office_id, f.year,
        arg_min(
            {
                'value': case when f.role in ('leading', 'computed') then f.value end,
                'qualifier': f.qualifier,
                'unit': f.unit,
                'status': case when f.role = 'conflict' then 'conflict' else f.status end,
                'report_id': f.report_id,
                'fact_no': f.fact_no
            },
            case
                when f.role = 'leading' and f.status = 'stated' and f.breakdown = 'total' then 0
                when f.role = 'leading' and f.status = 'stated' then 1
                when f.role = 'conflict' then 2
                when f.role = 'computed' then 3
                when f.status = 'unreadable' then 4
                when f.status = 'blank' then 5
                else 6
            end
        ) as fact
    from told as f
    group by f.indicator, f.office_id, f.year
),
stated as (
    select
        p.indicator, p.office_id, p.year, p.fact.value as value, p.fact.report_id as report_id, p.fact.fact_no as fact_no,
        w.ordinal, w.name_zh, w.unit, w.polarity,
        case when w.polarity = 'lower_is_better' then p.fact.value else -p.fact.value end as badness
    from picked as p
    join wanted as w on w.indicator = p.indicator
    where p.fact.value is not null
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
-- A rate of fewer than ten cases accuses nobody and ranks nobody.
few_cases as (
    select f.office_id, split_part(f.indicator, '.', 1) as case_group
    from fact_by_office as f
    where f.indicator in ('hotline12345.received', 'petition.received')
      and f.office_id in (select office_id from peers)
      and f.breakdown = ''
      and f.year = $year
      and f.role = 'leading'
      and f.status = 'stated'
      and f.value < 10
),
ranked as (
    select
        r.*, p.office_code, p.office_name, p.kind, p.region_name,
        rank() over (partition by p.kind, r.indicator order by r.badness) as rank_of_kind,
        count(*) over (partition by p.kind, r.indicator) as stated_count_of_kind,
        quantile_cont(r.value, 0.5) over (partition by p.kind, r.indicator) as median_of_kind,
        quantile_cont(r.badness, 0.75) over (partition by p.kind, r.indicator) as red_line
    from runs as r
    join peers as p on p.office_id = r.office_id
    where r.year = $year
      and not (
          r.unit = '%'
          and (r.office_id, split_part(r.indicator, '.', 1)) in (select office_id, case_group from few_cases)
      )
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
