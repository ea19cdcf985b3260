-- 六个部分是否按法定次序排列，有没有重复？ (The six sections stand in order, each once)
-- grain: one row a report whose sections are out of order or printed twice
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): empty
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): sections out of order
--   right_value (double): 0
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: judged from 2019 on; a missing section is a matter of section_missing and does not disturb the order of the others
with sections(section, section_name, section_no) as (
    values
        ('overview', '一、总体情况', 1), ('disclosure', '二、主动公开政府信息情况', 2),
        ('applications', '三、收到和处理政府信息公开申请情况', 3),
        ('disputes', '四、政府信息公开行政复议、行政诉讼情况', 4),
        ('problems', '五、存在的主要问题及改进情况', 5), ('other', '六、其他需要报告的事项', 6)
),
printed as (
    select
        r.report_id, r.office_id, r.year, o.name as office_name, s.ordinal, n.section_no,
        substr(n.section_name, 1, 1) as numeral,
        lag(n.section_no) over (partition by s.report_id order by s.ordinal) as before_no,
        -- 二、信息公开情况 beside 一、总体公开情况 is a part of the office's own making, no second 一
        regexp_extract(s.heading, '^[（(第]*([一二三四五六七八九十]+)', 1) as own_numeral
    from section as s
    join sections as n on n.section = s.section
    join report as r on r.report_id = s.report_id
    join office as o on o.office_id = r.office_id
    where r.is_current
      and r.year >= 2019
),
summed as (
    select
        report_id, office_id, year, office_name,
        string_agg(numeral, '、' order by ordinal) as printed_order,
        count(*) filter (where section_no < before_no) as out_of_order,
        count(*) - count(distinct (section_no, own_numeral)) as repeated
    from printed
    group by report_id, office_id, year, office_name
)
select
    case when s.out_of_order > 0 then 'failed' else 'notice' end as status,
    case when s.out_of_order > 0 then r.severity else 'low' end as severity,
    s.office_id, s.year, s.report_id, '' as subject,
    s.office_name || s.year || '年年报各部分依次为' || s.printed_order || '，'
        || case when s.out_of_order > 0 then '与法定次序不符。' else '有部分重复。' end as message,
    s.out_of_order::double as left_value, 0::double as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, []::struct(report_id integer, fact_no smallint)[] as evidence
from summed as s
cross join rule_row('section_order') as r
where s.out_of_order > 0 or s.repeated > 0
order by s.report_id
