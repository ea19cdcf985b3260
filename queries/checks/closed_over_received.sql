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
-- missing: for hotline and petitions one number without the other is not assessable; Weibo and messages are judged only when both are told; cases carried over count as received where an indicator or the words behind the cases closed tell them
with subjects(subject, subject_name, received_indicator, closed_indicator, is_asked) as (
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
        'hotline12345.received', 'hotline12345.closed', 'hotline12345.due', 'petition.received', 'petition.closed',
        'weibo.received', 'weibo.resolved', 'messages.received', 'messages.answered')
      and f.breakdown = ''
      and f.status = 'stated'
      and f.role = 'leading'
),
pairs as (
    select
        r.office_id, r.year, r.report_id, r.office_name, s.subject, s.subject_name, s.closed_indicator, s.is_asked,
        max(t.value) filter (where t.indicator = s.closed_indicator) as closed,
        max(t.value) filter (where t.indicator = s.received_indicator) as received,
        bool_or(t.indicator like '%.due') as has_due,
        coalesce(max(t.qualifier) filter (where t.indicator = s.closed_indicator), '=') as closed_qualifier,
        coalesce(max(t.qualifier) filter (where t.indicator = s.received_indicator), '=') as received_qualifier,
        list({'report_id': t.report_id, 'fact_no': t.fact_no} order by t.fact_no) as evidence
    from told as t
    join current_reports() as r on r.report_id = t.report_id
    join subjects as s on t.indicator in (s.received_indicator, s.closed_indicator, s.subject || '.due')
    group by r.office_id, r.year, r.report_id, r.office_name, s.subject, s.subject_name, s.closed_indicator, s.is_asked
),
-- Words are read only where they can settle something: the pattern is another one for each number.
carried as (
    select f.report_id, p.subject, coalesce(
        max(f.value) filter (where f.indicator like '%.carried_in' and f.role = 'leading'),
        max(try_cast(nullif(regexp_extract(
            s.body, format('{:.0f}', f.value) || '\s*[件条个]?[^0-9。；]{0,8}?(?:上年|去年|往年|历年|上期|上月|上周|上季)'
                || '[^0-9。；]{0,8}?([0-9]+)\s*[件条个]', 1), '') as double))
    ) as carried_in
    from pairs as p
    join fact as f on f.report_id = p.report_id and f.indicator in (p.closed_indicator, p.subject || '.carried_in')
    left join section as s on s.report_id = f.report_id and s.section = 'overview' and f.indicator = p.closed_indicator
    where p.closed > p.received
      and f.breakdown = ''
      and f.status = 'stated'
    group by f.report_id, p.subject
),
judged as (
    select
        *,
        case
            when closed is null then '没有写明办结件数'
            -- Where the cases due are told instead, stated_rate holds the cases closed against them.
            when received is null and has_due then null
            when received is null then '没有写明收到件数'
            when closed > received and (received_qualifier <> '=' or closed_qualifier = '~') then '件数不是准确数'
        end as lack
    from pairs
)
select
    'notice' as status, r.severity,
    j.office_id, j.year, j.report_id, j.subject,
    j.office_name || j.year || '年' || j.subject_name || '办结' || format('{:.12g}', j.closed) || '件，多于收到的' || format('{:.12g}', j.received) || '件'
        || case when v.carried_in > 0 then '和写明结转的' || format('{:.12g}', v.carried_in) || '件之和，请核对。'
            else '；含上年结转的请写明结转件数，不含的请核对。' end as message,
    j.closed as left_value, j.received as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, j.evidence
from judged as j
left join carried as v on v.report_id = j.report_id and v.subject = j.subject
cross join rule_row('closed_over_received') as r
where j.lack is null and j.closed > j.received + coalesce(v.carried_in, 0)
union all
select
    'not_assessable', 'low', j.office_id, j.year, j.report_id, j.subject,
    j.office_name || j.year || '年' || j.subject_name || '办结与收到件数无法核对：' || j.lack || '。',
    j.closed, j.received, 1::smallint, false, null, j.evidence
from judged as j
where j.lack is not null and j.is_asked
order by report_id, status, subject
