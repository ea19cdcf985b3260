-- 某年各单位的各项指标谁好谁差、谁升谁降？ (Rug: office by indicator for one year)
-- grain: one row an office and indicator, for offices with a report that year
-- parameters:
--   year (smallint): year
--   indicators (varchar[], optional): indicator ids; without it the ten that leaders ask about
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
--   unit (varchar): unit of the dictionary
--   polarity (varchar): higher_is_better, lower_is_better or neutral
--   value (double): the stated number in its unit; null unless status is stated
--   qualifier (varchar): = exact, >= at least, ~ about
--   status (varchar): stated, computed (a close rate from exact cases), conflict, unreadable, blank or missing
--   change (double): value less last year's, same unit; percentage points for rates
--   change_pct (double, %): change in percent of last year's; null for rates and where last year is 0
--   rank_of_kind (bigint): place within kind, 1 is best by polarity; null for neutral indicators
--   stated_count_of_kind (bigint): offices of the kind with a stated value
--   standing_pct (double, %): 100 best of its kind, 0 worst; null for neutral indicators and fewer than three peers
--   mean_standing_pct (double, %): mean of the office's standings; the order of the rows
--   is_worse (boolean): the change goes against the polarity; null without a change or for neutral indicators
--   report_id (integer): current report
--   fact_no (smallint): the fact shown
-- missing: an indicator that a report does not tell is a row without a value: not ranked, not counted in the standing, never 0
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
    where i.indicator = any(coalesce($indicators, [
        'disclosure.website', 'disclosure.weibo', 'disclosure.wechat', 'weibo.resolved', 'hotline12345.received',
        'hotline12345.close_rate', 'petition.received', 'petition.close_rate', 'applications.received', 'review.total'
    ]))
),
reported as (
    select rp.office_id, rp.report_id
    from report as rp
    where rp.is_current
      and rp.year = $year
      and rp.office_id in (select office_id from peers)
),
-- A close rate that is not told is computed from the cases told exactly; its evidence is the number closed.
computed as (
    select
        split_part(f.indicator, '.', 1) || '.close_rate' as indicator, f.office_id, f.year,
        max(f.report_id) as report_id,
        max(f.fact_no) filter (where f.indicator like '%.closed') as fact_no,
        100.0 * max(f.value) filter (where f.indicator like '%.closed')
            / nullif(max(f.value) filter (where f.indicator like '%.received'), 0) as value
    from fact as f
    where f.indicator in ('hotline12345.received', 'hotline12345.closed', 'petition.received', 'petition.closed')
      and split_part(f.indicator, '.', 1) || '.close_rate' in (select indicator from wanted)
      and f.breakdown = ''
      and f.year between $year - 1 and $year
      and f.role = 'leading'
      and f.status = 'stated'
      and f.qualifier = '='
      and f.office_id in (select office_id from peers)
    group by split_part(f.indicator, '.', 1), f.office_id, f.year
    having value is not null
),
told as (
    select f.indicator, f.breakdown, f.office_id, f.year, f.report_id, f.fact_no, f.value, f.qualifier, f.unit, f.status, f.role
    from fact as f
    where f.indicator in (select indicator from wanted)
      and f.breakdown in ('', 'total')
      and f.year between $year - 1 and $year
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
grid as (
    select
        p.*, w.*, rp.report_id,
        now.fact.value as value,
        case when now.fact.value is not null then now.fact.qualifier end as qualifier,
        coalesce(now.fact.status, 'missing') as status,
        now.fact.value - before.fact.value as change,
        case when w.unit <> '%'
            then 100.0 * (now.fact.value - before.fact.value) / nullif(abs(before.fact.value), 0) end as change_pct,
        now.fact.fact_no as fact_no
    from reported as rp
    join peers as p on p.office_id = rp.office_id
    cross join wanted as w
    left join picked as now on now.office_id = p.office_id and now.indicator = w.indicator and now.year = $year
    left join picked as before
        on before.office_id = p.office_id and before.indicator = w.indicator and before.year = $year - 1
),
ranked as (
    select
        *,
        case when value is not null and polarity <> 'neutral' then rank() over (
            partition by kind, indicator
            order by case when polarity = 'lower_is_better' then value else -value end nulls last
        ) end as rank_of_kind,
        count(value) over (partition by kind, indicator) as stated_count_of_kind,
        case when polarity <> 'neutral' and value is not null then
            count(*) over (
                partition by kind, indicator,
                case when polarity = 'lower_is_better' then value else -value end
            )
        end as tied_count
    from grid
),
placed as (
    select
        *,
        case when stated_count_of_kind >= 3 then
            100.0 * (stated_count_of_kind - rank_of_kind - (tied_count - 1) / 2.0) / nullif(stated_count_of_kind - 1, 0)
        end as standing_pct
    from ranked
),
averaged as (
    select *, avg(standing_pct) over (partition by office_id) as mean_standing_pct
    from placed
)
select
    office_code, office_name, kind, region_name, indicator, name_zh, unit, polarity, value, qualifier, status,
    change, change_pct, rank_of_kind, stated_count_of_kind, standing_pct, mean_standing_pct,
    case polarity when 'higher_is_better' then change < 0 when 'lower_is_better' then change > 0 end as is_worse,
    report_id, fact_no
from averaged
where $office_codes is null or office_code = any($office_codes)
order by round(mean_standing_pct, 6) nulls last, office_code, ordinal
