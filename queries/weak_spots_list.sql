-- 哪些单位在哪些方面薄弱，理由和依据是什么？ (Weak spots, the gravest first)
-- grain: one row a finding of kind weak_spot
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   topic (varchar, optional): problem topic
--   severity (varchar, optional): high, medium or low
--   status (varchar, optional): failed, not_assessable, notice or refuted
--   rule (varchar, optional): rule id
-- columns:
--   finding_no (integer): number of the finding in this generation
--   rule (varchar): rule id
--   rule_name (varchar): its name: that of the fault, unless the rule cannot be judged
--   status (varchar): failed, not_assessable (a number is lacking), notice, or refuted: held to be false (误报), counted nowhere
--   severity (varchar): high, medium or low
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   year (smallint): year concerned
--   report_id (integer): report concerned; null when the finding is that there is none
--   subject (varchar): what within the rule: applicant, row, column, topic
--   message (varchar): the sentence
--   left_value (double): left side of the equation, or the value judged
--   right_value (double): right side, or what it was judged against
--   years_lasted (smallint): years in a row up to this one
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): topic id; null when it belongs to none
--   topic_name (varchar): its name
--   is_worsening (boolean): the same rule and subject was found the year before and its own number is worse now, by one (percentage point, item, day) or more; a year more that it has lasted is not worse
--   legal_basis (varchar): where the rule comes from
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: offices and years without findings have no row; that is no proof of health, see not_assessable and coverage
select * exclude (rule_ordinal, advice)
from named_findings(
    'weak_spot', $region_id, $kind, $office_codes, $from_year, $to_year, $topic, $severity, $status, $rule)
order by
    year desc,
    case status when 'failed' then 1 when 'notice' then 2 else 3 end,
    case severity when 'high' then 1 when 'medium' then 2 else 3 end,
    is_worsening desc, years_lasted desc,
    office_code, finding_no
