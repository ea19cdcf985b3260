-- 依申请公开页第一句话 (Numbers of the applications page's first sentence)
-- grain: one row
-- parameters:
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   year (smallint): year reported on
--   reported_office_count (bigint): offices with a report
--   received_count (double, 件): applications received, table total, else the text; sum over received_office_count offices
--   received_office_count (bigint): offices that state it
--   received_text_count (double, 件): of received_count, what the text alone tells, since the table has no number
--   received_text_office_count (bigint): offices of which that is so
--   received_qualifier (varchar): = exact, >= at least, ~ about, of received_count; null without one
--   table_office_count (bigint): offices whose table states the outcomes (七）总计
--   outcomes_count (double, 件): outcomes (七）总计, over offices that state all three
--   granted_count (double, 件): granted in whole or in part, over the same offices
--   granted_share_pct (double, %): the latter over the former
--   carried_forward_count (double, 件): carried forward
--   review_count (double, 件): administrative reviews, total
--   litigation_count (double, 件): suits, both kinds
--   corrected_count (double, 件): reviews and suits corrected
--   corrected_share_pct (double, %): corrected over decided, over rows with all numbers
-- missing: sums cover the offices that state the number; null when none does; a lacking cell is never 0
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
cells as (
    select
        f.office_id,
        max(f.value) filter (where f.indicator = 'applications.received' and f.breakdown = 'total') as table_count,
        max(f.value) filter (where f.indicator = 'applications.received' and f.breakdown = '') as text_count,
        max(f.qualifier) filter (where f.indicator = 'applications.received' and f.breakdown = '') as text_qualifier,
        max(f.value) filter (where f.indicator = 'applications.total' and f.breakdown = 'total') as outcomes_count,
        max(f.value) filter (where f.indicator = 'applications.granted' and f.breakdown = 'total')
            + max(f.value) filter (where f.indicator = 'applications.partly_granted' and f.breakdown = 'total') as granted_count,
        max(f.value) filter (where f.indicator = 'applications.carried_forward' and f.breakdown = 'total') as carried_forward_count,
        max(f.value) filter (where f.indicator = 'review.total') as review_count,
        max(f.value) filter (where f.indicator = 'litigation_direct.total') as litigation_direct_count,
        max(f.value) filter (where f.indicator = 'litigation_after_review.total') as litigation_after_count
    from fact as f
    where f.indicator in (
        'applications.received', 'applications.total', 'applications.granted', 'applications.partly_granted',
        'applications.carried_forward', 'review.total', 'litigation_direct.total', 'litigation_after_review.total')
      and f.breakdown in ('', 'total')
      and f.year = $year
      and f.role = 'leading'
      and f.status = 'stated'
      and f.office_id in (select office_id from chosen)
    group by f.office_id
),
disputes as (
    select
        f.office_id, split_part(f.indicator, '.', 1) as dispute,
        max(f.value) filter (where f.indicator like '%.total') - max(f.value) filter (where f.indicator like '%.pending')
            as decided_count,
        max(f.value) filter (where f.indicator like '%.corrected') as corrected_count
    from fact as f
    where f.indicator in (
        'review.corrected', 'review.pending', 'review.total',
        'litigation_direct.corrected', 'litigation_direct.pending', 'litigation_direct.total',
        'litigation_after_review.corrected', 'litigation_after_review.pending', 'litigation_after_review.total')
      and f.breakdown = ''
      and f.year = $year
      and f.source = 'table'
      and f.role = 'leading'
      and f.status = 'stated'
      and f.office_id in (select office_id from chosen)
    group by f.office_id, dispute
),
shares as (
    select
        sum(corrected_count) as corrected_count,
        100.0 * sum(corrected_count) filter (where decided_count is not null)
            / nullif(sum(decided_count) filter (where corrected_count is not null), 0) as corrected_share_pct
    from disputes
),
summed as (
    select
        sum(coalesce(table_count, text_count)) as received_count,
        count(coalesce(table_count, text_count)) as received_office_count,
        sum(text_count) filter (where table_count is null) as received_text_count,
        count(text_count) filter (where table_count is null) as received_text_office_count,
        case
            when count(coalesce(table_count, text_count)) = 0 then null
            when bool_or(table_count is null and text_qualifier = '~') then '~'
            when bool_or(table_count is null and text_qualifier = '>=') then '>='
            else '='
        end as received_qualifier,
        count(outcomes_count) as table_office_count,
        sum(outcomes_count) filter (where granted_count is not null) as outcomes_count,
        sum(granted_count) filter (where outcomes_count is not null) as granted_count,
        100.0 * sum(granted_count) filter (where outcomes_count is not null)
            / nullif(sum(outcomes_count) filter (where granted_count is not null), 0) as granted_share_pct,
        sum(carried_forward_count) as carried_forward_count,
        sum(review_count) as review_count,
        sum(litigation_direct_count + litigation_after_count) as litigation_count
    from cells
)
select
    $year::smallint as year, r.reported_office_count, s.received_count, s.received_office_count,
    s.received_text_count, s.received_text_office_count, s.received_qualifier, s.table_office_count, s.outcomes_count,
    s.granted_count, s.granted_share_pct, s.carried_forward_count, s.review_count, s.litigation_count,
    h.corrected_count, h.corrected_share_pct
from reported_offices($year, $region_id, $kind, $office_codes) as r
cross join summed as s
cross join shares as h
order by year
