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
-- missing: cells of the form that are not printed are rows with status missing; numbers that no one told have no row
select
    f.fact_no, f.indicator, coalesce(i.name_zh, f.indicator) as name_zh, f.breakdown, f.value, f.qualifier, f.unit,
    f.status, f.source, f.role,
    coalesce(e.section, '') as section, coalesce(e.quote, '') as quote, coalesce(e.locator, '') as locator,
    e.stated_value, e.correction, e.learnt_from, e.learning
from fact_by_office as f
left join evidence as e on e.report_id = $report_id and e.fact_no = f.fact_no
left join indicator as i on i.indicator = f.indicator
where f.office_id = (select rp.office_id from report as rp where rp.report_id = $report_id)
  and f.year = (select rp.year from report as rp where rp.report_id = $report_id)
  and f.report_id = $report_id
order by f.fact_no
