-- 这份年报的各项核查，哪些通过、哪些不通过、哪些无法核对？ (One report: the result of each check)
-- grain: one row a check that is switched on
-- parameters:
--   report_id (integer): report
-- columns:
--   rule (varchar): check id
--   rule_name (varchar): its name
--   status (varchar): passed, failed, not_assessable (a number is lacking), notice (something to look at), refuted (all that it found was held to be false), or not_applicable (the report holds nothing that it judges)
--   finding_count (bigint): findings of the check in this report, without those held to be false
-- missing: an older version of a report is not judged and has no rows; a check passes only where the report holds what it judges and nothing was found
with own as (
    select
        rp.report_id, rp.office_id, rp.year, rp.form, n.kind,
        rp.form <> 'none' or rp.year >= 2019 as has_tables
    from report as rp
    join office as n on n.office_id = rp.office_id
    where rp.report_id = $report_id and rp.is_current
),
told as (
    select
        count(*) filter (where f.indicator in ('hotline12345.close_rate', 'petition.close_rate')) > 0 as has_rate,
        count(*) filter (where f.indicator in (
            'hotline12345.received', 'hotline12345.closed', 'petition.received', 'petition.closed')) > 0 as has_cases,
        count(*) filter (where f.indicator = 'disclosure.column') >= 3 as has_columns,
        count(*) filter (where f.source = 'text' and f.indicator in (
            'applications.received', 'applications.carried_in', 'applications.carried_forward', 'review.cases',
            'litigation.cases', 'disclosure.normative_documents')) > 0 as has_pairs
    from fact_by_office as f
    where f.office_id in (select office_id from own)
      and f.year in (select year from own)
      and f.report_id = $report_id
      and f.status = 'stated'
      and f.role in ('leading', 'conflict')
),
prose as (
    select count(*) > 0 as has_prose
    from section as s
    where s.report_id = $report_id and s.section in ('overview', 'problems')
),
found as (
    select
        g.rule,
        count(*) filter (where g.status <> 'refuted') as finding_count,
        count(*) filter (where g.status = 'refuted') as refuted_count,
        count(*) filter (where g.status = 'failed') as failed_count,
        count(*) filter (where g.status = 'not_assessable') as lacking_count
    from judged_findings() as g
    where g.kind = 'check' and g.report_id = $report_id
    group by g.rule
)
select
    r.rule, r.name_zh as rule_name,
    case
        when f.failed_count > 0 then 'failed'
        when f.lacking_count > 0 then 'not_assessable'
        when f.finding_count > 0 then 'notice'
        when f.refuted_count > 0 then 'refuted'
        -- These only ever point at something: nobody passes them.
        when r.rule in (
            'jump', 'told_twice', 'rules_without_power', 'digit_slip', 'fee_unit', 'fee_plausible', 'partly_granted',
            'codefendant', 'parent_children', 'equal_columns', 'changed_after_publication') then 'not_applicable'
        when r.rule = 'assessment_told' and (o.year < 2019 or o.kind not in ('政府', '镇', '乡')) then 'not_applicable'
        when r.rule in ('five_parts_told', 'fee_told') and o.year < 2021 then 'not_applicable'
        when r.rule = 'stated_rate' and not t.has_rate then 'not_applicable'
        when r.rule = 'closed_over_received' and not t.has_cases then 'not_applicable'
        when r.rule = 'columns_sum' and not t.has_columns then 'not_applicable'
        when r.rule = 'text_vs_table' and not (o.has_tables and t.has_pairs) then 'not_applicable'
        when r.rule = 'in_force_roll_forward' and o.form <> '2021' then 'not_applicable'
        when r.rule in ('form_of_the_year', 'section_missing', 'section_order') and o.year < 2019 then 'not_applicable'
        when r.rule = 'recycled_text' and not p.has_prose then 'not_applicable'
        when r.rule in ('applications_balance', 'applications_total', 'applications_row_sum', 'review_sum', 'carry_over',
            'integer_cells') and not o.has_tables then 'not_applicable'
        else 'passed'
    end as status,
    coalesce(f.finding_count, 0) as finding_count
from own as o
cross join rule as r
cross join told as t
cross join prose as p
left join found as f on f.rule = r.rule
where r.kind = 'check' and r.is_enabled
order by r.ordinal
