-- 各条发现，公开办核实为误报的另列 (Findings, those that the staff held to be false set apart)
-- grain: one row a finding
-- parameters:
-- columns:
--   finding_no (integer): number of the finding
--   rule (varchar): rule id
--   kind (varchar): check or weak_spot
--   status (varchar): failed, not_assessable, notice, or refuted: failed or a notice, and held to be false (误报)
--   severity (varchar): high, medium or low
--   office_id (integer): office
--   year (smallint): year concerned
--   report_id (integer): report concerned; null when the finding is that there is none
--   subject (varchar): what within the rule: applicant, row, column, topic
--   message (varchar): the sentence
--   left_value (double): left side of the equation, or the value judged
--   right_value (double): right side, or what it was judged against
--   years_lasted (smallint): years in a row up to this one
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): topic id; null when it belongs to none
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a finding of which nobody said anything keeps its status
select
    f.finding_no, f.rule, f.kind,
    case when v.rule is not null and f.status in ('failed', 'notice') then 'refuted' else f.status end as status,
    f.severity, f.office_id, f.year, f.report_id, f.subject, f.message, f.left_value, f.right_value, f.years_lasted,
    f.self_told, f.topic, f.evidence
from finding as f
join office as o on o.office_id = f.office_id
left join finding_opinion as v
    on v.office_code = o.office_code and v.year = f.year and v.rule = f.rule and v.subject = f.subject
    and v.kind = 'verdict' and v.verdict = '误报'
