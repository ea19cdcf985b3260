-- 对照一张考评表，各单位确定失几分，哪些须由人评判，30天内还可能失几分？ (Self-assessment by a sheet, by office and clause)
-- grain: one row an office of a kind that the sheet assesses and a clause of the sheet
-- parameters:
--   sheet (varchar): sheet id, as assessment_sheets lists them
--   year (smallint): year reported on
--   as_of (date, optional): day on which columns are judged; without it today
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   item (varchar): item of the sheet
--   item_points (double, 分): points of the item; null where they were not seen
--   clause (varchar): what points are taken off for
--   deduction (double, 分): points taken off each time; null where the number was not seen
--   per (varchar): what is counted; empty: taken off once
--   most (double, 分): points that the clause takes off at most; null where those of the item were not seen
--   asks (varchar): what a person has to answer
--   standing (varchar): judged (by a person), lost (surely, and nothing is open), clear (nothing found, and all could be looked at), open (a person has to judge, what is surely lost included), unseen (the item's points were not seen)
--   sure_count (double): cases that decide; percentage points where a rate is judged
--   sure_lost (double, 分): points surely lost by the data
--   judged_points (double, 分): points that a person judged to be lost, which count in place of it; null when nobody did
--   judged_note (varchar): why; null when nobody did
--   judged_by (varchar): who judged; null when nobody did
--   judged_at (timestamp): when, UTC
--   lost (double, 分): points lost by the clause: as judged, else surely
--   open (double, 分): points that the clause may still lose, as a person may judge
--   risk_count (bigint): columns that fall due within 30 days
--   risk_most (double, 分): points that these may take at most; null where the deduction was not seen
--   cases (struct(standing varchar, message varchar, report_id integer, fact_no smallint, url varchar)[]): what it rests on, url the address of a line of the log; hints, which decide nothing, included
--   office_points (double, 分): points of all items whose points were seen
--   office_lost (double, 分): points lost, in each item at most its points
--   office_open (double, 分): points that a person may still take off
--   office_assessable_pct (double, %): share of the points that the clauses can take off that nothing is open of
-- missing: a clause that neither the data nor a person can answer is open, never clear; where there is no report on the year nothing of it is clear
with offices as (
    select c.*
    from chosen($region_id, $kind, $office_codes) as c
    join assessment_sheet as s on s.sheet = $sheet and list_contains(s.kinds, c.kind)
    where not c.is_queued
      and coalesce(c.from_year, 0) <= $year and coalesce(c.to_year, 9999) >= $year
),
clauses as (
    select
        *,
        case when item_points is not null then least(
            item_points, coalesce(cap, item_points), case when per = '' then coalesce(deduction, item_points) else item_points end) end as most
    from assessment_clause
    where sheet = $sheet
),
found as (
    select * from assessed_cases($sheet, $year, $as_of, $region_id, $kind, $office_codes)
),
cases as (
    select
        office_id, item, clause,
        sum(case_count) filter (where standing = 'sure') as sure_count,
        count(*) filter (where standing = 'risk') as risk_count,
        list(struct_pack(standing := standing, message := message, report_id := report_id, fact_no := fact_no, url := url)
            order by case standing when 'sure' then 1 when 'hint' then 2 else 3 end, message) as cases
    from found
    group by office_id, item, clause
),
-- Rates of too few cases to say that points are lost.
hinted as (
    select distinct office_id, item, clause from found where standing = 'hint' and source like 'rate:%'
),
-- What could be looked at completely: each source of a clause by itself.
reported as (
    select office_id from report where is_current and year = $year
),
unsure as (
    select distinct office_id, rule from judged_findings() where year = $year and status in ('not_assessable', 'notice')
),
numbers as (
    select distinct office_id, indicator
    from fact
    where year = $year and breakdown = '' and role = 'leading' and status = 'stated' and qualifier = '='
),
logged as (
    select office_id, count(*) as item_count, count(formed_on) as formed_count
    from column_log
    where year(published_on) = $year
    group by office_id
),
answered as (
    select
        o.office_id, p.item, p.clause,
        bool_and(case split_part(p.source, ':', 1)
            when 'check' then r.office_id is not null and u.office_id is null
            when 'number' then n.office_id is not null
            when 'rate' then n.office_id is not null and h.office_id is null
            -- Whoever's report is stored has made one; of all that a hint tells this alone is sure.
            when 'hint' then p.source = 'hint:report_missing' and r.office_id is not null
            when 'items' then coalesce(l.item_count = l.formed_count, false)
            else false end) as is_complete
    from offices as o
    cross join (select item, clause, unnest(sources) as source from clauses where deduction is not null) as p
    left join reported as r on r.office_id = o.office_id
    left join unsure as u on u.office_id = o.office_id and u.rule = split_part(p.source, ':', 2)
    left join numbers as n on n.office_id = o.office_id and n.indicator = split_part(p.source, ':', 2)
    left join logged as l on l.office_id = o.office_id
    left join hinted as h on h.office_id = o.office_id and h.item = p.item and h.clause = p.clause
    group by o.office_id, p.item, p.clause
),
counted as (
    select
        o.office_id, o.office_code, o.office_name, o.kind, o.region_name, c.ordinal, c.item, c.item_points, c.clause,
        c.deduction, c.per, c.most, c.asks, coalesce(a.is_complete, false) as is_complete,
        coalesce(x.sure_count, 0) as sure_count,
        case when c.most is null or c.deduction is null or x.sure_count is null then 0
            else least(c.most, c.deduction * case when c.per = '' then least(x.sure_count, 1) else x.sure_count end) end as sure_lost,
        j.points as judged_points, j.note as judged_note, j.judged_by, j.judged_at,
        coalesce(x.risk_count, 0) as risk_count, x.cases
    from offices as o
    cross join clauses as c
    left join cases as x on x.office_id = o.office_id and x.item = c.item and x.clause = c.clause
    left join answered as a on a.office_id = o.office_id and a.item = c.item and a.clause = c.clause
    left join assessment_judgement as j
        on j.sheet = $sheet and j.item = c.item and j.clause = c.clause and j.office_code = o.office_code and j.year = $year
),
valued as (
    select
        *,
        coalesce(judged_points, sure_lost) as lost,
        case when judged_points is not null or is_complete or most is null then 0 else most - sure_lost end as open
    from counted
),
of_items as (
    select
        office_id, item, item_points,
        least(item_points, sum(most)) as item_most,
        least(item_points, sum(lost)) as item_lost,
        least(item_points - least(item_points, sum(lost)), sum(open)) as item_open
    from valued
    where item_points is not null
    group by office_id, item, item_points
),
of_offices as (
    select
        office_id, sum(item_points) as office_points, sum(item_lost) as office_lost, sum(item_open) as office_open,
        sum(item_most) as office_most
    from of_items
    group by office_id
)
select
    v.office_code, v.office_name, v.kind, v.region_name, v.item, v.item_points, v.clause, v.deduction, v.per, v.most,
    v.asks,
    case
        when v.most is null then 'unseen'
        when v.judged_points is not null then 'judged'
        when v.open > 0 then 'open'
        when v.lost > 0 then 'lost'
        when v.is_complete then 'clear'
        else 'open'
    end as standing,
    v.sure_count, v.sure_lost, v.judged_points, v.judged_note, v.judged_by, v.judged_at, v.lost,
    v.open, v.risk_count,
    case when v.risk_count = 0 then 0
        when v.judged_points is not null then 0
        when v.deduction is not null then least(v.open, v.deduction * v.risk_count) end as risk_most,
    coalesce(v.cases, []) as cases,
    f.office_points, f.office_lost, f.office_open,
    100.0 * (f.office_most - f.office_open) / nullif(f.office_most, 0) as office_assessable_pct
from valued as v
left join of_offices as f on f.office_id = v.office_id
order by v.office_code, v.ordinal
