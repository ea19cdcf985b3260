-- 查出的薄弱环节各属哪个单位的哪件事 (Weak spots found, each with the office's matter that it belongs to)
-- grain: one row a finding of kind weak_spot and status failed, of every year up to the one given
-- parameters:
--   year (smallint): last year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
-- columns:
--   finding_no (integer): number of the finding
--   office_id (integer): office
--   office_code (varchar): its code
--   office_name (varchar): its name
--   office_kind (varchar): its kind
--   region_name (varchar): its region
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   rule (varchar): rule id
--   rule_name (varchar): its name: that of the fault, unless the rule cannot be judged
--   rule_ordinal (smallint): its place in the rule table
--   subject (varchar): what within the rule
--   severity (varchar): high, medium or low
--   message (varchar): the sentence
--   years_lasted (smallint): years in a row by this rule
--   matter_years (bigint): years in a row up to this one in which the office's matter was found, by whichever rule
--   is_worsening (boolean): the same rule and subject was found the year before and is worse now
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): problem topic; null when it belongs to none
--   matter (varchar): matter id
--   matter_ordinal (smallint): its place in the table of matters
--   matter_subject (varchar): the watched column, where the matter is one; empty otherwise
--   matter_name (varchar): the matter in words
--   indicator (varchar): number whose course shows it; null when there is none
--   question (varchar): what the office is asked to explain
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a rule that the table of matters does not have is a matter of its own, named as the rule
with found as (
    select *
    from named_findings(
        'weak_spot', $region_id, $kind, $office_codes, null, $year, null, null, 'failed', null)
),
-- A topic told in no sentence but those of one column is that column's: 更新不及时 of a report whose only late thing is 社会救助.
told as (
    select
        p.report_id, p.topic,
        count(distinct p.problem_no) as problem_count,
        count(distinct p.problem_no) filter (where c.column_name is not null) as column_problem_count,
        arg_min(c.column_name, c.ordinal) as column_name,
        count(distinct c.column_name) as column_count
    from problem as p
    left join problems_of_columns() as c on c.report_id = p.report_id and c.quote = p.quote
    where p.kind = 'problem'
      and p.office_id in (select office_id from chosen($region_id, $kind, $office_codes))
    group by p.report_id, p.topic
),
placed as (
    select
        f.*,
        case
            when coalesce(own.matter, any_subject.matter) in ('column', 'self_told') and t.column_name is not null then 'column'
            else coalesce(own.matter, any_subject.matter, f.rule)
        end as matter,
        case
            when coalesce(own.matter, any_subject.matter) in ('column', 'self_told') and t.column_name is not null then t.column_name
            when coalesce(own.matter, any_subject.matter) = 'column' then f.subject
            else ''
        end as matter_subject,
        coalesce(own.question, any_subject.question, '') as question
    from found as f
    left join rule_matter as own on own.rule = f.rule and own.subject = f.subject and own.subject <> ''
    left join rule_matter as any_subject on any_subject.rule = f.rule and any_subject.subject = ''
    left join told as t
        on t.report_id = f.report_id and t.topic = f.subject and t.column_count = 1
        and t.column_problem_count = t.problem_count
),
islands as (
    select
        *,
        year - dense_rank() over (partition by office_code, matter, matter_subject order by year) as island
    from placed
)
select
    p.finding_no, c.office_id, p.office_code, p.office_name, p.kind as office_kind, p.region_name, p.year, p.report_id,
    p.rule, p.rule_name, p.rule_ordinal, p.subject, p.severity, p.message, p.years_lasted,
    dense_rank() over (partition by p.office_code, p.matter, p.matter_subject, p.island order by p.year) as matter_years,
    p.is_worsening, p.self_told, p.topic,
    p.matter, coalesce(m.ordinal, 32767)::smallint as matter_ordinal, p.matter_subject,
    replace(coalesce(m.name_zh, p.rule_name), '{}', p.matter_subject) as matter_name,
    m.indicator,
    replace(
        replace(p.question, '{years}', p.years_lasted::varchar), '{subject}', p.matter_subject) as question,
    p.evidence
from islands as p
join chosen($region_id, $kind, $office_codes) as c on c.office_code = p.office_code
left join matter as m on m.matter = p.matter
