-- 规则据以判断的办结率 (Close rates that rules judge)
-- grain: one row a current report and subject that tells one of its numbers
-- parameters:
-- columns:
--   report_id (integer): report
--   office_id (integer): office
--   year (smallint): year reported on
--   office_name (varchar): name of the office
--   office_kind (varchar): its kind
--   region_id (varchar): its region
--   subject (varchar): hotline12345 or petition
--   subject_name (varchar): its name
--   received (double): cases received, told exactly
--   closed (double): cases closed, told exactly and no more than received, else by the rate told exactly; null without cases received told exactly
--   rate_pct (double): close rate as stated, else computed; null where the report contradicts itself
--   is_rough (boolean): the rate is told roughly
--   has_few_cases (boolean): the cases received, also those told roughly, are too few to judge by (rule few_cases)
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned, the stated rate first, then the cases closed and received
-- missing: numbers of cases told roughly count as not told, a rate told roughly is as told; a rate that cannot be told is null; what staff hold to be 误报 is not asked: rules judge what reports tell
with subjects(subject, subject_name) as (
    values ('hotline12345', '12345热线'), ('petition', '信访')
),
told as (
    select
        f.report_id, split_part(f.indicator, '.', 1) as subject,
        max(f.value) filter (where f.indicator like '%.received' and f.qualifier = '=') as received,
        max(f.value) filter (where f.indicator like '%.received') as cases_count,
        max(f.value) filter (where f.indicator like '%.closed' and f.qualifier = '=') as closed,
        max(f.value) filter (where f.indicator like '%.close_rate') as told_rate,
        max(f.value) filter (where f.indicator like '%.close_rate' and f.qualifier = '=') as stated_rate,
        list({'report_id': f.report_id, 'fact_no': f.fact_no} order by
            case split_part(f.indicator, '.', 2) when 'close_rate' then 0 when 'closed' then 1 else 2 end, f.fact_no
        ) as evidence
    from fact as f
    where f.indicator in (
        'hotline12345.received', 'hotline12345.closed', 'hotline12345.close_rate',
        'petition.received', 'petition.closed', 'petition.close_rate')
      and f.breakdown = ''
      and f.status = 'stated'
      and f.role = 'leading'
    group by f.report_id, split_part(f.indicator, '.', 1)
)
-- The cases decide, not the printed rate: a rate that they contradict is a matter of stated_rate alone.
select
    r.report_id, r.office_id, r.year, r.office_name, r.office_kind, r.region_id, t.subject, s.subject_name, t.received,
    case when t.closed <= t.received then t.closed when t.stated_rate <= 100 then t.stated_rate * t.received / 100 end as closed,
    case when d.report_id is null and coalesce(t.told_rate, 0) <= 100 then coalesce(
        t.told_rate, case when t.closed <= t.received then 100.0 * t.closed / nullif(t.received, 0) end) end as rate_pct,
    t.told_rate is not null and t.stated_rate is null as is_rough,
    coalesce(t.cases_count < few.threshold, false) as has_few_cases, t.evidence
from told as t
cross join few_cases() as few
cross join rule_row('material_change_rate') as material
join current_reports() as r on r.report_id = t.report_id
join subjects as s on s.subject = t.subject
left join finding as d
    on d.report_id = t.report_id and d.subject = t.subject and d.rule = 'stated_rate' and d.status = 'failed'
    and abs(d.left_value - d.right_value) >= material.threshold - 1e-9
