-- 哪些数比上年增减十倍以上，或突然为零？ (A count ten times or a tenth of last year's, or suddenly zero)
-- grain: one row a report and count that jumps
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): indicator id
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): this year's number
--   right_value (double): last year's number
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a count that is not told in one of the two years is not judged; numbers below 20 in both years are too small to jump
with counts as (
    select f.indicator, f.office_id, f.year, f.report_id, f.value, f.fact_no
    from fact as f
    where f.indicator in (
        'disclosure.total', 'disclosure.website', 'disclosure.weibo', 'disclosure.wechat', 'disclosure.new_media',
        'disclosure.noticeboard', 'weibo.received', 'weibo.resolved', 'hotline12345.received', 'hotline12345.closed',
        'petition.received', 'petition.closed', 'messages.received', 'messages.answered', 'website.visits',
        'licences.decisions', 'penalties.decisions', 'coercion.decisions')
      and f.breakdown = ''
      and f.status = 'stated'
      and f.role = 'leading'
    union all
    select f.indicator, f.office_id, f.year, f.report_id, f.value, f.fact_no
    from fact as f
    where f.indicator in ('applications.received', 'applications.total')
      and f.breakdown = 'total'
      and f.status = 'stated'
      and f.role = 'leading'
)
select
    'notice' as status, r.severity, c.office_id, c.year, c.report_id, now.indicator as subject,
    c.office_name || c.year || '年' || coalesce(i.name_zh, now.indicator) || format('{:.12g}', now.value) || coalesce(i.unit, '') || '，上年'
        || format('{:.12g}', before.value) || coalesce(i.unit, '') || '，' || case
            when now.value = 0 then '突然为零'
            when now.value > before.value then '增至' || format('{:.12g}', round(now.value / nullif(before.value, 0), 1)) || '倍'
            else '只有上年的' || format('{:.12g}', round(100 * now.value / nullif(before.value, 0), 1)) || '%'
        end || '，请核对。' as message,
    now.value as left_value, before.value as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic,
    [{'report_id': now.report_id, 'fact_no': now.fact_no}, {'report_id': before.report_id, 'fact_no': before.fact_no}] as evidence
from counts as now
join counts as before
    on before.indicator = now.indicator and before.office_id = now.office_id and before.year = now.year - 1
join current_reports() as c on c.report_id = now.report_id
left join indicator as i on i.indicator = now.indicator
cross join rule_row('jump') as r
where greatest(now.value, before.value) >= 20
  and before.value > 0
  and (now.value >= r.threshold * before.value or now.value * r.threshold <= before.value)
order by c.report_id, now.indicator
