-- 某一指标从一年到另一年，各单位变化多少，是否明显变好或变差？ (One indicator in two years, with the change between them)
-- grain: one row an office that has to report on the later year
-- parameters:
--   indicator (varchar): indicator id of the dictionary
--   base_year (smallint): the earlier year
--   year (smallint): the later year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   before_value (double): the earlier year's number as shown: a rate to one decimal, a count as told; null where it is not told
--   before_qualifier (varchar): = exact, >= at least, ~ about; null without a value
--   before_status (varchar): stated, computed, no_cases, blank, unreadable, conflict, pending (told under names of platforms only), missing (the report does not tell it) or no_report
--   before_report_id (integer): current report; null without one
--   before_fact_no (smallint): the fact shown
--   after_value (double): the later year's number as shown
--   after_qualifier (varchar): as before_qualifier
--   after_status (varchar): as before_status
--   after_report_id (integer): current report; null without one
--   after_fact_no (smallint): the fact shown
--   change (double): later less earlier number as shown; percentage points for rates; null unless both are told
--   change_pct (double, %): change in percent of the earlier; null for rates and where that is 0
--   direction (varchar): up, down or same; null without a change, and where either rate rests on few cases
--   judgement (varchar): better or worse, where the indicator has a polarity and the change is large enough to say so (rules material_change, material_change_rate); else null
--   least_change (double): the least change that is called so, same unit
--   least_change_pct (double, %): and the least in percent of the earlier year's; null for rates
-- missing: a number that is not told, and a year without a report, give a row without a change
with told as (
    select *
    from numbers_compared(
        'fact_by_office', [$indicator], null, $base_year, $year, $region_id, $kind, $office_codes)
    where year = $base_year or year = $year
),
sides as (
    select c.office_code, c.office_name, c.kind, r.year, r.report_id, t.shown_value, t.qualifier, t.status, t.fact_no, t.has_few_cases
    from office_years($region_id, $kind, $office_codes, $base_year, $year) as r
    join chosen($region_id, $kind, $office_codes) as c on c.office_id = r.office_id
    left join told as t on t.office_id = r.office_id and t.year = r.year and r.report_id is not null
    where r.year = $base_year or r.year = $year
),
paired as (
    select
        later.office_code, later.office_name, later.kind,
        earlier.shown_value as before_value,
        case when earlier.shown_value is not null then earlier.qualifier end as before_qualifier,
        case when earlier.report_id is null then 'no_report' else coalesce(earlier.status, 'missing') end as before_status,
        earlier.report_id as before_report_id, earlier.fact_no as before_fact_no,
        later.shown_value as after_value,
        case when later.shown_value is not null then later.qualifier end as after_qualifier,
        case when later.report_id is null then 'no_report' else coalesce(later.status, 'missing') end as after_status,
        later.report_id as after_report_id, later.fact_no as after_fact_no,
        case when i.unit = '%' then round(later.shown_value - earlier.shown_value, 1)
            else round(later.shown_value - earlier.shown_value, 6) end as change,
        coalesce(i.unit = '%', false) as is_rate,
        coalesce(i.polarity, 'neutral') as polarity,
        coalesce(earlier.has_few_cases, false) or coalesce(later.has_few_cases, false) as rests_on_few_cases
    from sides as later
    left join sides as earlier on earlier.office_code = later.office_code and earlier.year = $base_year
    left join indicator as i on i.indicator = $indicator
    where later.year = $year
),
sized as (
    select
        p.*,
        case when not p.is_rate then 100.0 * p.change / nullif(abs(p.before_value), 0) end as change_pct,
        case
            when p.rests_on_few_cases or p.polarity = 'neutral' then false
            when p.is_rate then abs(p.change) >= m.rate_threshold
            else abs(p.change) >= m.least_count
                and (p.before_value = 0 or abs(p.change) * 100.0 >= m.count_threshold * abs(p.before_value))
        end as is_material,
        case when p.is_rate then m.rate_threshold else m.least_count end::double as least_change,
        case when not p.is_rate then m.count_threshold end as least_change_pct
    from paired as p
    cross join material_changes() as m
)
select
    s.office_code, s.office_name, s.kind,
    s.before_value, s.before_qualifier, s.before_status, s.before_report_id, s.before_fact_no,
    s.after_value, s.after_qualifier, s.after_status, s.after_report_id, s.after_fact_no,
    s.change, s.change_pct,
    case
        when s.rests_on_few_cases or s.change is null then null
        when s.change > 0 then 'up'
        when s.change < 0 then 'down'
        else 'same'
    end as direction,
    case
        when s.is_material and s.change <> 0
            then case when (s.change > 0) = (s.polarity = 'higher_is_better') then 'better' else 'worse' end
    end as judgement,
    s.least_change, s.least_change_pct
from sized as s
order by s.office_code
