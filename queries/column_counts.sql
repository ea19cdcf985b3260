-- 各单位各年各栏目公开多少条信息？ (Items by website column, office and year)
-- grain: one row an office, year and column as printed
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   column_name (varchar, optional): watched column; its aliases as printed are included
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   year (smallint): year reported on
--   column_name (varchar): watched column that the printed name means, else the printed name
--   printed_name (varchar): column as printed
--   is_watched (boolean): it is on the watch list (data/reference/columns.csv)
--   items_count (double, 条): items told; null when told several times with different values
--   qualifier (varchar): = exact, >= at least, ~ about
--   status (varchar): stated or conflict
--   report_id (integer): current report
--   fact_no (smallint): the fact shown
-- missing: a column that a report does not list has no row; that says nothing about its items
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
told as (
    select
        f.office_id, f.year, f.breakdown as printed_name,
        max(f.value) filter (where f.role = 'leading') as items_count,
        max(f.qualifier) as qualifier,
        case when bool_or(f.role = 'leading') then 'stated' else 'conflict' end as status,
        max(f.report_id) as report_id,
        arg_min(f.fact_no, case f.role when 'leading' then 0 else 1 end) as fact_no
    from fact_by_office as f
    where f.indicator = 'disclosure.column'
      and f.status = 'stated'
      and f.role in ('leading', 'conflict')
      and ($from_year is null or f.year >= $from_year)
      and ($to_year is null or f.year <= $to_year)
      and f.office_id in (select office_id from chosen)
    group by f.office_id, f.year, f.breakdown
)
select
    c.office_code, c.office_name, c.kind, c.region_name, t.year,
    coalesce(a.column_name, t.printed_name) as column_name,
    t.printed_name,
    a.column_name is not null as is_watched,
    t.items_count, t.qualifier, t.status, t.report_id, t.fact_no
from told as t
join chosen as c on c.office_id = t.office_id
left join column_names() as a on a.printed_name = t.printed_name
where $column_name is null or coalesce(a.column_name, t.printed_name) = $column_name
order by c.office_code, t.year, t.items_count desc nulls last, t.printed_name
