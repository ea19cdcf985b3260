-- 法定六个部分和三张统计表是否齐全？ (The six sections and the three statutory tables are there)
-- grain: one row a report and section that is missing, or whose table is missing or cut short
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): section key, with /table when the section is there but its table is not whole; tables when none of the three could be read below their headings
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): cells or sections printed
--   right_value (double): cells or sections demanded
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: judged from 2019 on, when the form became national; cells printed empty count as printed; a part that the report itself says is left out or attached elsewhere (excerpt_words.csv) is not assessable, nor a table whose rows are printed without a number that could be read; headings of the three parts with nothing below them are a notice
with sections(section, section_name, section_no) as (
    values
        ('overview', '一、总体情况', 1), ('disclosure', '二、主动公开政府信息情况', 2),
        ('applications', '三、收到和处理政府信息公开申请情况', 3),
        ('disputes', '四、政府信息公开行政复议、行政诉讼情况', 4),
        ('problems', '五、存在的主要问题及改进情况', 5), ('other', '六、其他需要报告的事项', 6)
),
judged as (
    select rp.report_id, rp.office_id, rp.year, rp.form, o.name as office_name
    from report as rp
    join office as o on o.office_id = rp.office_id
    where rp.is_current
      and rp.year >= 2019
),
there as (
    select distinct report_id, section from section
),
cells as (
    select
        f.report_id,
        case
            when f.indicator like 'applications.%' then 'applications'
            when f.indicator like 'review.%' or f.indicator like 'litigation%' then 'disputes'
            else 'disclosure'
        end as section,
        f.indicator,
        count(*) as cell_count,
        count(*) filter (where f.status <> 'missing') as printed_count
    from fact as f
    where f.source = 'table'
    group by f.report_id, section, f.indicator
),
-- One printed row （六）其他处理 stands for the three of form 2021: these are then not missing.
counted as (
    select
        c.report_id, c.section,
        sum(c.cell_count) filter (where not coalesce(o.is_one, false)
            or c.indicator not in ('applications.other.no_correction', 'applications.other.unpaid_fee', 'applications.other.other')
        )::bigint as cell_count,
        sum(c.printed_count)::bigint as printed_count,
        count(*) filter (where c.printed_count > 0) as printed_rows
    from cells as c
    left join (
        select report_id, max(printed_count) > 0 as is_one from cells where indicator = 'applications.other' group by report_id
    ) as o on o.report_id = c.report_id
    group by c.report_id, c.section
),
excused as (
    select * from excerpts()
),
-- The headings of the three parts with nothing at all below them: the page shows its tables as pictures, or a copy lost them.
without_tables as (
    select s.report_id
    from section as s
    left join counted as c on c.report_id = s.report_id and c.section = s.section
    where s.section in ('disclosure', 'applications', 'disputes')
    group by s.report_id
    having count(distinct s.section) = 3 and bool_and(trim(s.body, e' \n\t|') = '' and coalesce(c.printed_count, 0) = 0)
),
-- Its rows are printed, but none of its numbers could be read.
unread as (
    select distinct s.report_id, s.section
    from section as s
    where s.section in ('disclosure', 'applications', 'disputes')
      and regexp_matches(s.body, '第二十条第|本年新收|结果维持')
),
found as (
    select
        j.*, s.section, s.section_name, s.section_no, t.section is not null as is_there,
        c.cell_count, coalesce(c.printed_count, 0) as printed_count, coalesce(c.printed_rows, 0) as printed_rows,
        e.words as excuse, w.report_id is not null as is_without_tables, u.report_id is not null as is_unread
    from judged as j
    cross join sections as s
    left join there as t on t.report_id = j.report_id and t.section = s.section
    left join counted as c on c.report_id = j.report_id and c.section = s.section
    left join excused as e on e.report_id = j.report_id and e.section = s.section
    left join without_tables as w on w.report_id = j.report_id and s.section in ('disclosure', 'applications', 'disputes')
    left join unread as u on u.report_id = j.report_id and u.section = s.section
),
lacking as (
    select *
    from found
    where not is_there
       or (section in ('disclosure', 'applications', 'disputes') and form <> 'none' and printed_count < coalesce(cell_count, 1))
       or (section in ('disclosure', 'applications', 'disputes') and form = 'none')
)
select
    'failed' as status, r.severity, f.office_id, f.year, f.report_id,
    case when f.is_there then f.section || '/table' else f.section end as subject,
    f.office_name || f.year || '年年报' || case
        when not f.is_there and f.printed_count > 0 then '没有“' || f.section_name || '”的标题，但印有这一部分的统计表。'
        when not f.is_there then '缺少“' || f.section_name || '”。'
        when f.printed_count = 0 then '“' || f.section_name || '”没有法定统计表。'
        else '“' || f.section_name || '”的统计表不完整：应有' || f.cell_count || '格，印出' || f.printed_count || '格。'
    end as message,
    case when f.is_there then f.printed_count else 0 end::double as left_value,
    case when f.is_there then f.cell_count else 1 end::double as right_value,
    1::smallint as years_lasted, false as self_told, null::varchar as topic, []::struct(report_id integer, fact_no smallint)[] as evidence
from lacking as f
cross join rule_row('section_missing') as r
where f.excuse is null and not f.is_without_tables and not (f.is_unread and f.printed_count = 0)
union all
select
    'notice', 'low', f.office_id, f.year, f.report_id, 'tables',
    f.office_name || f.year || '年年报第二、三、四部分只有标题，没有读出统计表；统计表是图片或没有一起复制的，请改用带表格的原件，确实没有的请补齐。',
    0::double, sum(f.cell_count)::double, 1::smallint, false, null, []::struct(report_id integer, fact_no smallint)[]
from lacking as f
where f.is_without_tables and f.excuse is null
group by f.report_id, f.office_id, f.year, f.office_name
union all
select
    'not_assessable', 'low', f.office_id, f.year, f.report_id, f.section || '/table',
    f.office_name || f.year || '年年报“' || f.section_name || '”印有统计表的行目，没有读出其中的数字，是否完整无法判断。',
    null, null, 1::smallint, false, null, []::struct(report_id integer, fact_no smallint)[]
from lacking as f
where f.is_unread and f.printed_count = 0 and not f.is_without_tables and f.excuse is null
union all
select
    'not_assessable', 'low', f.office_id, f.year, f.report_id, 'excerpt',
    f.office_name || f.year || '年年报第' || string_agg(substr(f.section_name, 1, 1), '、' order by f.section_no)
        || '部分注明“' || any_value(f.excuse) || '”，属节选，不判断。',
    null, null, 1::smallint, false, null, []::struct(report_id integer, fact_no smallint)[]
from lacking as f
where f.excuse is not null
group by f.report_id, f.office_id, f.year, f.office_name
order by report_id, subject
