-- 哪些年度有年报，各有多少份？ (Years with reports, and how many)
-- grain: one row a year with a current report among the offices chosen
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   year (smallint): year reported on
--   reported_office_count (bigint): offices with a report
--   office_count (bigint): offices that had to report (by the roster, else since their first report, one that was withdrawn included where they must report; one that must report and never did, since the newest year of all) or did
--   is_default (boolean): the newest year that is not yet to come: what a page opens with, however few have reported yet
-- missing: a year without any report has no row
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
reported as (
    select rp.year, count(*) as reported_office_count
    from report as rp
    where rp.is_current
      and rp.office_id in (select office_id from chosen)
    group by rp.year
),
spans as (
    select
        rp.office_id, min(rp.year) filter (where rp.is_current) as first_year, min(rp.year) as first_known_year
    from report as rp
    where (rp.is_current or rp.is_withdrawn)
      and rp.office_id in (select office_id from chosen)
    group by rp.office_id
),
due as (
    select y.year, count(*) as office_count
    from reported as y
    cross join chosen as c
    left join spans as s on s.office_id = c.office_id
    cross join (select max(year) as year from report where is_current) as newest
    left join report as rp on rp.office_id = c.office_id and rp.year = y.year and rp.is_current
    where rp.report_id is not null
       or (
           c.must_report is distinct from false
           and y.year >= coalesce(
               c.from_year, case when c.must_report then s.first_known_year end, s.first_year,
               case when c.must_report then newest.year end, 9999)
           and (c.to_year is null or y.year <= c.to_year))
    group by y.year
)
select
    y.year, y.reported_office_count, d.office_count,
    y.year = coalesce(max(case when y.year <= year(current_date) then y.year end) over (), min(y.year) over ()) as is_default
from reported as y
join due as d on d.year = y.year
order by y.year
