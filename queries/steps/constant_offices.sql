-- 历年都写明一项指标的单位 (Offices that tell an indicator in every year of a window)
-- grain: one row an indicator and office
-- parameters:
--   source (table): fact, or fact_by_office where a few offices are asked about: the order in which facts lie
--   indicators (varchar[]): indicator ids
--   breakdown (varchar, optional): applicant kind or column name; without it the table's total, else the text
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
--   as_one (boolean, optional): true: only offices that tell each of the indicators in every year, as for the parts of one chart
-- columns:
--   indicator (varchar): indicator id
--   office_id (integer): office
-- missing: a year in which none of the offices tells the indicator asks nothing of them; without an office that tells all the others there is no row
with told as (
    select n.indicator, n.office_id, n.year
    from told_numbers($source, $indicators, $breakdown, $from_year, $to_year, $region_id, $kind, $office_codes) as n
    where n.value is not null
),
years_told as (
    select indicator, count(distinct year) as year_count
    from told
    group by indicator
),
complete as (
    select t.indicator, t.office_id
    from told as t
    join years_told as y on y.indicator = t.indicator
    group by t.indicator, t.office_id, y.year_count
    having count(distinct t.year) = y.year_count
)
select c.indicator, c.office_id
from complete as c
where $as_one is null
   or not $as_one
   or c.office_id in (
       select w.office_id
       from complete as w
       group by w.office_id
       having count(*) = (select count(*) from years_told))
