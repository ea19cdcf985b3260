-- 勾稽核查和形式核查发现了什么？ (Findings of the checks, failed first)
-- grain: one row a finding of kind check
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   topic (varchar, optional): problem topic
--   severity (varchar, optional): high, medium or low
--   status (varchar, optional): failed, not_assessable or notice
--   rule (varchar, optional): rule id
-- columns:
--   finding_no (integer): number of the finding in this generation
--   rule (varchar): rule id
--   rule_name (varchar): its name
--   status (varchar): failed, not_assessable (a number is lacking) or notice
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
--   is_worsening (boolean): the same rule and subject was found the year before and is worse now
--   legal_basis (varchar): where the rule comes from
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: offices and years without findings have no row; that is no proof of health, see not_assessable and coverage
with chosen as (
    select o.office_id, o.office_code, o.name as office_name, o.kind, r.name as region_name, o.from_year, o.to_year
    from office as o
    left join region as r on r.region_id = o.region_id
    where ($region_id is null or list_contains(r.path, $region_id))
      and ($kind is null or o.kind = $kind)
      and ($office_codes is null or o.office_code = any($office_codes))
),
kept as (
    select f.*
    from finding as f
    where f.kind = 'check'
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
            and abs(k.left_value - k.right_value) > lag(abs(k.left_value - k.right_value)) over story
            and lag(k.year) over story = k.year - 1 as is_worsening
    from kept as k
    window story as (partition by k.office_id, k.rule, k.subject order by k.year, k.finding_no)
)
select
    f.finding_no, f.rule, coalesce(r.name_zh, f.rule) as rule_name, f.status, f.severity,
    c.office_code, c.office_name, c.kind, c.region_name, f.year, f.report_id, f.subject, f.message,
    f.left_value, f.right_value, f.years_lasted, f.self_told, f.topic, tp.name_zh as topic_name,
    coalesce(f.is_worsening, false) as is_worsening,
    coalesce(r.legal_basis, '') as legal_basis,
    f.evidence
from compared as f
join chosen as c on c.office_id = f.office_id
left join rule as r on r.rule = f.rule
left join topic as tp on tp.topic = f.topic
where $from_year is null or f.year >= $from_year
order by
    f.year desc,
    case f.status when 'failed' then 1 when 'notice' then 2 else 3 end,
    case f.severity when 'high' then 1 when 'medium' then 2 else 3 end,
    coalesce(r.ordinal, 32767),
    c.office_code, f.finding_no
