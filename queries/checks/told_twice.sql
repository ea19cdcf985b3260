-- 同一个数在一份年报里是否写得前后不一？ (One number told twice with different values)
-- grain: one row a report and number told in two ways
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): indicator id, with the column or applicant after a slash
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): smallest value told
--   right_value (double): largest value told
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a number told once is not judged; two values with different words right before them may count two things, two of one sentence are parts, and neither is judged; where text and table differ see text_vs_table; a column told in two places or in the lists of two totals stands in two lists and is not judged
with conflicts as (
    select
        f.report_id, f.fact_no, f.indicator, f.breakdown, f.value, f.unit,
        coalesce(split_part(e.locator, ':', 1), '') as place, coalesce(e.quote, '') as quote,
        -- 申请12件 and 道路开挖申请表77件: what stands right before the last number names what is counted
        regexp_extract(coalesce(e.quote, ''), '([^\d,，。；;]{2})[共计约近达为了\s]*[\d.,]+\D*$', 1) as counted
    from fact as f
    left join evidence as e on e.report_id = f.report_id and e.fact_no = f.fact_no
    where f.role = 'conflict'
      and f.status = 'stated'
      and f.indicator <> ''
),
told as (
    select
        f.report_id, f.indicator, f.breakdown,
        min(f.value) as left_value, max(f.value) as right_value,
        string_agg(format('{:.12g}', f.value), '、' order by f.fact_no) as values_told,
        count(distinct f.place) as place_count,
        count(distinct f.unit) as unit_count,
        min(f.fact_no) as first_no, max(f.fact_no) as last_no,
        list({'report_id': f.report_id, 'fact_no': f.fact_no} order by f.fact_no) as evidence
    from conflicts as f
    group by f.report_id, f.indicator, f.breakdown
    having count(distinct f.value) > 1 and (f.indicator <> 'disclosure.column' or place_count = 1)
)
select
    'notice' as status, r.severity, c.office_id, c.year, c.report_id,
    t.indicator || case when t.breakdown = '' then '' else '/' || t.breakdown end as subject,
    c.office_name || c.year || '年年报对“' || case when t.indicator = 'disclosure.column' then t.breakdown
        else coalesce(i.name_zh, t.indicator) end || '”先后写了' || t.values_told || case
            when t.place_count > 1 or t.unit_count > 1 or t.indicator in (
                'messages.received', 'messages.answered', 'proposals.answered', 'consultations.held', 'training.sessions',
                'meetings.held', 'open_day.events', 'inspections.held', 'disclosure.new_media', 'disclosure.noticeboard',
                'disclosure.press', 'disclosure.other_channels')
                then '，可能是几件事分别写的，也可能前后不一；没有合计，不作数据使用，请核对。'
            else '，前后不一，不作数据使用。'
        end as message,
    t.left_value, t.right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, t.evidence
from told as t
join current_reports() as c on c.report_id = t.report_id
left join indicator as i on i.indicator = t.indicator
-- a column told in the lists of two totals is told of two things
anti join (
    select report_id, fact_no from fact where indicator like 'disclosure.%' and indicator <> 'disclosure.column'
) as between_lists on t.indicator = 'disclosure.column' and between_lists.report_id = t.report_id
    and between_lists.fact_no between t.first_no and t.last_no
cross join rule_row('told_twice') as r
where exists (
    from conflicts as a
    join conflicts as b on b.report_id = a.report_id and b.indicator = a.indicator and b.breakdown = a.breakdown
    where a.report_id = t.report_id and a.indicator = t.indicator and a.breakdown = t.breakdown
      and a.fact_no < b.fact_no and a.value <> b.value and a.counted = b.counted
      -- 网上申请3件、纸质申请36件: of one sentence both are parts
      and (t.indicator = 'disclosure.column' or a.place <> b.place or a.quote = '' or exists (
          from section as s
          where s.report_id = a.report_id and contains(s.body, a.quote)
            and regexp_matches(split_part(split_part(s.body, a.quote, 2), b.quote, 1), '[。；;！？]')))
)
order by c.report_id, subject
