-- 合计不符的统计表中，是否有一格像是多写、漏写了一位？ (One cell that would mend all its sums with a digit more or less)
-- grain: one row a report whose sums one cell alone would mend
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): indicator id, with the applicant after a slash
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): number as printed
--   right_value (double): number that would mend the sums
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: only sums whose numbers are all there; a cell that stands in a sum that holds is none; where several cells would mend the sums nothing is said
with cells as (
    select report_id, office_id, year, office_name, indicator, breakdown, applicant_name, value, fact_no, lack
    from application_cells()
),
terms as (
    select report_id, 'balance/' || breakdown as equation, indicator, breakdown, value, fact_no, lack,
        case when indicator in ('applications.received', 'applications.carried_in') then 1 else -1 end as sign
    from cells
    where indicator in (
        'applications.received', 'applications.carried_in', 'applications.total', 'applications.carried_forward')
    union all
    select report_id, 'total/' || breakdown, indicator, breakdown, value, fact_no, lack,
        case when indicator = 'applications.total' then -1 else 1 end
    from cells
    where indicator not in ('applications.received', 'applications.carried_in', 'applications.carried_forward')
    union all
    select report_id, 'row/' || indicator, indicator, breakdown, value, fact_no, lack,
        case when breakdown = 'total' then -1 else 1 end
    from cells
    union all
    select k.report_id, 'review/' || split_part(k.indicator, '.', 1), k.indicator, '', k.value, k.fact_no, k.lack,
        case when k.indicator like '%.total' then -1 else 1 end
    from table_cells() as k
    where split_part(k.indicator, '.', 1) in ('review', 'litigation_direct', 'litigation_after_review')
),
sums as (
    select report_id, equation, sum(sign * value) as excess
    from terms
    group by report_id, equation
    having count(*) = count(value)
),
wrong as (
    select report_id, count(*) as wrong_count from sums where excess <> 0 group by report_id
),
mended as (
    select
        t.report_id, t.indicator, t.breakdown, any_value(t.value) as printed, any_value(t.fact_no) as fact_no,
        min(t.value - t.sign * s.excess) as needed, max(t.value - t.sign * s.excess) as needed_elsewhere,
        count(*) as sum_count
    from terms as t
    join sums as s on s.report_id = t.report_id and s.equation = t.equation
    where t.report_id in (select report_id from wrong)
    group by t.report_id, t.indicator, t.breakdown
    having bool_and(s.excess <> 0)
),
slips as (
    select
        m.*, w.wrong_count, format('{:.0f}', m.printed) as old, format('{:.0f}', m.needed) as new,
        count(*) over (partition by m.report_id) as slip_count
    from mended as m
    join wrong as w on w.report_id = m.report_id and w.wrong_count = m.sum_count
    where m.needed = m.needed_elsewhere
      and m.needed >= 0
      and m.printed > 0
      -- a digit more or less, or two neighbours changed over: never one digit read as another
      and damerau_levenshtein(format('{:.0f}', m.printed), format('{:.0f}', m.needed)) = 1
      and levenshtein(format('{:.0f}', m.printed), format('{:.0f}', m.needed)) <> case
          when len(format('{:.0f}', m.printed)) = len(format('{:.0f}', m.needed)) then 1 else 0 end
)
select
    'notice' as status, r.severity, c.office_id, c.year, c.report_id,
    s.indicator || case when s.breakdown = '' then '' else '/' || s.breakdown end as subject,
    c.office_name || c.year || '年统计表“' || coalesce(i.name_zh, s.indicator) || '”' || coalesce(a.applicant_name || '栏', '') || '填'
        || s.old || '件，若为' || s.new || '件，' || case when s.wrong_count = 1 then '不相符的一处合计就相符'
            else '不相符的' || s.wrong_count || '处合计就都相符' end || '，可能'
        || case when len(s.old) < len(s.new) then '漏写了一位' when len(s.old) > len(s.new) then '多写了一位' else '颠倒了相邻两位' end
        || '，请对照台账核对。' as message,
    s.printed as left_value, s.needed as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic,
    [{'report_id': s.report_id, 'fact_no': s.fact_no}] as evidence
from slips as s
join current_reports() as c on c.report_id = s.report_id
left join indicator as i on i.indicator = s.indicator
left join applicants() as a on a.breakdown = s.breakdown
cross join rule_row('digit_slip') as r
where s.slip_count = 1
order by c.report_id
