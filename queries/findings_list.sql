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
--   advice (varchar): what the office should do about it; empty where the rule has none
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
--   is_equation (boolean): left and right are numbers that should agree
--   printed (struct(report_id integer, fact_no smallint)[]): those of them that have a place in the original: a cell that is not printed has none
-- missing: offices and years without findings have no row; that is no proof of health, see not_assessable and coverage
with named as (
    select *
    from named_findings(
        'check', $region_id, $kind, $office_codes, $from_year, $to_year, $topic, $severity, $status, $rule)
),
places as (
    select finding_no, unnest(evidence) as place from named
),
unprinted as (
    select f.report_id, f.fact_no
    from fact_by_office as f
    where f.status = 'missing'
      and f.office_id in (select office_id from chosen($region_id, $kind, $office_codes))
      and ($to_year is null or f.year <= $to_year)
      and ($from_year is null or f.year >= $from_year - 1)
),
printed as (
    select p.finding_no, list(p.place order by p.place.report_id, p.place.fact_no) as printed
    from places as p
    left join unprinted as u on u.report_id = p.place.report_id and u.fact_no = p.place.fact_no
    where u.report_id is null
    group by p.finding_no
)
select n.* exclude (rule_ordinal), coalesce(u.is_equation, false) as is_equation, coalesce(p.printed, []) as printed
from named as n
left join printed as p on p.finding_no = n.finding_no
left join rule as u on u.rule = n.rule
order by
    n.year desc,
    case n.status when 'failed' then 1 when 'notice' then 2 else 3 end,
    case n.severity when 'high' then 1 when 'medium' then 2 else 3 end,
    n.rule_ordinal,
    n.office_code, n.finding_no
