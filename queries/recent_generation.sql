-- 现在展示的数据是哪一版，何时生成，包含多少份年报？ (The generation served)
-- grain: one row
-- parameters:
-- columns:
--   generation (integer): number of the generation
--   built_at (timestamp): when it was built, UTC
--   cause (varchar): what caused it
--   report_count (bigint): current reports
--   fact_count (bigint): rows of fact
--   office_count (bigint): offices with a current report
--   queued_office_count (bigint): offices that wait for a person to assign them
--   first_year (smallint): first year reported on; null in an empty store
--   last_year (smallint): last year reported on; null in an empty store
-- missing: an empty store gives its row with counts 0
select
    g.generation, g.built_at, g.cause, g.report_count, g.fact_count,
    (select count(distinct rp.office_id) from report as rp where rp.is_current) as office_count,
    (select count(*) from office as o where o.is_queued) as queued_office_count,
    (select min(rp.year) from report as rp where rp.is_current) as first_year,
    (select max(rp.year) from report as rp where rp.is_current) as last_year
from generation as g
order by g.generation
