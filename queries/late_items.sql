-- 按发布日志，哪些信息超过了形成之后的法定公开时限？ (Logged items published later than the limit after they were made)
-- grain: one row a logged item of a watched column that tells when it was made and is later than the limit
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year of publication
--   to_year (smallint, optional): last year of publication
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   column_name (varchar): watched column
--   title (varchar): title of the item
--   formed_on (date): day on which what it tells was made or decided
--   published_on (date): day of publication
--   limit_days (smallint): days allowed, the day on which it was made not counted
--   limit_unit (varchar): day or working_day
--   days_taken (bigint): days taken, in that unit
--   limit_level (varchar): whose rule it is: 国家, 地方 or 惯例
--   limit_basis (varchar): where it comes from
--   url (varchar): address of the item
-- missing: an item whose log does not tell when it was made, or whose days lie outside the calendar of holidays, is not judged
with items as (
    select l.*, a.column_name as watched
    from column_log as l
    join column_names() as a on a.printed_name = l.column_name
    where l.formed_on is not null
      and ($from_year is null or year(l.published_on) >= $from_year)
      and ($to_year is null or year(l.published_on) <= $to_year)
),
counted as (
    select
        i.*, w.limit_days, w.limit_unit, w.limit_level, w.limit_basis,
        case w.limit_unit
            when 'working_day' then (p.working_days - f.working_days)::bigint
            else date_diff('day', i.formed_on, i.published_on)
        end as days_taken
    from items as i
    join watched_column as w on w.column_name = i.watched
    left join working_day as f on f.day = i.formed_on
    left join working_day as p on p.day = i.published_on
    where w.limit_days is not null
)
select
    c.office_code, c.office_name, n.watched as column_name, n.title, n.formed_on, n.published_on, n.limit_days,
    n.limit_unit, n.days_taken, n.limit_level, n.limit_basis, n.url
from counted as n
join chosen($region_id, $kind, $office_codes) as c on c.office_id = n.office_id
where n.days_taken > n.limit_days
order by c.office_code, n.published_on, n.title
