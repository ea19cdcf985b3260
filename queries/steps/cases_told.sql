-- 办结率所依据的收到件数 (Cases that close rates rest on)
-- grain: one row an office, subject and year that tells the number received
-- parameters:
--   source (table): fact, or fact_by_office where a few offices are asked about: the order in which facts lie
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
-- columns:
--   office_id (integer): office
--   subject (varchar): hotline12345 or petition
--   year (smallint): year reported on
--   cases_count (double): cases received
--   has_few_cases (boolean): too few to judge a rate by (rule few_cases)
-- missing: where the number is not told, or told in two ways, there is no row: a rate without it is judged as any other
select
    f.office_id, split_part(f.indicator, '.', 1) as subject, f.year, f.value as cases_count,
    f.value < t.threshold as has_few_cases
from query_table($source) as f
cross join few_cases() as t
where f.indicator in ('hotline12345.received', 'petition.received')
  and f.breakdown = ''
  and f.role = 'leading'
  and f.status = 'stated'
  and ($from_year is null or f.year >= $from_year)
  and ($to_year is null or f.year <= $to_year)
  and f.office_id in (select c.office_id from chosen($region_id, $kind, $office_codes) as c)
