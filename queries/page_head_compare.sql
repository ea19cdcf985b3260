-- 单位对比页第一句话 (Numbers of the comparison page's first sentence)
-- grain: one row
-- parameters:
--   indicator (varchar): indicator id
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   year (smallint): year reported on
--   name_zh (varchar): name of the indicator
--   unit (varchar): its unit
--   polarity (varchar): higher_is_better, lower_is_better or neutral
--   stated_office_count (bigint): offices that state it
--   reported_office_count (bigint): offices with a report
--   sum_value (double): sum; null for rates
--   median_value (double): median
--   highest_value (double): highest value
--   highest_office_name (varchar): office with it, the first by code when several
--   lowest_value (double): lowest value
--   lowest_office_name (varchar): office with it
--   compared_office_count (bigint): offices that state it in both years
--   rising_office_count (bigint): of them, offices where it rose
--   falling_office_count (bigint): of them, offices where it fell
-- missing: offices that do not state it are left out of every number and show in the counts
with chosen as (
    select o.office_id, o.office_code, o.name as office_name, o.kind, r.name as region_name, o.from_year, o.to_year
    from office as o
    left join region as r on r.region_id = o.region_id
    where ($region_id is null or list_contains(r.path, $region_id))
      and ($kind is null or o.kind = $kind)
      and ($office_codes is null or o.office_code = any($office_codes))
),
reported as (
    select
        count(*) as reported_office_count,
        count(*) filter (where rp.published_on > make_date(rp.year + 1, case when rp.year <= 2018 then 3 else 1 end, 31)) as late_office_count
    from report as rp
    where rp.is_current and rp.year = $year and rp.office_id in (select office_id from chosen)
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
      and split_part(f.indicator, '.', 1) || '.close_rate' = $indicator
      and f.breakdown = ''
      and f.year between $year - 1 and $year
      and f.role = 'leading'
      and f.status = 'stated'
      and f.qualifier = '='
      and f.office_id in (select office_id from chosen)
    group by split_part(f.indicator, '.', 1), f.office_id, f.year
    having value is not null
),
told as (
    select f.indicator, f.breakdown, f.office_id, f.year, f.report_id, f.fact_no, f.value, f.qualifier, f.unit, f.status, f.role
    from fact as f
    where f.indicator = $indicator
      and f.breakdown in ('', 'total')
      and f.year between $year - 1 and $year
      and f.role <> 'unassigned'
      and (f.role <> 'repeat' or f.status <> 'stated')
      and f.office_id in (select office_id from chosen)
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
    select p.office_id, p.year, p.fact.value as value, c.office_name, c.office_code
    from picked as p
    join chosen as c on c.office_id = p.office_id
    where p.fact.value is not null
),
summed as (
    select
        count(*) as stated_office_count,
        sum(now.value) as sum_value,
        quantile_cont(now.value, 0.5) as median_value,
        max(now.value) as highest_value,
        min(now.value) as lowest_value,
        count(before.value) as compared_office_count,
        count(*) filter (where now.value > before.value) as rising_office_count,
        count(*) filter (where now.value < before.value) as falling_office_count
    from stated as now
    left join stated as before on before.office_id = now.office_id and before.year = $year - 1
    where now.year = $year
)
select
    $year::smallint as year, coalesce(i.name_zh, $indicator) as name_zh, coalesce(i.unit, '') as unit,
    coalesce(i.polarity, 'neutral') as polarity,
    s.stated_office_count, r.reported_office_count,
    case when i.unit is distinct from '%' then s.sum_value end as sum_value,
    s.median_value, s.highest_value,
    (select arg_min(t.office_name, t.office_code) from stated as t where t.year = $year and t.value = s.highest_value)
        as highest_office_name,
    s.lowest_value,
    (select arg_min(t.office_name, t.office_code) from stated as t where t.year = $year and t.value = s.lowest_value)
        as lowest_office_name,
    s.compared_office_count, s.rising_office_count, s.falling_office_count
from summed as s
cross join reported as r
left join indicator as i on i.indicator = $indicator
order by year
