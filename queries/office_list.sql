-- 有哪些单位，属于哪一类、哪个地区，有几年年报？ (Offices with kind, region and span of reports)
-- grain: one row an office, kinds together and both as the roster has them, what waits for assignment last
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_id (varchar): its region; null while queued
--   region_name (varchar): name of the region
--   aliases (varchar[]): other names it signs with
--   is_fictional (boolean): an example office
--   is_queued (boolean): not in the roster, waits for a person to assign it
--   report_count (bigint): years with a current report
--   first_year (smallint): first year with a report
--   last_year (smallint): last year with a report
-- missing: an office without reports keeps its row with report_count 0
with chosen as (
    select * from chosen($region_id, $kind, null)
),
spans as (
    select rp.office_id, count(*) as report_count, min(rp.year) as first_year, max(rp.year) as last_year
    from report as rp
    where rp.is_current
      and rp.office_id in (select office_id from chosen)
    group by rp.office_id
),
kinds as (
    select is_queued, kind, min(office_id) as first_office_id
    from chosen
    group by is_queued, kind
)
select
    o.office_code, o.office_name, o.kind, o.region_id, o.region_name, o.aliases, o.is_fictional, o.is_queued,
    coalesce(s.report_count, 0) as report_count, s.first_year, s.last_year
from chosen as o
join kinds as k on k.is_queued = o.is_queued and k.kind = o.kind
left join spans as s on s.office_id = o.office_id
order by o.is_queued, k.first_office_id, o.office_id
