-- 政府年报汇总的数是否不少于本地区各单位之和？ (A government report that sums up its region tells no less than its offices do)
-- grain: one row a government report and number that is less than the sum of the offices; one row a report that cannot be judged
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): indicator id; empty when it cannot be judged
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): number of the government report, 件
--   right_value (double): sum of the offices of its region, 件
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: judged only where the report says that it sums up its region; a blank, missing or unreadable number of the government is not judged, one of an office counts as none; offices that the store lacks are named
with numbers(indicator, number_name, number_no) as (
    values
        ('applications.received', '新收申请', 1), ('applications.carried_forward', '结转下年度申请', 2),
        ('review.total', '行政复议', 3), ('litigation_direct.total', '未经复议直接起诉', 4)
),
parents as (
    select r.report_id, r.office_id, r.year, r.office_name, r.region_id, coalesce(bool_or(regexp_matches(
        s.body, '汇总|各单位|(全|本)(区|县|市|旗)(各|共|政府信息|行政机关)|(各|所有)(镇|乡|街道|部门)')), false) as is_summed
    from current_reports() as r
    left join section as s on s.report_id = r.report_id and s.section in ('preamble', 'overview')
    where r.office_kind = '政府' and r.year >= 2019
    group by r.report_id, r.office_id, r.year, r.office_name, r.region_id
),
cells as (
    select k.report_id, k.indicator, k.value, k.fact_no
    from table_cells() as k
    join numbers as n on n.indicator = k.indicator
    where k.breakdown in ('', 'total') and k.value is not null
),
children as (
    select
        r.region_id, r.year, k.indicator, sum(k.value) as total, count(*) as office_count,
        list({'report_id': r.report_id, 'fact_no': k.fact_no} order by r.report_id) as evidence
    from current_reports() as r
    join cells as k on k.report_id = r.report_id
    where r.office_kind <> '政府'
    group by r.region_id, r.year, k.indicator
),
missing as (
    select p.report_id, count(*) as missing_count, list(o.name order by o.office_id) as names
    from parents as p
    join office as o on o.region_id = p.region_id and o.kind <> '政府' and not o.is_queued
        and o.must_report is distinct from false
        and coalesce(o.from_year, 0) <= p.year and coalesce(o.to_year, 9999) >= p.year
    left join report as r on r.office_id = o.office_id and r.year = p.year and r.is_current
    where r.report_id is null
    group by p.report_id
)
select
    'notice' as status, u.severity, p.office_id, p.year, p.report_id, k.indicator as subject,
    p.office_name || p.year || '年年报' || n.number_name || '填' || format('{:.12g}', k.value) || '件，所收录的本地区'
        || c.office_count || '个单位合计' || format('{:.12g}', c.total) || '件，汇总数少' || format('{:.12g}', c.total - k.value) || '件'
        || case when m.missing_count is null then '' else '，另有' || m.missing_count || '个单位未收录（' || array_to_string(m.names[:6], '、') || case when len(m.names) > 6 then '等' else '' end || '）' end
        || '，请逐单位核对。' as message,
    k.value as left_value, c.total as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic,
    list_prepend({'report_id': p.report_id, 'fact_no': k.fact_no}, c.evidence) as evidence
from parents as p
join cells as k on k.report_id = p.report_id
join numbers as n on n.indicator = k.indicator
join children as c on c.region_id = p.region_id and c.year = p.year and c.indicator = k.indicator
left join missing as m on m.report_id = p.report_id
cross join rule_row('parent_children') as u
where p.is_summed and c.total > k.value
union all
select
    'not_assessable', 'low', p.office_id, p.year, p.report_id, '',
    p.office_name || p.year || '年年报没有写明是否汇总本地区各单位的数，与各单位合计无法核对。',
    null, null, 1::smallint, false, null, []::struct(report_id integer, fact_no smallint)[]
from parents as p
where not p.is_summed
  and exists (select 1 from children as c where c.region_id = p.region_id and c.year = p.year)
order by report_id, status, subject
