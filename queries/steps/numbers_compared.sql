-- 所选单位的几项指标各年写明的数，比上年升降多少 (Numbers told, each beside the year before)
-- grain: one row an indicator, office and year of told_numbers
-- parameters:
--   source (table): fact, or fact_by_office where a few offices are asked about: the order in which facts lie
--   indicators (varchar[]): indicator ids
--   breakdown (varchar, optional): applicant kind or column name; without it the table's total, else the text
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
-- columns:
--   indicator (varchar): indicator id
--   office_id (integer): office
--   year (smallint): year reported on
--   value (double): the number, in the indicator's unit; null unless status is stated or computed
--   qualifier (varchar): = exact, >= at least, ~ about
--   unit (varchar): unit as told; % when computed
--   status (varchar): as in told_numbers
--   report_id (integer): report
--   fact_no (smallint): the fact shown
--   cases_count (double, 件): cases received that a close rate rests on; null for other indicators and where not told
--   has_few_cases (boolean): these are too few to judge the rate by (rule few_cases)
--   shown_value (double): the number as pages show it: a rate to one decimal, a count as told
--   judged_value (double): the number where it may be compared with others; null for a rate of few cases
--   previous_value (double): the year before's number; null where it is not told
--   change (double): shown value less the year before's: percentage points to one decimal for rates, else in the unit
--   change_pct (double, %): the same in percent of the year before's; null for rates and where that is 0
--   direction (varchar): up, down or same, by the change; null without one, and where either year's rate rests on few cases
-- missing: a gap is no change; what no report tells has no row
with told as (
    select
        t.*, d.unit = '%' as is_rate, c.cases_count, coalesce(c.has_few_cases, false) as has_few_cases,
        case when d.unit = '%' then round(t.value, 1) else t.value end as shown_value
    from told_numbers(
        $source, $indicators, $breakdown, $from_year - 1, $to_year, $region_id, $kind, $office_codes) as t
    left join indicator as d on d.indicator = t.indicator
    left join cases_told($source, $from_year - 1, $to_year, $region_id, $kind, $office_codes) as c
        on c.office_id = t.office_id and c.year = t.year and c.subject || '.close_rate' = t.indicator
),
before as (
    select
        *,
        case when lag(year) over story = year - 1 then lag(value) over story end as previous_value,
        case when lag(year) over story = year - 1 then lag(shown_value) over story end as previous_shown_value,
        case when lag(year) over story = year - 1 then lag(has_few_cases) over story end as previous_has_few_cases
    from told
    window story as (partition by indicator, office_id order by year)
),
changed as (
    select
        b.*,
        b.has_few_cases or coalesce(b.previous_has_few_cases, false) as rests_on_few_cases,
        case when b.is_rate then round(b.shown_value - b.previous_shown_value, 1)
            else round(b.shown_value - b.previous_shown_value, 6) end as change
    from before as b
)
select
    c.indicator, c.office_id, c.year, c.value, c.qualifier, c.unit, c.status, c.report_id, c.fact_no,
    c.cases_count, c.has_few_cases, c.shown_value,
    case when not c.has_few_cases then c.value end as judged_value,
    c.previous_value, c.change,
    case when c.is_rate is distinct from true then 100.0 * c.change / nullif(abs(c.previous_value), 0) end as change_pct,
    case
        when c.rests_on_few_cases or c.change is null then null
        when c.change > 0 then 'up'
        when c.change < 0 then 'down'
        else 'same'
    end as direction
from changed as c
where $from_year is null or c.year >= $from_year
