-- 有哪些考评表，各有哪些考评项和扣分情形，由什么回答？ (Assessment sheets with their clauses)
-- grain: one row a clause of a sheet
-- parameters:
--   sheet (varchar, optional): sheet id
-- columns:
--   sheet (varchar): sheet id
--   sheet_name (varchar): its name
--   place (varchar): where it is or was in force
--   year (smallint): year it is of; null when unknown
--   applies_to (varchar): whom it assesses, in its own words
--   kinds (varchar[]): kinds of offices that it assesses
--   points (double, 分): its full points; null where they were not seen
--   source (varchar): where it was seen
--   url (varchar): its address; empty without one
--   unseen (varchar): what of it was not seen; empty when nothing
--   is_own (boolean): staff uploaded it
--   item (varchar): item of the sheet
--   item_points (double, 分): points of the item; null where they were not seen
--   clause (varchar): what points are taken off for
--   deduction (double, 分): points taken off each time; null where the number was not seen
--   per (varchar): what is counted; empty: taken off once
--   full_at (double, %): rate from which nothing is taken off; null where no rate is judged
--   cap (double, 分): points that the clause takes off at most; null: those of the item
--   sources (varchar[]): what answers it (reports/store/assessments.py); empty: a person
--   asks (varchar): what a person has to answer
-- missing: points and deductions that were not seen are null, never 0
select
    s.sheet, s.name as sheet_name, s.place, s.year, s.applies_to, s.kinds, s.points, s.source, s.url, s.unseen, s.is_own,
    c.item, c.item_points, c.clause, c.deduction, c.per, c.full_at, c.cap, c.sources, c.asks
from assessment_sheet as s
join assessment_clause as c on c.sheet = s.sheet
where $sheet is null or s.sheet = $sheet
order by s.ordinal, c.ordinal
