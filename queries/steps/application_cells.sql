-- 第三部分统计表应有的各格 (Cells that section three of a report should have)
-- grain: one row a report, row and applicant column
-- parameters:
-- columns:
--   report_id (integer): report
--   office_id (integer): office
--   year (smallint): year reported on
--   office_name (varchar): name of the office
--   indicator (varchar): indicator id of the row
--   breakdown (varchar): applicant kind
--   applicant_name (varchar): its name
--   applicant_no (integer): its place in the form
--   value (double): the number; null where it lacks one
--   fact_no (smallint): the fact; null when there is none
--   lack (varchar): 未列示, 前后不一, 空白 or 无法辨认; null for a number
-- missing: a cell that a report does not print keeps its row, with lack 未列示
with judged as (
    select * from reports_with_tables()
),
-- （六）其他处理 is one row in form 2019 and three in form 2021; offices print the one in form 2021 too: what is printed decides.
other_rows as (
    select
        j.report_id,
        case
            when count(*) filter (where f.indicator <> 'applications.other' and f.status = 'stated') > 0 then 'three'
            when count(*) filter (where f.indicator = 'applications.other' and f.status <> 'missing') > 0 then 'one'
            when count(*) filter (where f.indicator <> 'applications.other' and f.status <> 'missing') > 0 then 'three'
            when any_value(j.form) = '2021' then 'three'
            else 'one'
        end as printed_as
    from judged as j
    left join fact as f
        on f.report_id = j.report_id and f.source = 'table' and f.indicator in (
            'applications.other', 'applications.other.no_correction', 'applications.other.unpaid_fee',
            'applications.other.other')
    group by j.report_id
)
select
    j.report_id, j.office_id, j.year, j.office_name, w.indicator, a.breakdown, a.applicant_name, a.applicant_no,
    p.value, p.fact_no, case when p.fact_no is null then '未列示' else p.lack end as lack
from judged as j
join other_rows as o on o.report_id = j.report_id
join application_rows() as w on w.printed_as is null or w.printed_as = o.printed_as
cross join applicants() as a
left join table_cells() as p
    on p.report_id = j.report_id and p.indicator = w.indicator and p.breakdown = a.breakdown
