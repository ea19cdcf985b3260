-- 行政复议、行政诉讼各有多少件，被纠正的占多少？ (Reviews and suits with the share corrected)
-- grain: one row an office, year and kind of dispute (review, litigation_direct, litigation_after_review) whose table is printed
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   year (smallint): year reported on
--   dispute (varchar): review, litigation_direct or litigation_after_review
--   upheld_count (double, 件): 结果维持
--   corrected_count (double, 件): 结果纠正
--   other_count (double, 件): 其他结果
--   pending_count (double, 件): 尚未审结
--   total_count (double, 件): 总计
--   decided_count (double, 件): total less pending, when both are stated
--   corrected_share_pct (double, %): corrected over decided; null when one is lacking or nothing is decided
--   status (varchar): stated (total printed as a number), no_cases (total 0), blank, unreadable or missing
--   report_id (integer): current report
-- missing: a lacking cell is null, never 0; a report without the table has rows with status missing
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
cells as (
    select
        f.office_id, f.year, f.report_id,
        split_part(f.indicator, '.', 1) as dispute,
        split_part(f.indicator, '.', 2) as result,
        f.value, f.status
    from fact_by_office as f
    where f.indicator in (
        'review.upheld', 'review.corrected', 'review.other', 'review.pending', 'review.total',
        'litigation_direct.upheld', 'litigation_direct.corrected', 'litigation_direct.other',
        'litigation_direct.pending', 'litigation_direct.total',
        'litigation_after_review.upheld', 'litigation_after_review.corrected', 'litigation_after_review.other',
        'litigation_after_review.pending', 'litigation_after_review.total')
      and f.breakdown = ''
      and f.source = 'table'
      and f.role <> 'conflict'
      and ($from_year is null or f.year >= $from_year)
      and ($to_year is null or f.year <= $to_year)
      and f.office_id in (select office_id from chosen)
),
by_dispute as (
    select
        office_id, year, report_id, dispute,
        max(value) filter (where result = 'upheld') as upheld_count,
        max(value) filter (where result = 'corrected') as corrected_count,
        max(value) filter (where result = 'other') as other_count,
        max(value) filter (where result = 'pending') as pending_count,
        max(value) filter (where result = 'total') as total_count,
        coalesce(max(status) filter (where result = 'total'), 'missing') as total_status
    from cells
    group by office_id, year, report_id, dispute
)
select
    c.office_code, c.office_name, c.kind, c.region_name, b.year, b.dispute,
    b.upheld_count, b.corrected_count, b.other_count, b.pending_count, b.total_count,
    b.total_count - b.pending_count as decided_count,
    100.0 * b.corrected_count / nullif(b.total_count - b.pending_count, 0) as corrected_share_pct,
    case when b.total_count = 0 then 'no_cases' else b.total_status end as status,
    b.report_id
from by_dispute as b
join chosen as c on c.office_id = b.office_id
order by c.office_code, b.year,
    case b.dispute when 'review' then 1 when 'litigation_direct' then 2 else 3 end
