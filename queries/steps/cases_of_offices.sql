-- 所选单位一年收到和办结的件数 (Cases received and closed by the offices chosen in one year)
-- grain: one row an office that tells one of the two numbers
-- parameters:
--   subject (varchar): hotline12345 or petition
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
-- columns:
--   office_id (integer): office
--   report_id (integer): report
--   received_count (double): cases received; null when not told
--   closed_count (double): cases closed; null when not told
--   is_exact (boolean): both are told exactly, and no more closed than received
-- missing: each number stands alone: one that is not told is null, never 0
select
    f.office_id,
    max(f.report_id) as report_id,
    max(f.value) filter (where f.indicator = $subject || '.received') as received_count,
    max(f.value) filter (where f.indicator = $subject || '.closed') as closed_count,
    coalesce(
        count(*) = 2 and bool_and(f.qualifier = '=')
        and max(f.value) filter (where f.indicator = $subject || '.closed')
            <= max(f.value) filter (where f.indicator = $subject || '.received'), false) as is_exact
from fact as f
where f.indicator in ($subject || '.received', $subject || '.closed')
  and f.breakdown = ''
  and f.year = $year
  and f.role = 'leading'
  and f.status = 'stated'
  and f.office_id in (select c.office_id from chosen($region_id, $kind, $office_codes) as c)
group by f.office_id
