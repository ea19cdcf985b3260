-- 办结数是否多于收到数？ (Closed must not exceed received)
-- grain: one row a report and subject whose closed exceed its received or whose other number is lacking
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): hotline12345, petition, weibo or messages
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): closed, 件
--   right_value (double): received, 件
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: for hotline and petitions one number without the other is not assessable; Weibo and messages are judged only when both are told, and as a notice, since last year's may be answered this year
with subjects(subject, subject_name, received_indicator, closed_indicator, is_strict) as (
    values
        ('hotline12345', '12345热线', 'hotline12345.received', 'hotline12345.closed', true),
        ('petition', '信访', 'petition.received', 'petition.closed', true),
        ('weibo', '微博诉求', 'weibo.received', 'weibo.resolved', false),
        ('messages', '网民留言', 'messages.received', 'messages.answered', false)
),
told as (
    select f.report_id, f.indicator, f.value, f.qualifier, f.fact_no
    from fact as f
    where f.indicator in (
        'hotline12345.received', 'hotline12345.closed', 'petition.received', 'petition.closed',
        'weibo.received', 'weibo.resolved', 'messages.received', 'messages.answered')
      and f.breakdown = ''
      and f.status = 'stated'
      and f.role = 'leading'
),
pairs as (
    select
        r.office_id, r.year, r.report_id, r.office_name, s.subject, s.subject_name, s.is_strict,
        max(t.value) filter (where t.indicator = s.closed_indicator) as closed,
        max(t.value) filter (where t.indicator = s.received_indicator) as received,
        coalesce(max(t.qualifier) filter (where t.indicator = s.closed_indicator), '=') as closed_qualifier,
        coalesce(max(t.qualifier) filter (where t.indicator = s.received_indicator), '=') as received_qualifier,
        list({'report_id': t.report_id, 'fact_no': t.fact_no} order by t.fact_no) as evidence
    from told as t
    join current_reports() as r on r.report_id = t.report_id
    join subjects as s on t.indicator in (s.received_indicator, s.closed_indicator)
    group by all
),
judged as (
    select
        *,
        case
            when closed is null then '没有写明办结件数'
            when received is null then '没有写明收到件数'
            when closed > received and (received_qualifier <> '=' or closed_qualifier = '~') then '件数不是准确数'
        end as lack
    from pairs
)
select
    case when j.is_strict then 'failed' else 'notice' end as status,
    case when j.is_strict then r.severity else 'low' end as severity,
    j.office_id, j.year, j.report_id, j.subject,
    j.office_name || j.year || '年' || j.subject_name || '办结' || format('{:.12g}', j.closed) || '件，多于收到的' || format('{:.12g}', j.received) || '件。' as message,
    j.closed as left_value, j.received as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, j.evidence
from judged as j
cross join rule_row('closed_over_received') as r
where j.lack is null and j.closed > j.received
union all
select
    'not_assessable', 'low', j.office_id, j.year, j.report_id, j.subject,
    j.office_name || j.year || '年' || j.subject_name || '办结与收到件数无法核对：' || j.lack || '。',
    j.closed, j.received, 1::smallint, false, null, j.evidence
from judged as j
where j.lack is not null and j.is_strict
order by report_id, status, subject
