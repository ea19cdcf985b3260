-- 这个单位某年的各项指标，在同类单位中处于什么位置？ (One office and year: each indicator on the range of its like-kind peers)
-- grain: one row an indicator asked for
-- parameters:
--   office_code (varchar): office
--   year (smallint): year
--   indicators (varchar[], optional): indicator ids; without it those that leaders ask about
--   from_year (smallint, optional): first year of the series; without it the year alone
--   region_id (varchar, optional): region that bounds the peers, all below it included; the office itself is always among them
-- columns:
--   indicator (varchar): indicator id
--   name_zh (varchar): its name
--   indicator_group (varchar): group of the dictionary
--   unit (varchar): unit of the dictionary
--   polarity (varchar): higher_is_better, lower_is_better or neutral
--   value (double): the office's number in its unit; null unless status is stated or computed
--   shown_value (double): the same as shown: rates with one decimal
--   qualifier (varchar): = exact, >= at least, ~ about; null without a value
--   status (varchar): stated, computed (a close rate from exact cases), blank, unreadable, conflict, missing (the report does not tell it), no_cases (a close rate of 0 cases) or no_report
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
    select o.office_id, o.kind, o.is_fictional from office as o where o.office_code = $office_code
),
-- Example offices and real ones share no range, and an office that waits for its place has no peers.
peers as (
    select c.office_id
    from chosen($region_id, (select kind from own), null) as c
    join own on own.is_fictional = c.is_fictional
    where not c.is_queued
    union
    select office_id from own
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
told as (
    select t.*
    from told_numbers(
        'fact', (select list(indicator) from wanted), null, $year - 1, $year, null, (select kind from own), null) as t
    where t.office_id in (select office_id from peers)
),
cases as (
    select c.*
    from cases_told('fact', $year - 1, $year, null, (select kind from own), null) as c
    where c.office_id in (select office_id from peers)
),
-- What compares offices or years goes by what is shown.
shown as (
    select
        t.*, w.polarity, w.unit as dictionary_unit,
        case when w.unit = '%' then round(t.value, 1) else t.value end as shown_value,
        c.cases_count,
        coalesce(c.has_few_cases, false) as has_few_cases
    from told as t
    join wanted as w on w.indicator = t.indicator
    left join cases as c
        on c.office_id = t.office_id and c.year = t.year and c.subject || '.close_rate' = t.indicator
),
judged as (
    select
        indicator,
        count(*) as judged_count,
        min(value) as lowest, max(value) as highest,
        quantile_cont(value, 0.25) as q1, quantile_cont(value, 0.5) as median, quantile_cont(value, 0.75) as q3,
        any_value(polarity) <> 'neutral' and count(*) >= 3 and min(shown_value) < max(shown_value) as is_ranked
    from shown
    where year = $year and value is not null and not has_few_cases
    group by indicator
),
ranked as (
    select
        s.*,
        rank() over (
            partition by s.indicator
            order by case when s.polarity = 'lower_is_better' then s.shown_value else -s.shown_value end
        ) as place,
        count(*) over (partition by s.indicator, s.shown_value) as tied
    from shown as s
    where s.year = $year and s.value is not null and not s.has_few_cases
),
now as (
    select s.*, r.place, r.tied
    from shown as s
    left join ranked as r on r.indicator = s.indicator and r.office_id = s.office_id
    where s.year = $year and s.office_id in (select office_id from own)
),
before as (
    select s.* from shown as s where s.year = $year - 1 and s.office_id in (select office_id from own)
),
compared as (
    select
        w.*,
        now.value, now.shown_value, now.qualifier, now.status, now.cases_count as told_cases, now.has_few_cases, now.place, now.tied,
        now.fact_no, before.value as previous_value, before.has_few_cases as had_few_cases,
        case when w.unit = '%' then round(now.shown_value - before.shown_value, 1)
            else now.shown_value - before.shown_value end as change
    from wanted as w
    left join now on now.indicator = w.indicator
    left join before on before.indicator = w.indicator
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
reports as (
    select rp.report_id, rp.office_id
    from report as rp
    where rp.is_current and rp.year = $year and rp.office_id in (select office_id from peers)
)
select
    c.indicator, c.name_zh, c.indicator_group, c.unit, c.polarity, c.value, c.shown_value,
    case when c.value is not null then c.qualifier end as qualifier,
    case
        when o.report_id is null then 'no_report'
        when c.value is null and k.cases_count = 0 then 'no_cases'
        else coalesce(c.status, 'missing')
    end as status,
    c.previous_value, c.change,
    case when c.unit <> '%' then 100.0 * c.change / nullif(abs(c.previous_value), 0) end as change_pct,
    case
        when c.change is null or c.has_few_cases or c.had_few_cases then null
        when c.change > 0 then 'up'
        when c.change < 0 then 'down'
        else 'same'
    end as direction,
    k.cases_count,
    coalesce(k.has_few_cases, false) as has_few_cases,
    (select count(*) from reports) as reported_count_of_kind,
    coalesce(j.judged_count, 0)::bigint as judged_count_of_kind,
    j.lowest as lowest_of_kind, j.q1 as q1_of_kind, j.median as median_of_kind, j.q3 as q3_of_kind,
    j.highest as highest_of_kind,
    case when j.is_ranked then c.place end as rank_of_kind,
    case when j.is_ranked and c.place is not null then c.tied end as tied_count_of_kind,
    case when j.is_ranked then j.judged_count end as ranked_count_of_kind,
    case
        when not j.is_ranked or c.place is null or j.judged_count < 4 then null
        when c.value = j.median then 'middle'
        when case when c.polarity = 'lower_is_better' then c.value >= j.q3 else c.value <= j.q1 end then 'behind'
        when case when c.polarity = 'lower_is_better' then c.value <= j.q1 else c.value >= j.q3 end then 'ahead'
        else 'middle'
    end as standing,
    coalesce(s.series_years, []) as series_years,
    coalesce(s.series_values, []) as series_values,
    o.report_id,
    c.fact_no
from compared as c
cross join own
left join reports as o on o.office_id = own.office_id
left join cases as k
    on k.office_id = own.office_id and k.year = $year and k.subject || '.close_rate' = c.indicator
left join series as s on s.indicator = c.indicator
left join judged as j on j.indicator = c.indicator
order by c.ordinal
