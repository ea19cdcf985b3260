-- 数字和问题上有哪些批注，谁在什么时候写的？ (Notes on numbers and findings)
-- grain: one row a note
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   about (varchar, optional): finding or number
-- columns:
--   note_id (varchar): number of the note
--   about (varchar): finding or number
--   office_code (varchar): office
--   office_name (varchar): its name
--   year (smallint): year
--   name (varchar): rule id of a finding, indicator id of a number
--   name_zh (varchar): the rule's or indicator's name
--   subject (varchar): what within the rule, breakdown of the number
--   text (varchar): the note
--   written_at (timestamp): when, UTC
--   written_by (varchar): who
-- missing: nothing; notes that were taken back are left out
select
    n.note_id, n.about, n.office_code, c.office_name, n.year, n.name, coalesce(i.name_zh, nullif(r.fault_zh, ''), r.name_zh, n.name) as name_zh,
    n.subject, n.text, n.written_at, n.written_by
from note as n
join chosen($region_id, $kind, $office_codes) as c on c.office_code = n.office_code
left join indicator as i on n.about = 'number' and i.indicator = n.name
left join rule as r on n.about = 'finding' and r.rule = n.name
where ($about is null or n.about = $about)
  and ($from_year is null or n.year >= $from_year)
  and ($to_year is null or n.year <= $to_year)
order by n.year desc, n.office_code, n.written_at, n.note_id
