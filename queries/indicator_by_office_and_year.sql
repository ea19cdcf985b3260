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
--   cases_count (double, 件): cases received that a close rate rests on; null for other indicators and where not told
--   has_few_cases (boolean): these are too few to judge the rate by (rule few_cases)
-- missing: a missing, blank, unreadable or conflicting number gives a row without a value; it is left out of ranks, medians and changes and never counts as 0
with told as (
    select *
    from told_numbers('fact_by_office', [$indicator], $breakdown, $from_year - 1, $to_year, $region_id, $kind, null)
),
dictionary as (
    select unit, polarity from indicator where indicator = $indicator
),
grid as (
    select
        g.*,
        t.value,
        case when t.value is not null then t.qualifier end as qualifier,
        coalesce(nullif(t.unit, ''), d.unit, '') as unit,
        case when g.report_id is null then 'no_report' else coalesce(t.status, 'missing') end as status,
        t.fact_no,
        coalesce(d.polarity, 'neutral') as polarity,
        coalesce(d.unit, '') = '%' as is_rate,
        c.cases_count,
        coalesce(c.has_few_cases, false) as has_few_cases
    from office_years($region_id, $kind, null, $from_year - 1, $to_year) as g
    left join dictionary as d on true
    left join told as t on t.office_id = g.office_id and t.year = g.year and g.report_id is not null
    left join cases_told('fact_by_office', $from_year, $to_year, $region_id, $kind, null) as c
        on c.office_id = g.office_id and c.year = g.year and c.subject || '.close_rate' = $indicator
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
    report_id, fact_no, cases_count, has_few_cases
from ranked
where $office_codes is null or office_code = any($office_codes)
order by office_code, year
