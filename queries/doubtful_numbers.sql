-- 哪些数字还没有归入指标、前后不一致或无法辨认，写在哪里？ (Numbers that wait for a person, with their places)
-- grain: one row a number of a current report that is unassigned, in conflict or unreadable
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   year (smallint): year reported on
--   report_id (integer): current report
--   fact_no (smallint): the number within the report
--   doubt (varchar): unassigned, conflict or unreadable
--   indicator (varchar): indicator id; empty when unassigned
--   name_zh (varchar): its name; empty when unassigned
--   breakdown (varchar): applicant kind or column name; empty otherwise
--   value (double): the number as read; null when unreadable
--   unit (varchar): unit as printed
--   qualifier (varchar): = exact, >= at least, ~ about
--   section (varchar): section it stands in
--   quote (varchar): the words as printed
--   locator (varchar): place in the document as read
--   learning (varchar): why staff's confirmation of another year was not followed; null without one
-- missing: blank cells and cells not printed are no doubt and have no row, nor have numbers that a person decided about, here or in another year of the office
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
doubted as (
    select f.*, case when f.status = 'unreadable' then 'unreadable' else f.role end as doubt
    from fact_by_office as f
    where (f.status = 'unreadable' or f.role in ('unassigned', 'conflict'))
      and ($from_year is null or f.year >= $from_year)
      and ($to_year is null or f.year <= $to_year)
      and f.office_id in (select office_id from chosen)
)
select
    c.office_code, c.office_name, d.year, d.report_id, d.fact_no, d.doubt,
    d.indicator, coalesce(i.name_zh, d.indicator) as name_zh, d.breakdown, d.value, d.unit, d.qualifier,
    coalesce(e.section, '') as section, coalesce(e.quote, '') as quote, coalesce(e.locator, '') as locator,
    e.learning
from doubted as d
join chosen as c on c.office_id = d.office_id
left join evidence as e on e.report_id = d.report_id and e.fact_no = d.fact_no
left join indicator as i on i.indicator = d.indicator
where e.correction is null and e.learnt_from is null
order by d.year desc, c.office_code, d.fact_no
