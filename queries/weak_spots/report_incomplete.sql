-- 哪些单位年报缺部分、缺统计表？ (Reports that lack sections or statutory tables)
-- grain: one row an office and year with an incomplete report
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned; null when the finding is that there is none
--   subject (varchar): empty
--   message (varchar): the reason in one sentence, with the numbers
--   left_value (double): parts lacking or cut short
--   right_value (double): 0
--   years_lasted (smallint): years in a row up to this one
--   self_told (boolean): the office itself told it in section 五
--   topic (varchar): topic id, null when it belongs to none
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: judged from 2019 on, from the findings of section_missing; cells printed empty are no lack of this kind
with lacking as (
    select
        r.report_id, r.office_id, r.year, r.office_name, count(*) as part_count,
        string_agg(
            case split_part(f.subject, '/', 1)
                when 'overview' then '第一部分' when 'disclosure' then '第二部分' when 'applications' then '第三部分'
                when 'disputes' then '第四部分' when 'problems' then '第五部分' else '第六部分' end
                || case when f.subject like '%/table' then '统计表不全' else '缺失' end,
            '、' order by case split_part(f.subject, '/', 1)
                when 'overview' then 1 when 'disclosure' then 2 when 'applications' then 3
                when 'disputes' then 4 when 'problems' then 5 else 6 end, f.finding_no) as parts
    from finding as f
    join current_reports() as r on r.report_id = f.report_id
    where f.rule = 'section_missing' and f.status = 'failed'
    group by r.report_id, r.office_id, r.year, r.office_name
),
runs as (
    select *, row_number() over (partition by office_id, island order by year) as years_lasted
    from (
        select *, year - row_number() over (partition by office_id order by year) as island
        from lacking
    ) as islands
)
select
    'failed' as status, u.severity, l.office_id, l.year, l.report_id, '' as subject,
    l.office_name || l.year || '年年报不完整：' || l.parts || case when l.years_lasted > 1
        then '，已连续' || l.years_lasted || '年不完整' else '' end || '。' as message,
    l.part_count::double as left_value, 0::double as right_value, l.years_lasted::smallint as years_lasted,
    false as self_told, null::varchar as topic, []::struct(report_id integer, fact_no smallint)[] as evidence
from runs as l
cross join rule_row('report_incomplete') as u
order by office_id, year
