-- 复议后起诉的案件是否可能被本级政府和原单位重复统计？ (Suits after review that government and office may both have counted)
-- grain: one row a government report whose region holds such suits told by other offices too; one row that cannot be judged
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): litigation_after_review
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): suits after review told by the government, 件
--   right_value (double): the same told by the other offices of its region, 件
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: only governments that tell such suits; with none told by the other offices, or none stored, nothing is said; a blank cell of the government is not assessable
with suits as (
    select k.report_id, k.fact_no, k.value, k.lack, r.office_id, r.year, r.office_name, r.office_kind, r.region_id
    from table_cells() as k
    join current_reports() as r on r.report_id = k.report_id
    where k.indicator = 'litigation_after_review.total'
),
others as (
    select
        region_id, year, sum(value) as suits, count(*) as office_count,
        list(office_name order by value desc, office_name) as names,
        list({'report_id': report_id, 'fact_no': fact_no} order by report_id) as evidence
    from suits
    where office_kind <> '政府' and value > 0
    group by region_id, year
)
select
    case when g.value is null then 'not_assessable' else 'notice' end as status, r.severity,
    g.office_id, g.year, g.report_id, 'litigation_after_review' as subject,
    g.office_name || g.year || '年第四部分“复议后起诉”总计' || case
        when g.value is null then g.lack || '，是否与本地区' || o.office_count || '个单位填报的' || format('{:.12g}', o.suits) || '件重复无法核对。'
        else '填' || format('{:.12g}', g.value) || '件，本地区' || o.office_count || '个单位（' || array_to_string(o.names[:6], '、') || case when len(o.names) > 6 then '等' else '' end || '）也填有'
            || format('{:.12g}', o.suits) || '件；复议机关作共同被告的只由原单位统计，请核对是否重复。' end as message,
    g.value as left_value, o.suits as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic,
    list_prepend({'report_id': g.report_id, 'fact_no': g.fact_no}, o.evidence) as evidence
from suits as g
join others as o on o.region_id = g.region_id and o.year = g.year
cross join rule_row('codefendant') as r
where g.office_kind = '政府' and (g.value > 0 or g.value is null)
order by g.report_id
