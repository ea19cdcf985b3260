-- 各级人民政府的年报是否写了工作考核、社会评议和责任追究结果？ (Governments tell assessment, public review and accountability)
-- grain: one row a report that does not tell all three; one row a report that cannot be judged
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): empty
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): parts told
--   right_value (double): parts asked for
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: governments, towns and townships only, from 2019 on; a report whose text is an excerpt, or without section one, is not assessable
select
    case when t.is_assessable then 'notice' else 'not_assessable' end as status, 'low' as severity,
    t.office_id, t.year, t.report_id, '' as subject,
    t.office_name || t.year || '年年报' || case
        when t.is_assessable then '没有写到' || t.lacking_names || '，各级人民政府的年报应写明工作考核、社会评议和责任追究结果（第五十条）。'
        else '没有总体情况部分或属节选，是否写明工作考核、社会评议和责任追究结果（第五十条）无法核对。'
    end as message,
    case when t.is_assessable then t.told_count end::double as left_value, t.part_count::double as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic,
    []::struct(report_id integer, fact_no smallint)[] as evidence
from parts_told('assessment_told', 2019) as t
join office as o on o.office_id = t.office_id
where o.kind in ('政府', '镇', '乡')
  and (t.told_count < t.part_count or not t.is_assessable)
order by t.report_id
