-- 最需要关注的是哪些单位的哪件事，多久了，上年承诺过什么，要请单位说明什么？ (Weak spots by office and matter, gravest first)
-- grain: one row an office and matter with a weak spot found that year, however many rules found it
-- parameters:
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   matter (varchar): matter id
--   matter_subject (varchar): the watched column, where the matter is one; empty otherwise
--   matter_name (varchar): the matter in words
--   severity (varchar): the gravest of its findings
--   years_lasted (bigint): years in a row up to this one in which the matter was found, or the longest run that one rule tells
--   is_worsening (boolean): one of its findings is worse than the year before
--   self_told (boolean): the office itself told one of them in section 五
--   finding_count (bigint): findings
--   finding_nos (integer[]): their numbers, the leading one first
--   finding_keys (struct(rule_id varchar, subject varchar)[]): rule id and subject of each, in the same order
--   rule_names (varchar[]): names of the other rules that found it
--   report_id (integer): report concerned
--   topic (varchar): topic of the leading finding
--   message (varchar): sentence of the leading finding
--   evidence (struct(report_id integer, fact_no smallint)[]): what it rests on
--   question (varchar): what the office is asked to explain
--   indicator (varchar): number whose course shows it; null without one
--   indicator_name (varchar): its name
--   unit (varchar): its unit
--   series_years (smallint[]): years that tell the number; empty when there is none
--   series_values (double[]): the number of each of these years
--   value (double): the number of this year; null when it is not told
--   qualifier (varchar): = exact, >= at least, ~ about: of the number of this year
--   previous_value (double): the number of the year before
--   previous_qualifier (varchar): the same of it
--   plan_quote (varchar): what the report of the year before promised on this matter; null when nothing was found
--   plan_year (smallint): year of that report
--   plan_report_id (integer): that report
--   plan_no (smallint): the promise's number in it
-- missing: an office without a weak spot has no row; that is no proof of health where reports are lacking; a number not told is left out of the course
with found as (
    select * from weak_matters($year, $region_id, $kind, $office_codes)
),
now as (
    select
        *,
        row_number() over (
            partition by office_id, matter, matter_subject
            order by case severity when 'high' then 1 when 'medium' then 2 else 3 end, is_worsening desc,
                years_lasted desc, rule_ordinal, finding_no
        ) as place
    from found
    where year = $year
),
cards as (
    select
        n.office_id, n.matter, n.matter_subject,
        any_value(n.office_code) as office_code, any_value(n.office_name) as office_name,
        any_value(n.office_kind) as kind, any_value(n.region_name) as region_name,
        any_value(n.matter_name) as matter_name, any_value(n.matter_ordinal) as matter_ordinal,
        any_value(n.indicator) as indicator,
        arg_min(n.severity, n.place) as severity,
        greatest(max(n.matter_years), max(n.years_lasted)) as years_lasted,
        bool_or(n.is_worsening) as is_worsening, bool_or(n.self_told) as self_told,
        count(*) as finding_count,
        list(n.finding_no order by n.place) as finding_nos,
        list({'rule_id': n.rule, 'subject': n.subject} order by n.place) as finding_keys,
        list_sort(list_distinct(list(n.rule_name) filter (where n.place > 1))) as rule_names,
        arg_min(n.report_id, n.place) as report_id,
        max(n.topic) filter (where n.place = 1) as topic,
        arg_min(n.message, n.place) as message, arg_min(n.evidence, n.place) as evidence,
        arg_min(n.question, n.place) as question
    from now as n
    group by n.office_id, n.matter, n.matter_subject
),
numbers as (
    select c.office_id, c.matter, c.matter_subject, t.year, t.value, t.qualifier
    from cards as c
    join told_numbers(
        'fact_by_office', (select list(distinct indicator) from cards where matter_subject = ''), '', null, $year,
        $region_id, $kind, $office_codes) as t
        on t.office_id = c.office_id and t.indicator = c.indicator
    where c.matter_subject = '' and t.value is not null
    union all
    select c.office_id, c.matter, c.matter_subject, f.year, sum(f.value),
        case when bool_or(f.qualifier = '~') then '~' when bool_or(f.qualifier = '>=') then '>=' else '=' end
    from cards as c
    join column_names() as n on n.column_name = c.matter_subject
    join fact_by_office as f
        on f.office_id = c.office_id and f.indicator = 'disclosure.column' and f.breakdown = n.printed_name
    where c.matter_subject <> ''
      and f.year <= $year
      and f.status = 'stated'
      and f.role in ('leading', 'conflict')
    group by c.office_id, c.matter, c.matter_subject, f.year
    having bool_and(f.role = 'leading')
),
courses as (
    select
        office_id, matter, matter_subject,
        list(year order by year) as series_years, list(value order by year) as series_values,
        max(value) filter (where year = $year) as value,
        max(qualifier) filter (where year = $year) as qualifier,
        max(value) filter (where year = $year - 1) as previous_value,
        max(qualifier) filter (where year = $year - 1) as previous_qualifier
    from numbers
    group by office_id, matter, matter_subject
),
-- Of the matter itself: its words, its column, or the topic that its leading finding is of.
plans as (
    select
        c.office_id, c.matter, c.matter_subject, p.quote, p.year, p.report_id, p.problem_no
    from cards as c
    join measures_told() as p on p.office_id = c.office_id and p.year = $year - 1
        and case p.about
            when 'matter' then p.subject = c.matter
            when 'column' then p.subject = c.matter_subject
            else c.matter = 'self_told' and p.subject = c.topic
        end
    qualify row_number() over (
        partition by c.office_id, c.matter, c.matter_subject
        order by not contains(p.quote, c.matter_subject), p.problem_no) = 1
)
select
    c.office_code, c.office_name, c.kind, c.region_name, c.matter, c.matter_subject, c.matter_name, c.severity,
    c.years_lasted,
    c.is_worsening, c.self_told, c.finding_count, c.finding_nos, c.finding_keys,
    coalesce(c.rule_names, []) as rule_names, c.report_id,
    c.topic, c.message, c.evidence, c.question, c.indicator,
    i.name_zh as indicator_name, i.unit,
    coalesce(s.series_years, []) as series_years, coalesce(s.series_values, []) as series_values, s.value,
    coalesce(s.qualifier, '=') as qualifier, s.previous_value, coalesce(s.previous_qualifier, '=') as previous_qualifier, p.quote as plan_quote, p.year as plan_year, p.report_id as plan_report_id, p.problem_no as plan_no
from cards as c
left join courses as s
    on s.office_id = c.office_id and s.matter = c.matter and s.matter_subject = c.matter_subject
left join plans as p
    on p.office_id = c.office_id and p.matter = c.matter and p.matter_subject = c.matter_subject
left join indicator as i on i.indicator = c.indicator
order by
    case c.severity when 'high' then 1 when 'medium' then 2 else 3 end, c.years_lasted desc, c.is_worsening desc,
    c.finding_count desc, c.matter_ordinal, c.office_code
