-- 按发布日志，各单位各栏目每月发布多少条？ (Logged items by month)
-- grain: one row an office, column as printed and month with an item
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   column_name (varchar): watched column, or the name as printed where it is none
--   is_watched (boolean): it stands on the watch list
--   year (smallint): year
--   quarter (smallint): quarter of the year, 1 to 4
--   month (smallint): month of the year, 1 to 12
--   items_count (bigint, 条): items of the month
-- missing: a month without an item has no row; whether nothing was published or the log does not reach so far is not told
select
    c.office_code, c.office_name, coalesce(a.column_name, l.column_name) as column_name,
    a.column_name is not null as is_watched,
    year(l.published_on)::smallint as year, quarter(l.published_on)::smallint as quarter,
    month(l.published_on)::smallint as month, count(*) as items_count
from column_log as l
join chosen($region_id, $kind, $office_codes) as c on c.office_id = l.office_id
left join column_names() as a on a.printed_name = l.column_name
where ($from_year is null or year(l.published_on) >= $from_year)
  and ($to_year is null or year(l.published_on) <= $to_year)
group by all
order by c.office_code, column_name, year, month
