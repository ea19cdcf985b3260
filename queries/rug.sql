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
--   cases_count (double, 件): cases received that a close rate rests on; null for other indicators and where not told
--   has_few_cases (boolean): these are too few to judge the rate by (rule few_cases)
-- missing: an indicator that a report does not tell is a row without a value: not ranked, not counted in the standing, never 0
with peers as (
    select * from chosen($region_id, $kind, null)
),
wanted as (
    select *
    from wanted_indicators(coalesce($indicators, [
        'disclosure.website', 'disclosure.weibo', 'disclosure.wechat', 'weibo.resolved', 'hotline12345.received',
        'hotline12345.close_rate', 'petition.received', 'petition.close_rate', 'applications.received', 'review.total'
    ]))
),
told as (
    select * from told_numbers('fact', (select list(indicator) from wanted), null, $year - 1, $year, $region_id, $kind, null)
),
grid as (
    select
        p.office_id, p.office_code, p.office_name, p.kind, p.region_name, w.*, rp.report_id,
        now.value,
        case when now.value is not null then now.qualifier end as qualifier,
        coalesce(now.status, 'missing') as status,
        now.value - before.value as change,
        case when w.unit <> '%' then 100.0 * (now.value - before.value) / nullif(abs(before.value), 0) end as change_pct,
        now.fact_no,
        c.cases_count,
        coalesce(c.has_few_cases, false) as has_few_cases
    from chosen_reports($region_id, $kind, null, $year, $year) as rp
    join peers as p on p.office_id = rp.office_id
    cross join wanted as w
    left join told as now on now.office_id = p.office_id and now.indicator = w.indicator and now.year = $year
    left join told as before
        on before.office_id = p.office_id and before.indicator = w.indicator and before.year = $year - 1
    left join cases_told('fact', $year, $year, $region_id, $kind, null) as c
        on c.office_id = p.office_id and c.subject || '.close_rate' = w.indicator
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
    report_id, fact_no, cases_count, has_few_cases
from averaged
where $office_codes is null or office_code = any($office_codes)
order by round(mean_standing_pct, 6) nulls last, office_code, ordinal
