-- 同一处写明的公开总数是否少于其中的渠道？ (A total that is below one of its channels, or below their sum)
-- grain: one row a report whose total is below
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): channel (one alone is above the total) or sum
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): total told
--   right_value (double): largest channel, or the sum of the channels
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a channel is compared with a total only where the sentence says that the total has it as a part: behind the total and 其中, 包括, 分别 or a colon, or before a total with 共, 合计 or 总计; a report without a total, or whose total is told in two ways, is not judged; a sum above the total is a notice, as one item may be told on several channels
with told as (
    select
        f.report_id, f.indicator, f.value, f.qualifier, f.fact_no, i.name_zh,
        regexp_extract(e.locator, '^b\d+') as block, e.section, e.quote
    from fact as f
    join evidence as e on e.report_id = f.report_id and e.fact_no = f.fact_no
    join indicator as i on i.indicator = f.indicator
    where f.indicator in (
        'disclosure.total', 'disclosure.website', 'disclosure.weibo', 'disclosure.wechat', 'disclosure.mini_program',
        'disclosure.new_media', 'disclosure.noticeboard', 'disclosure.press', 'disclosure.other_channels')
      and f.breakdown = '' and f.source = 'text' and f.status = 'stated' and f.role = 'leading'
),
-- the rest of the sentence behind the first of the two numbers
paired as (
    select distinct
        t.report_id, t.value, t.fact_no, t.quote, c.indicator, c.name_zh, c.qualifier,
        c.value as channel_value, c.fact_no as channel_no, c.quote as channel_quote, t.fact_no < c.fact_no as is_behind,
        regexp_extract(split_part(s.body, case when t.fact_no < c.fact_no then t.quote else c.quote end, 2), '^[^。；;！？\n]*') as rest
    from told as t
    join told as c on c.report_id = t.report_id and c.block = t.block and c.indicator <> 'disclosure.total'
    join section as s on s.report_id = t.report_id and s.section = t.section
    where t.indicator = 'disclosure.total' and t.qualifier = '=' and t.quote <> '' and c.quote <> ''
),
-- what stands between the two numbers makes the one a part of the other; behind a number of something else the sentence may have begun anew
linked as (
    select p.*
    from paired as p
    where case when p.is_behind
        then contains(p.rest, p.channel_quote) and regexp_matches(
            regexp_replace(split_part(p.rest, p.channel_quote, 1), '[（(][^（()）]*[）)]', '', 'g') || p.channel_quote, '其中|包括|包含|分别|[：:（(]')
        else contains(p.rest, p.quote) and regexp_matches(p.quote, '合计|总计|共计|总共|一共') and not contains(p.quote, '年') end
      and not exists (
        from fact as f
        where f.report_id = p.report_id and f.fact_no between least(p.fact_no, p.channel_no) + 1 and greatest(p.fact_no, p.channel_no) - 1
          and (f.indicator in ('', 'disclosure.column') or f.indicator not like 'disclosure.%'))
),
compared as (
    select
        t.report_id, t.value as total, t.fact_no as total_no, max(t.channel_value) as largest,
        arg_max(t.name_zh, t.channel_value) as largest_name, arg_max(t.channel_no, t.channel_value) as largest_no,
        -- 政务新媒体 may be the sum of weibo and wechat: it is added only where these are not told.
        sum(t.channel_value) filter (where t.indicator <> 'disclosure.new_media') as channel_sum,
        count(*) filter (where t.indicator <> 'disclosure.new_media') as channel_count,
        bool_or(t.qualifier <> '=') as is_about,
        list({'report_id': t.report_id, 'fact_no': t.channel_no} order by t.channel_no) as channels
    from linked as t
    group by t.report_id, t.value, t.fact_no
)
select
    case when c.largest > c.total then 'failed' else 'notice' end as status,
    case when c.largest > c.total then u.severity else 'low' end as severity,
    r.office_id, r.year, r.report_id,
    case when c.largest > c.total then 'channel' else 'sum' end as subject,
    r.office_name || r.year || '年年报写主动公开信息总数' || format('{:.12g}', c.total) || '条，' || case when c.largest > c.total
        then '同一处的“' || c.largest_name || '”却有' || format('{:.12g}', c.largest) || '条，总数少于其中一个渠道。'
        else '同一处写明的各渠道合计' || format('{:.12g}', c.channel_sum) || '条，多于总数；同一条信息在几个渠道发布的，请写明。'
    end as message,
    c.total as left_value,
    case when c.largest > c.total then c.largest else c.channel_sum end as right_value,
    1::smallint as years_lasted, false as self_told, null::varchar as topic,
    list_concat([{'report_id': c.report_id, 'fact_no': c.total_no}], c.channels) as evidence
from compared as c
join current_reports() as r on r.report_id = c.report_id
cross join rule_row('total_below_channels') as u
where c.largest > c.total
   or (c.channel_count > 1 and not c.is_about and c.channel_sum > c.total)
order by report_id
