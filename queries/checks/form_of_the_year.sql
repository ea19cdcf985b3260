-- 用的是不是当年的法定格式？ (The form that the year demands)
-- grain: one row a report in another form than its year demands, or that merges rows of its form
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): empty, or applications.other when the three rows of （六）其他处理 are printed as one
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): form printed
--   right_value (double): form demanded
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: before 2019 no form was demanded; a report without any statutory table from 2019 on fails, but for one that itself says its tables are left out or attached elsewhere
with judged as (
    select
        rp.report_id, rp.office_id, rp.year, rp.form, o.name as office_name,
        case when rp.year >= 2021 then '2021' else '2019' end as demanded
    from report as rp
    join office as o on o.office_id = rp.office_id
    where rp.is_current
      and rp.year >= 2019
),
excused as (
    select e.report_id, min(e.words) as words
    from excerpts() as e
    where e.section in ('disclosure', 'applications', 'disputes')
    group by e.report_id
),
merged as (
    select f.report_id, min(f.fact_no) as fact_no
    from fact as f
    where f.indicator = 'applications.other'
      and f.source = 'table'
      and f.status <> 'missing'
    group by f.report_id
)
select
    'failed' as status, r.severity, j.office_id, j.year, j.report_id, '' as subject,
    j.office_name || j.year || '年年报' || case j.form
        when 'none' then '没有法定统计表，应使用' || j.demanded || '年格式。'
        else '用的是' || j.form || '年格式，应使用' || j.demanded || '年格式。'
    end as message,
    try_cast(j.form as double) as left_value, j.demanded::double as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, []::struct(report_id integer, fact_no smallint)[] as evidence
from judged as j
cross join rule_row('form_of_the_year') as r
left join excused as e on e.report_id = j.report_id
where j.form <> j.demanded and (e.report_id is null or j.form <> 'none')
union all
select
    'not_assessable', 'low', j.office_id, j.year, j.report_id, 'excerpt',
    j.office_name || j.year || '年年报注明“' || e.words || '”，属节选，统计表格式不判断。',
    null, null, 1::smallint, false, null, []::struct(report_id integer, fact_no smallint)[]
from judged as j
join excused as e on e.report_id = j.report_id
where j.form = 'none'
union all
select
    'notice', 'low', j.office_id, j.year, j.report_id, 'applications.other',
    j.office_name || j.year || '年统计表把“（六）其他处理”的三行并作一行，应按2021年格式分列。',
    1, 3, 1::smallint, false, null, [{'report_id': j.report_id, 'fact_no': m.fact_no}]
from judged as j
join merged as m on m.report_id = j.report_id
where j.form = '2021'
order by report_id, subject
