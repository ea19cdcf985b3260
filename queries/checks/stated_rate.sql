-- 写明的办结率与办结数、收到数是否相符？ (Stated close rate = closed over due, or over received where due is not told, to the printed decimals)
-- grain: one row a report and stated rate (hotline, petitions) that does not agree or lacks a number
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): hotline12345 or petition
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): stated rate, %
--   right_value (double): closed over due or received, %
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a stated rate without exact numbers closed and due (or received), or with 0 of them, is not assessable; where no rate is stated there is nothing to judge
with subjects(subject, subject_name) as (
    values ('hotline12345', '12345热线'), ('petition', '信访')
),
told as (
    select
        f.report_id, split_part(f.indicator, '.', 1) as subject,
        bool_or(f.indicator like '%.due' and f.role = 'leading') as has_due,
        coalesce(
            max(f.value) filter (where f.indicator like '%.due' and f.role = 'leading'),
            max(f.value) filter (where f.indicator like '%.received' and f.role = 'leading')) as received,
        coalesce(
            max(f.qualifier) filter (where f.indicator like '%.due' and f.role = 'leading'),
            max(f.qualifier) filter (where f.indicator like '%.received' and f.role = 'leading')) as received_qualifier,
        max(f.value) filter (where f.indicator like '%.closed' and f.role = 'leading') as closed,
        max(f.qualifier) filter (where f.indicator like '%.closed' and f.role = 'leading') as closed_qualifier,
        max(f.value) filter (where f.indicator like '%.close_rate' and f.role = 'leading') as rate,
        max(f.qualifier) filter (where f.indicator like '%.close_rate' and f.role = 'leading') as rate_qualifier,
        max(f.fact_no) filter (where f.indicator like '%.close_rate' and f.role = 'leading') as rate_fact_no,
        list({'report_id': f.report_id, 'fact_no': f.fact_no} order by f.fact_no) filter (where f.role = 'leading') as evidence
    from fact as f
    where f.indicator in (
        'hotline12345.received', 'hotline12345.due', 'hotline12345.closed', 'hotline12345.close_rate',
        'petition.received', 'petition.due', 'petition.closed', 'petition.close_rate')
      and f.breakdown = ''
      and f.status = 'stated'
    group by f.report_id, split_part(f.indicator, '.', 1)
    having rate is not null
),
-- 98% may stand for 97.5 to 98.99 (rounded or cut off); 98.0% for much less: the decimals are those in print.
rates as (
    select
        t.*,
        case when t.has_due then '应办结' else '收到' end as base_name,
        greatest(
            len(split_part(format('{:.12g}', t.rate), '.', 2)),
            coalesce(list_max([
                len(split_part(x, '.', 2))
                for x in regexp_extract_all(e.quote, '(\d+(?:\.\d+)?)\s*[%％]', 1)
                if try_cast(x as double) = t.rate
            ]), 0)
        ) as decimals
    from told as t
    left join evidence as e on e.report_id = t.report_id and e.fact_no = t.rate_fact_no
),
judged as (
    select
        r.office_id, r.year, r.office_name, t.*, s.subject_name,
        pow(10, -t.decimals) as step,
        100.0 * t.closed / nullif(t.received, 0) as computed,
        concat_ws('、',
            case when t.received is null then '没有收到件数' when t.received = 0 then t.base_name || '0件'
                when t.received_qualifier <> '=' then t.base_name || '件数不是准确数' end,
            case when t.closed is null then '没有办结件数'
                when t.closed_qualifier <> '=' then '办结件数不是准确数' end) as lack
    from rates as t
    join current_reports() as r on r.report_id = t.report_id
    join subjects as s on s.subject = t.subject
)
select
    'failed' as status, r.severity, j.office_id, j.year, j.report_id, j.subject,
    j.office_name || j.year || '年写明' || j.subject_name || '办结率' || format('{:.12g}', j.rate) || '%，按' || j.base_name || format('{:.12g}', j.received) || '件、办结'
        || format('{:.12g}', j.closed) || '件计算为' || format('{:.12g}', round(j.computed, greatest(j.decimals, 2)::integer)) || '%，两者不符。' as message,
    j.rate as left_value, j.computed as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, j.evidence
from judged as j
cross join rule_row('stated_rate') as r
where j.lack = ''
  and not case j.rate_qualifier
    when '>=' then j.computed >= j.rate - 0.5 * j.step
    when '~' then abs(j.computed - j.rate) <= greatest(1, j.step)
    else j.computed >= j.rate - 0.5 * j.step - 1e-9 and j.computed < j.rate + j.step - 1e-9 or j.computed = j.rate
  end
union all
select
    'not_assessable', 'low', j.office_id, j.year, j.report_id, j.subject,
    j.office_name || j.year || '年' || j.subject_name || '办结率' || format('{:.12g}', j.rate) || '%无法核对：' || j.lack || '。',
    j.rate, null, 1::smallint, false, null, j.evidence
from judged as j
where j.lack <> ''
order by report_id, status, subject
