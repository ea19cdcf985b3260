-- 这个单位某年的各项指标，在同类单位中处于什么位置？ (One office and year: each indicator on the range of its like-kind peers)
-- grain: one row an indicator asked for
-- parameters:
--   office_code (varchar): office
--   year (smallint): year
--   indicators (varchar[], optional): indicator ids; without it those that leaders ask about
--   from_year (smallint, optional): first year of the series; without it the year alone
--   region_id (varchar, optional): region that bounds the peers, all below it included; without it, or where the office lies elsewhere, the office's own
-- columns:
--   indicator (varchar): indicator id
--   name_zh (varchar): its name
--   indicator_group (varchar): group of the dictionary
--   unit (varchar): unit of the dictionary
--   polarity (varchar): higher_is_better, lower_is_better or neutral
--   value (double): the office's number in its unit; null unless status is stated or computed
--   shown_value (double): the same as shown: rates with one decimal
--   qualifier (varchar): = exact, >= at least, ~ about; null without a value
--   status (varchar): stated, computed (a close rate from exact cases), blank, unreadable, conflict, pending (told under names of platforms only), missing (the report does not tell it), no_cases (a close rate of 0 cases) or no_report
--   previous_value (double): last year's number
--   change (double): shown value less last year's; percentage points for rates; null unless both are told
--   change_pct (double, %): change in percent of last year's; null for rates and where last year is 0
--   direction (varchar): up, down or same; null without a change or where one of the two years has few cases
--   cases_count (double, 件): cases received that a close rate rests on; null for other indicators and where not told
--   has_few_cases (boolean): these are too few to judge the rate by (rule few_cases)
--   reported_count_of_kind (bigint): offices of the kind with a report on the year, the office itself among them
--   judged_count_of_kind (bigint): offices of the kind whose number is judged: told, and not of few cases
--   lowest_of_kind (double): lowest judged value of the kind
--   q1_of_kind (double): lower quartile
--   median_of_kind (double): median
--   q3_of_kind (double): upper quartile
--   highest_of_kind (double): highest judged value
--   rank_of_kind (bigint): place within the kind by shown values, 1 is best; null when not ranked: workload, few cases, fewer than three offices, all equal
--   tied_count_of_kind (bigint): offices that share the rank
--   ranked_count_of_kind (bigint): offices ranked
--   standing (varchar): behind (in the worse quarter of at least four ranked, and not on the median), ahead (in the better one), middle; null when not ranked or fewer than four are
--   series_years (smallint[]): years of the series with a number told
--   series_values (double[]): the office's numbers of these years
--   report_id (integer): current report; null without one
--   fact_no (smallint): the fact shown, with report_id the way to its evidence
-- missing: an indicator that the report does not tell is a row without a value, never 0; it has its peers all the same
with own as (
    select
        o.office_id, o.kind,
        case when list_contains(r.path, coalesce($region_id, '')) then $region_id else o.region_id end as region_id
    from office as o
    left join region as r on r.region_id = o.region_id
    where o.office_code = $office_code
),
wanted as (
    select i.indicator, i.ordinal, i.name_zh, i.indicator_group, i.unit, i.polarity
    from indicator as i
    where i.indicator = any(coalesce($indicators, [
        'disclosure.website', 'disclosure.weibo', 'disclosure.wechat', 'hotline12345.received', 'hotline12345.close_rate',
        'petition.received', 'petition.close_rate', 'weibo.received', 'weibo.resolved', 'applications.received',
        'applications.carried_forward', 'review.total', 'litigation_direct.total', 'litigation_after_review.total'
    ]))
),
ranked as (
    select n.*, case when not n.has_few_cases then n.value end as judged_value
    from numbers_ranked(
        'fact', (select list(indicator) from wanted), null, $year, $year, (select region_id from own),
        (select kind from own)) as n
),
peers as (
    select
        indicator, count(judged_value) as judged_count, min(judged_value) as lowest, max(judged_value) as highest,
        any_value(median_of_kind) as median, any_value(q1_of_kind) as q1, any_value(q3_of_kind) as q3
    from ranked
    group by indicator
),
now as (
    select r.* from ranked as r where r.office_id in (select office_id from own)
),
series as (
    select
        t.indicator, list(t.year order by t.year) as series_years, list(t.value order by t.year) as series_values
    from told_numbers(
        'fact_by_office', (select list(indicator) from wanted), null, coalesce($from_year, $year), $year, null, null,
        [$office_code]) as t
    where t.value is not null
    group by t.indicator
),
cases as (
    select c.*
    from cases_told('fact_by_office', $year, $year, null, null, [$office_code]) as c
),
reports as (
    select rp.report_id, rp.office_id
    from chosen_reports((select region_id from own), (select kind from own), null, $year, $year) as rp
)
select
    w.indicator, w.name_zh, w.indicator_group, w.unit, w.polarity, n.value, n.shown_value,
    case when n.value is not null then n.qualifier end as qualifier,
    case
        when o.report_id is null then 'no_report'
        else coalesce(n.status, 'missing')
    end as status,
    n.previous_value, n.change, n.change_pct, n.direction,
    k.cases_count,
    coalesce(n.has_few_cases, false) as has_few_cases,
    (select count(*) from reports) as reported_count_of_kind,
    coalesce(p.judged_count, 0)::bigint as judged_count_of_kind,
    p.lowest as lowest_of_kind, p.q1 as q1_of_kind, p.median as median_of_kind, p.q3 as q3_of_kind,
    p.highest as highest_of_kind,
    n.rank_of_kind, n.tied_count_of_kind,
    case when n.rank_of_kind is not null then n.ranked_count_of_kind end as ranked_count_of_kind,
    case
        when n.rank_of_kind is null or n.ranked_count_of_kind < 4 then null
        when n.value = p.median then 'middle'
        when case when w.polarity = 'lower_is_better' then n.value >= p.q3 else n.value <= p.q1 end then 'behind'
        when case when w.polarity = 'lower_is_better' then n.value <= p.q1 else n.value >= p.q3 end then 'ahead'
        else 'middle'
    end as standing,
    coalesce(s.series_years, []) as series_years,
    coalesce(s.series_values, []) as series_values,
    o.report_id,
    n.fact_no
from wanted as w
cross join own
left join reports as o on o.office_id = own.office_id
left join now as n on n.indicator = w.indicator
left join cases as k on k.subject || '.close_rate' = w.indicator
left join peers as p on p.indicator = w.indicator
left join series as s on s.indicator = w.indicator
order by w.ordinal
