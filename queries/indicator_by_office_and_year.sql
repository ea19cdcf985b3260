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
--   status (varchar): stated, computed (a close rate from exact cases), no_cases (a close rate of 0 cases), blank, unreadable, conflict, pending (told under names of platforms only), missing (the report does not tell it) or no_report
--   shown_value (double): the number as pages show it: a rate to one decimal, a count as told
--   previous_value (double): last year's number; null where it is not told
--   change (double): shown value less last year's, same unit; percentage points to one decimal for rates; null unless both are told
--   change_pct (double, %): change in percent of last year's; null for rates and where last year is 0
--   direction (varchar): up, down or same, by the change; null without one, and where either year's rate rests on few cases
--   index_value (double): value as an index, first stated year of the window = 100
--   rank_of_kind (bigint): place within kind, region and year by the shown value, 1 is best by polarity, equals share a place; null for neutral indicators, rates of few cases, fewer than three numbers to rank, and where all are equal
--   tied_count_of_kind (bigint): offices that share the place; null without one
--   ranked_count_of_kind (bigint): offices of the kind that have a place; 0 where nobody has, null where no office of the kind tells the number
--   median_of_kind (double): median of kind and year, rates of few cases left out
--   q1_of_kind (double): lower quartile
--   q3_of_kind (double): upper quartile
--   stated_count_of_kind (bigint): offices of the kind with a told value that year, those of few cases included
--   report_id (integer): current report; null without one
--   fact_no (smallint): the fact shown, with report_id the way to its evidence
--   cases_count (double, 件): cases received that a close rate rests on; null for other indicators and where not told
--   has_few_cases (boolean): these are too few to judge the rate by (rule few_cases)
-- missing: a missing, blank, unreadable or conflicting number gives a row without a value; it is left out of ranks, medians and changes and never counts as 0
with told as (
    select *
    from numbers_ranked('fact_by_office', [$indicator], $breakdown, $from_year, $to_year, $region_id, $kind)
),
dictionary as (
    select unit from indicator where indicator = $indicator
),
grid as (
    select
        g.*,
        t.value,
        case when t.value is not null then t.qualifier end as qualifier,
        coalesce(nullif(t.unit, ''), d.unit, '') as unit,
        case when g.report_id is null then 'no_report' else coalesce(t.status, 'missing') end as status,
        t.shown_value, t.previous_value, t.change, t.change_pct, t.direction,
        100.0 * t.value / nullif(
            first_value(t.value ignore nulls) over (
                partition by g.office_id order by g.year
                rows between unbounded preceding and unbounded following
            ), 0) as index_value,
        t.rank_of_kind, t.tied_count_of_kind,
        -- Offices that do not tell the number have the same peers.
        max(t.ranked_count_of_kind) over peers as ranked_count_of_kind,
        max(t.median_of_kind) over peers as median_of_kind,
        max(t.q1_of_kind) over peers as q1_of_kind,
        max(t.q3_of_kind) over peers as q3_of_kind,
        coalesce(max(t.stated_count_of_kind) over peers, 0) as stated_count_of_kind,
        t.fact_no, t.cases_count, coalesce(t.has_few_cases, false) as has_few_cases
    from office_years($region_id, $kind, null, $from_year, $to_year) as g
    left join dictionary as d on true
    left join told as t on t.office_id = g.office_id and t.year = g.year and g.report_id is not null
    window peers as (partition by g.kind, g.year)
)
select
    g.office_code, g.office_name, g.kind, g.region_name, g.year, g.value, g.qualifier, g.unit, g.status,
    g.shown_value, g.previous_value, g.change, g.change_pct, g.direction, g.index_value,
    g.rank_of_kind, g.tied_count_of_kind, g.ranked_count_of_kind,
    g.median_of_kind, g.q1_of_kind, g.q3_of_kind, g.stated_count_of_kind,
    g.report_id, g.fact_no, g.cases_count, g.has_few_cases
from grid as g
where $office_codes is null or g.office_code = any($office_codes)
order by g.office_code, g.year
