-- 某一指标各单位各年是多少，比上年变化多少，在同类单位中排第几？ (One indicator by office and year, with change, index, rank and peers)
-- grain: one row an office and year: the offices chosen, every year from the first to the last that their region has a report on
-- parameters:
--   indicator (varchar): indicator id of the dictionary
--   breakdown (varchar, optional): applicant kind or column name; without it the table's total, else the text
--   region_id (varchar, optional): region, all below it included; also bounds the peer group
--   kind (varchar, optional): office kind; without it each office is ranked within its own kind
--   office_codes (varchar[], optional): offices to list; peers stay whole
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind, the peer group
--   region_name (varchar): its region
--   year (smallint): year reported on
--   value (double): the stated number in its unit; null unless status is stated or computed
--   qualifier (varchar): = exact, >= at least, ~ about; null without a value
--   unit (varchar): unit as printed, else the dictionary's
--   status (varchar): stated, computed (a close rate from exact cases), blank, unreadable, conflict, missing (the report does not tell it) or no_report
--   change (double): value less last year's, same unit; percentage points for rates; null unless both are stated
--   change_pct (double, %): change in percent of last year's; null for rates and where last year is 0
--   index_value (double): value as an index, first stated year of the window = 100
--   rank_of_kind (bigint): place within kind, region and year, 1 is best by polarity (most, when neutral)
--   median_of_kind (double): median of the stated values of kind and year
--   q1_of_kind (double): lower quartile
--   q3_of_kind (double): upper quartile
--   stated_count_of_kind (bigint): offices of the kind with a stated value that year
--   report_id (integer): current report; null without one
--   fact_no (smallint): the fact shown, with report_id the way to its evidence
-- missing: a missing, blank, unreadable or conflicting number gives a row without a value; it is left out of ranks, medians and changes and never counts as 0
with peers as (
    select o.office_id, o.office_code, o.name as office_name, o.kind, r.name as region_name, o.from_year, o.to_year
    from office as o
    left join region as r on r.region_id = o.region_id
    where ($region_id is null or list_contains(r.path, $region_id))
      and ($kind is null or o.kind = $kind)
),
reported as (
    select p.office_id, rp.year, rp.report_id
    from report as rp
    join peers as p on p.office_id = rp.office_id
    where rp.is_current
      and ($from_year is null or rp.year >= $from_year - 1)
      and ($to_year is null or rp.year <= $to_year)
),
years as (
    select unnest(range(min(year)::bigint, max(year)::bigint + 1))::smallint as year from reported
),
-- A close rate that is not told is computed from the cases told exactly; its evidence is the number closed.
computed as (
    select
        f.office_id, f.year,
        max(f.fact_no) filter (where f.indicator like '%.closed') as fact_no,
        100.0 * max(f.value) filter (where f.indicator like '%.closed')
            / nullif(max(f.value) filter (where f.indicator like '%.received'), 0) as value
    from fact_by_office as f
    where f.indicator in ('hotline12345.received', 'hotline12345.closed', 'petition.received', 'petition.closed')
      and split_part(f.indicator, '.', 1) || '.close_rate' = $indicator
      and f.breakdown = ''
      and ($from_year is null or f.year >= $from_year - 1)
      and ($to_year is null or f.year <= $to_year)
      and f.role = 'leading'
      and f.status = 'stated'
      and f.qualifier = '='
      and f.office_id in (select office_id from peers)
    group by f.office_id, f.year
    having value is not null
),
numbers as (
    select f.breakdown, f.office_id, f.year, f.fact_no, f.value, f.qualifier, f.unit, f.status, f.role
    from fact_by_office as f
    where f.indicator = $indicator
      and (f.breakdown = $breakdown or ($breakdown is null and f.breakdown in ('', 'total')))
      and ($from_year is null or f.year >= $from_year - 1)
      and ($to_year is null or f.year <= $to_year)
      and f.role <> 'unassigned'
      and (f.role <> 'repeat' or f.status <> 'stated')
      and f.office_id in (select office_id from peers)
    union all
    select '', c.office_id, c.year, c.fact_no, c.value, '=', '%', 'computed', 'computed'
    from computed as c
),
told as (
    select
        f.office_id,
        f.year,
        arg_min(
            {
                'value': case when f.role in ('leading', 'computed') then f.value end,
                'qualifier': f.qualifier,
                'unit': f.unit,
                'status': case when f.role = 'conflict' then 'conflict' else f.status end,
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
    from numbers as f
    group by f.office_id, f.year
),
dictionary as (
    select unit, polarity from indicator where indicator = $indicator
),
grid as (
    select
        p.office_id, p.office_code, p.office_name, p.kind, p.region_name, y.year,
        rp.report_id,
        t.fact.value as value,
        case when t.fact.value is not null then t.fact.qualifier end as qualifier,
        coalesce(nullif(t.fact.unit, ''), d.unit, '') as unit,
        case when rp.report_id is null then 'no_report' else coalesce(t.fact.status, 'missing') end as status,
        t.fact.fact_no as fact_no,
        coalesce(d.polarity, 'neutral') as polarity,
        coalesce(d.unit, '') = '%' as is_rate
    from peers as p
    cross join years as y
    left join dictionary as d on true
    left join reported as rp on rp.office_id = p.office_id and rp.year = y.year
    left join told as t on t.office_id = p.office_id and t.year = y.year and rp.report_id is not null
    where (p.from_year is null or y.year >= p.from_year)
      and (p.to_year is null or y.year <= p.to_year)
),
compared as (
    select
        g.*,
        g.value - before.value as change,
        case when not g.is_rate then 100.0 * (g.value - before.value) / nullif(abs(before.value), 0) end as change_pct
    from grid as g
    left join grid as before on before.office_id = g.office_id and before.year = g.year - 1
),
windowed as (
    select
        c.*,
        100.0 * c.value / nullif(
            first_value(c.value ignore nulls) over (
                partition by c.office_id order by c.year
                rows between unbounded preceding and unbounded following
            ), 0) as index_value
    from compared as c
    where $from_year is null or c.year >= $from_year
),
ranked as (
    select
        w.*,
        case when w.value is not null then rank() over (
            partition by w.kind, w.year
            order by case when w.polarity = 'lower_is_better' then w.value else -w.value end nulls last
        ) end as rank_of_kind,
        quantile_cont(w.value, 0.5) over (partition by w.kind, w.year) as median_of_kind,
        quantile_cont(w.value, 0.25) over (partition by w.kind, w.year) as q1_of_kind,
        quantile_cont(w.value, 0.75) over (partition by w.kind, w.year) as q3_of_kind,
        count(w.value) over (partition by w.kind, w.year) as stated_count_of_kind
    from windowed as w
)
select
    office_code, office_name, kind, region_name, year, value, qualifier, unit, status,
    change, change_pct, index_value, rank_of_kind, median_of_kind, q1_of_kind, q3_of_kind, stated_count_of_kind,
    report_id, fact_no
from ranked
where $office_codes is null or office_code = any($office_codes)
order by office_code, year
