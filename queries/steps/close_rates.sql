-- 所选单位各年办结率 (Close rates of the offices chosen)
-- grain: one row an office and year that tells one of its numbers
-- parameters:
--   subject (varchar): hotline12345 or petition
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
-- columns:
--   office_id (integer): office
--   year (smallint): year reported on
--   report_id (integer): report
--   received_count (double): cases received
--   closed_count (double): cases closed
--   rate_pct (double): close rate as stated, else computed from the cases told exactly
-- missing: each number stands alone: one that is not told is null, never 0; 0 received gives no rate
select
    f.office_id, f.year,
    max(f.report_id) as report_id,
    max(f.value) filter (where f.indicator = $subject || '.received') as received_count,
    max(f.value) filter (where f.indicator = $subject || '.closed') as closed_count,
    coalesce(
        max(f.value) filter (where f.indicator = $subject || '.close_rate'),
        case when bool_and(f.qualifier = '=') then
            100.0 * max(f.value) filter (where f.indicator = $subject || '.closed')
            / nullif(max(f.value) filter (where f.indicator = $subject || '.received'), 0)
        end
    ) as rate_pct
from fact as f
where f.indicator in ($subject || '.received', $subject || '.closed', $subject || '.close_rate')
  and f.breakdown = ''
  and ($from_year is null or f.year >= $from_year)
  and ($to_year is null or f.year <= $to_year)
  and f.role = 'leading'
  and f.status = 'stated'
  and f.office_id in (select c.office_id from chosen($region_id, $kind, $office_codes) as c)
group by f.office_id, f.year
