-- 各条发现，公开办核实为误报的另列 (Findings, those that the staff held to be false set apart)
-- grain: one row a finding
-- parameters:
-- columns:
--   finding_no (integer): number of the finding
--   rule (varchar): rule id
--   kind (varchar): check or weak_spot
--   status (varchar): failed, not_assessable, notice, or refuted: failed or a notice, and held to be false (误报), or failed and retold by, or retelling alone, what was
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
with said_false as (
    select o.office_id, v.year, v.rule, v.subject
    from finding_opinion as v
    join office as o on o.office_code = v.office_code
    where v.kind = 'verdict' and v.verdict = '误报'
),
-- A weak spot that only retells a check: of the two one is not true where the other is held to be false.
retold as (
    select * from (values ('report_incomplete', 'section_missing'), ('report_late', 'published_late')) as r (weak_spot, check_rule)
),
false_checks as (
    select s.office_id, s.year, r.check_rule as rule
    from said_false as s
    join retold as r on r.weak_spot = s.rule
),
false_weak_spots as (
    select f.office_id, f.year, r.weak_spot as rule
    from finding as f
    join retold as r on r.check_rule = f.rule
    left join said_false as s
        on s.office_id = f.office_id and s.year = f.year and s.rule = f.rule and s.subject = f.subject
    where f.status = 'failed'
    group by f.office_id, f.year, r.weak_spot
    having count(*) = count(s.rule)
)
select
    f.finding_no, f.rule, f.kind,
    case
        when v.rule is not null and f.status in ('failed', 'notice') then 'refuted'
        when f.status = 'failed' and (c.rule is not null or w.rule is not null) then 'refuted'
        else f.status
    end as status,
    f.severity, f.office_id, f.year, f.report_id, f.subject, f.message, f.left_value, f.right_value, f.years_lasted,
    f.self_told, f.topic, f.evidence
from finding as f
left join said_false as v
    on v.office_id = f.office_id and v.year = f.year and v.rule = f.rule and v.subject = f.subject
left join false_checks as c on c.office_id = f.office_id and c.year = f.year and c.rule = f.rule
left join false_weak_spots as w on w.office_id = f.office_id and w.year = f.year and w.rule = f.rule
