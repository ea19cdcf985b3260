-- 哪个单位承担哪个栏目？ (Who owes which column: what the table says, else what was published before, to be confirmed)
-- grain: one row an office and watched column: every office chosen with a log or a report, every watched column
-- parameters:
--   as_of (date, optional): day judged; without it today
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   column_name (varchar): watched column
--   is_owed (boolean): the office owes the column; a proposal where known_by is seen, null where it is unknown
--   known_by (varchar): told (data/reference/duties.csv), seen (items in the log or in a report: to be confirmed) or unknown
--   last_published_on (date): day of the latest logged item up to as_of
--   last_told_year (smallint): latest year up to as_of for which a report tells items of the column
-- missing: what no table tells and nobody saw is unknown, never false; a proposal judges nobody until it is written into the table
select
    c.office_code, c.office_name, c.kind, c.region_name, c.column_name,
    case
        when c.is_owed is not null then c.is_owed
        when c.last_published_on is not null or c.last_told_count > 0 then true
    end as is_owed,
    case
        when c.is_owed is not null then 'told'
        when c.last_published_on is not null or c.last_told_count > 0 then 'seen'
        else 'unknown'
    end as known_by,
    c.last_published_on, c.last_told_year
from column_clocks($as_of, $region_id, $kind, $office_codes, null) as c
order by c.office_code, c.ordinal
