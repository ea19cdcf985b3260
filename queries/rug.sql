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
--   status (varchar): stated, computed (a close rate from exact cases), no_cases (a close rate of 0 cases), conflict, pending (told under names of platforms only), unreadable, blank or missing
--   shown_value (double): the number as pages show it: a rate to one decimal, a count as told
--   previous_value (double): last year's number; null where it is not told
--   change (double): shown value less last year's, same unit; percentage points to one decimal for rates
--   change_pct (double, %): change in percent of last year's; null for rates and where last year is 0
--   direction (varchar): up, down or same, by the change; null without one, and where either year's rate rests on few cases
--   rank_of_kind (bigint): place within kind by the shown value, 1 is best by polarity, equals share a place; null for neutral indicators, rates of few cases, fewer than three numbers to rank, and where all are equal
--   tied_count_of_kind (bigint): offices that share the place; null without one
--   ranked_count_of_kind (bigint): offices of the kind that have a place; 0 where nobody has
--   stated_count_of_kind (bigint): offices of the kind with a stated value
--   standing_pct (double, %): 100 best of its kind, 0 worst, equals in the middle of their places; null without a rank
--   mean_standing_pct (double, %): mean of the office's standings; the order of the rows
--   is_worse (boolean): the change goes against the polarity by more than rules material_change and material_change_rate allow; null without a direction and for neutral indicators
--   is_better (boolean): the same, with the polarity
--   report_id (integer): current report
--   fact_no (smallint): the fact shown
--   cases_count (double, 件): cases received that a close rate rests on; null for other indicators and where not told
--   has_few_cases (boolean): these are too few to judge the rate by (rule few_cases)
-- missing: an indicator that a report does not tell is a row without a value: not ranked, not counted in the standing, never 0
with wanted as (
    select *
    from wanted_indicators(coalesce($indicators, [
        'disclosure.website', 'disclosure.weibo', 'disclosure.wechat', 'weibo.resolved', 'hotline12345.received',
        'hotline12345.close_rate', 'petition.received', 'petition.close_rate', 'applications.received', 'review.total'
    ]))
),
told as (
    select *
    from numbers_ranked('fact', (select list(indicator) from wanted), null, $year, $year, $region_id, $kind)
),
grid as (
    select
        p.office_id, p.office_code, p.office_name, p.kind, p.region_name, w.*, rp.report_id,
        t.value,
        case when t.value is not null then t.qualifier end as qualifier,
        coalesce(t.status, 'missing') as status,
        t.shown_value, t.previous_value, t.change, t.change_pct, t.direction, t.rank_of_kind, t.tied_count_of_kind,
        coalesce(max(t.ranked_count_of_kind) over peers, 0) as ranked_count_of_kind,
        coalesce(max(t.stated_count_of_kind) over peers, 0) as stated_count_of_kind,
        100.0 * (t.ranked_count_of_kind - t.rank_of_kind - (t.tied_count_of_kind - 1) / 2.0)
            / nullif(t.ranked_count_of_kind - 1, 0) as standing_pct,
        t.fact_no,
        t.cases_count,
        coalesce(t.has_few_cases, false) as has_few_cases
    from chosen_reports($region_id, $kind, null, $year, $year) as rp
    join chosen($region_id, $kind, null) as p on p.office_id = rp.office_id
    cross join wanted as w
    left join told as t on t.office_id = p.office_id and t.indicator = w.indicator
    window peers as (partition by w.indicator, p.kind)
),
averaged as (
    select
        g.*, avg(g.standing_pct) over (partition by g.office_id) as mean_standing_pct,
        case when g.unit = '%' then abs(g.change) >= m.rate_threshold
            else abs(g.change) >= m.least_count and coalesce(abs(g.change_pct) >= m.count_threshold, true) end as is_material
    from grid as g
    cross join material_changes() as m
)
select
    a.office_code, a.office_name, a.kind, a.region_name, a.indicator, a.name_zh, a.unit, a.polarity, a.value, a.qualifier,
    a.status, a.shown_value, a.previous_value, a.change, a.change_pct, a.direction,
    a.rank_of_kind, a.tied_count_of_kind, a.ranked_count_of_kind, a.stated_count_of_kind, a.standing_pct, a.mean_standing_pct,
    case when a.polarity <> 'neutral' and a.direction is not null then
        a.is_material and a.direction = case a.polarity when 'higher_is_better' then 'down' else 'up' end end as is_worse,
    case when a.polarity <> 'neutral' and a.direction is not null then
        a.is_material and a.direction = case a.polarity when 'higher_is_better' then 'up' else 'down' end end as is_better,
    a.report_id, a.fact_no, a.cases_count, a.has_few_cases
from averaged as a
where $office_codes is null or a.office_code = any($office_codes)
order by round(a.mean_standing_pct, 6) nulls last, a.office_code, a.ordinal
