-- 哪些指标“靠后且下滑”：处在同类后四分之一，又比上年明显变差？ (Indicators in the worst quarter that got materially worse)
-- grain: one row an office and indicator that is in the worst quarter of its kind and materially worse than last year
-- parameters:
--   year (smallint): year
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
--   unit (varchar): unit
--   value (double): this year's number
--   previous_value (double): last year's number
--   change (double): value less last year's; percentage points for rates
--   change_pct (double, %): change in percent of last year's; null for rates and where last year is 0
--   rank_of_kind (bigint): place within kind, 1 is best
--   tied_count_of_kind (bigint): offices that share the place
--   ranked_count_of_kind (bigint): offices of the kind that may be ranked; at least 4
--   median_of_kind (double): median of the kind
--   worsening_years (smallint): years in a row up to this one in which it got worse, as shown
--   report_id (integer): current report
--   fact_no (smallint): the fact shown
--   is_refuted (boolean): the staff held a weak spot found in this number that year to be false (误报)
-- missing: offices without the number in both years, neutral indicators, rates of few cases (rule few_cases), changes smaller than rules material_change and material_change_rate ask for, and kinds with fewer than four numbers have no row
with wanted as (
    select *
    from wanted_indicators([
        'disclosure.total', 'disclosure.website', 'disclosure.weibo', 'disclosure.wechat', 'weibo.resolved',
        'hotline12345.close_rate', 'hotline12345.satisfaction_rate', 'petition.close_rate', 'review.total',
        'review.corrected'])
    where polarity <> 'neutral'
),
told as (
    select
        n.*, w.ordinal, w.name_zh, w.unit as usual_unit, w.polarity,
        coalesce(n.direction = case w.polarity when 'higher_is_better' then 'down' else 'up' end, false) as is_worse
    from numbers_ranked('fact', (select list(indicator) from wanted), null, null, $year, $region_id, $kind) as n
    join wanted as w on w.indicator = n.indicator
    where n.value is not null
),
runs as (
    select
        indicator, office_id, year,
        row_number() over (partition by indicator, office_id, is_worse, island order by year) as worsening_years
    from (
        select
            indicator, office_id, year, is_worse,
            year - row_number() over (partition by indicator, office_id, is_worse order by year) as island
        from told
    ) as islands
),
refuted as (
    select distinct f.office_id, m.indicator
    from judged_findings() as f
    join rule_matter as r on r.rule = f.rule and r.subject in ('', f.subject)
    join matter as m on m.matter = r.matter
    where f.kind = 'weak_spot' and f.status = 'refuted' and f.year = $year
      and f.office_id in (select office_id from chosen($region_id, $kind, $office_codes))
)
select
    c.office_code, c.office_name, c.kind, c.region_name, t.indicator, t.name_zh, t.usual_unit as unit, t.value,
    t.previous_value, t.change, t.change_pct, t.rank_of_kind, t.tied_count_of_kind, t.ranked_count_of_kind,
    t.median_of_kind, r.worsening_years::smallint as worsening_years, t.report_id, t.fact_no,
    x.office_id is not null as is_refuted
from told as t
join chosen($region_id, $kind, $office_codes) as c on c.office_id = t.office_id
join runs as r on r.indicator = t.indicator and r.office_id = t.office_id and r.year = t.year
left join refuted as x on x.office_id = t.office_id and x.indicator = t.indicator
cross join material_changes() as m
where t.year = $year
  and t.is_worse
  and t.ranked_count_of_kind >= 4
  and case t.polarity when 'higher_is_better' then t.value <= t.q1_of_kind else t.value >= t.q3_of_kind end
  and t.value <> t.median_of_kind
  and case when t.usual_unit = '%' then abs(t.change) >= m.rate_threshold
      else abs(t.change) >= m.least_count and coalesce(abs(t.change_pct) >= m.count_threshold, true) end
order by worsening_years desc, c.office_code, t.ordinal
