-- 这份年报写了哪些数字，各在哪一句、哪一格？ (One report: its facts with their evidence)
-- grain: one row a fact of the report, numbers not yet assigned included
-- parameters:
--   report_id (integer): report
-- columns:
--   fact_no (smallint): order within the report
--   indicator (varchar): indicator id; empty for a number that is not assigned yet
--   name_zh (varchar): its name; empty for a number that is not assigned yet
--   breakdown (varchar): applicant kind or column name; empty otherwise
--   value (double): the number in its unit; null unless status is stated
--   qualifier (varchar): = exact, >= at least, ~ about
--   unit (varchar): unit as printed
--   status (varchar): stated, blank, missing or unreadable
--   source (varchar): table or text
--   role (varchar): leading, repeat, conflict or unassigned
--   section (varchar): section it stands in
--   quote (varchar): the words as printed
--   locator (varchar): place in the document as read; empty when missing
--   stated_value (double): the printed number where a correction replaced it
--   correction (varchar): why and by whom it was corrected
--   learnt_from (smallint): year for which staff confirmed the same sentence, where the number is read by it
--   learning (varchar): what was made of such a confirmation; null without one
-- missing: cells of the form that are not printed are rows with status missing; numbers that no one told have no row; a report that was taken back has none
with told as (
    select
        f.fact_no, f.indicator, f.breakdown, f.value, f.qualifier, f.unit, f.status, f.source, f.role,
        coalesce(e.section, '') as section, coalesce(e.quote, '') as quote, coalesce(e.locator, '') as locator,
        e.stated_value, e.correction, e.learnt_from, e.learning
    from fact_by_office as f
    left join evidence as e on e.report_id = $report_id and e.fact_no = f.fact_no
    where f.office_id = (select rp.office_id from report as rp where rp.report_id = $report_id)
      and f.year = (select rp.year from report as rp where rp.report_id = $report_id)
      and f.report_id = $report_id
    union all
    -- A version that another has replaced.
    select
        f.fact_no, f.indicator, f.breakdown, f.value, f.qualifier, f.unit, f.status, f.source, f.role,
        f.section, f.quote, f.locator, f.stated_value, f.correction, f.learnt_from, f.learning
    from former_fact as f
    where f.report_id = $report_id
)
select
    t.fact_no, t.indicator, coalesce(i.name_zh, t.indicator) as name_zh, t.breakdown, t.value, t.qualifier, t.unit,
    t.status, t.source, t.role, t.section, t.quote, t.locator, t.stated_value, t.correction, t.learnt_from, t.learning
from told as t
left join indicator as i on i.indicator = t.indicator
order by t.fact_no
