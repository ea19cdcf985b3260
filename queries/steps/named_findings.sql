-- 所选单位的发现，带名称并与上年比较 (Findings on the offices chosen, with names, compared with the year before)
-- grain: one row a finding
-- parameters:
--   finding_kind (varchar): check or weak_spot
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   topic (varchar, optional): problem topic
--   severity (varchar, optional): high, medium or low
--   status (varchar, optional): failed, not_assessable, notice or refuted
--   rule (varchar, optional): rule id
-- columns:
--   finding_no (integer): number of the finding
--   rule (varchar): rule id
--   rule_name (varchar): its name: that of the fault, unless the rule cannot be judged
--   status (varchar): failed, not_assessable, notice or refuted
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
--   advice (varchar): what the office should do about it; empty where the rule has none
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
--   rule_ordinal (smallint): place of the rule in the rule table; 32767 for one that it does not have
-- missing: offices and years without findings have no row
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
kept as (
    select f.*
    from judged_findings() as f
    where f.kind = $finding_kind
      and ($from_year is null or f.year >= $from_year - 1)
      and ($to_year is null or f.year <= $to_year)
      and ($topic is null or f.topic = $topic)
      and ($severity is null or f.severity = $severity)
      and ($status is null or f.status = $status)
      and ($rule is null or f.rule = $rule)
      and f.office_id in (select office_id from chosen)
),
compared as (
    select
        k.*,
        k.years_lasted > 1
            -- By a percentage point, an item, a day: less is not called worse; nor is an office whose own number has
            -- not moved away, where the others moved.
            and abs(k.left_value - k.right_value) >= 1 + lag(abs(k.left_value - k.right_value)) over story
            and (k.left_value - lag(k.left_value) over story) * sign(k.left_value - k.right_value) > 0
            and lag(k.year) over story = k.year - 1 as is_worsening
    from kept as k
    window story as (partition by k.office_id, k.rule, k.subject order by k.year, k.finding_no)
)
select
    f.finding_no, f.rule,
    -- What is found is named by the fault; what cannot be judged by what was to hold.
    case when f.status <> 'not_assessable' and r.fault_zh <> '' then r.fault_zh else coalesce(r.name_zh, f.rule) end as rule_name,
    f.status, f.severity,
    c.office_code, c.office_name, c.kind, c.region_name, f.year, f.report_id, f.subject, f.message,
    f.left_value, f.right_value, f.years_lasted, f.self_told, f.topic, tp.name_zh as topic_name,
    coalesce(f.is_worsening, false) as is_worsening,
    coalesce(r.legal_basis, '') as legal_basis,
    coalesce(r.advice, '') as advice,
    f.evidence,
    coalesce(r.ordinal, 32767)::smallint as rule_ordinal
from compared as f
join chosen as c on c.office_id = f.office_id
left join rule as r on r.rule = f.rule
left join topic as tp on tp.topic = f.topic
where $from_year is null or f.year >= $from_year
