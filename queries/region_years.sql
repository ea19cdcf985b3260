-- 一个地区哪些年度、哪些类别的单位有年报，各多少家？ (Years and office kinds of a region with reports)
-- grain: one row a year and office kind ('' for all kinds) with a report
-- parameters:
--   region_id (varchar): region, all below it included
-- columns:
--   year (smallint): year reported on
--   kind (varchar): office kind; '' for all kinds together
--   reported_office_count (bigint): offices with a report
--   is_default (boolean): the newest year: what a page opens with, however few have reported yet
-- missing: a year without any report has no row
with counted as (
    select t.year, t.kind, t.office_count::bigint as reported_office_count
    from region_total as t
    where t.region_id = $region_id and t.indicator = ''
)
select
    c.year, c.kind, c.reported_office_count,
    c.year = max(c.year) over () as is_default
from counted as c
order by c.year, c.kind
