-- 写明收取的信息处理费与申请件数是否相合？ (A fee for handling information agrees with the applications received)
-- grain: one row a report that tells a fee which so few applications can hardly bring; one row a report whose applications are lacking
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): fee
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): applications received and carried in, 件
--   right_value (double): applications a month and person that are free, 件
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a report that tells no fee above 0 is not judged; with a blank, missing or unreadable number of applications it is not assessable
with fees as (
    select
        f.report_id, max(f.value * case f.unit when '万元' then 10000 else 1 end) as yuan,
        list({'report_id': f.report_id, 'fact_no': f.fact_no} order by f.fact_no) as evidence
    from fact as f
    join evidence as e on e.report_id = f.report_id and e.fact_no = f.fact_no
    where f.role = 'unassigned'
      and f.unit in ('元', '万元')
      and f.value > 0
      and e.section = 'other'
      and contains(e.quote, '信息处理费')
    group by f.report_id
),
applications as (
    select
        f.report_id,
        case when count(*) filter (where f.indicator = 'applications.received') > 0 and bool_and(f.status = 'stated')
            then sum(f.value) end as applications
    from fact as f
    where f.indicator in ('applications.received', 'applications.carried_in')
      and f.source = 'table'
      and f.breakdown = 'total'
    group by f.report_id
)
select
    case when a.applications is null then 'not_assessable' else 'notice' end as status,
    case when a.applications = 0 then r.severity else 'low' end as severity,
    c.office_id, c.year, c.report_id, 'fee' as subject,
    c.office_name || c.year || '年写明收取信息处理费' || format('{:.12g}', e.yuan) || '元，' || case
        when a.applications is null then '统计表没有可用的申请件数，无法核对。'
        when a.applications = 0 then '统计表新收和上年结转的申请均为0件，请核对。'
        else '全年办理的申请只有' || format('{:.12g}', a.applications) || '件；按件计收的，同一申请人一个月内超过'
            || format('{:.12g}', r.threshold) || '件才收取，请核对是否按量计收。' end as message,
    a.applications as left_value, r.threshold as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, e.evidence
from fees as e
join current_reports() as c on c.report_id = e.report_id
left join applications as a on a.report_id = e.report_id
cross join rule_row('fee_plausible') as r
where c.year >= 2019
  and (a.applications is null or a.applications <= r.threshold)
order by c.report_id
