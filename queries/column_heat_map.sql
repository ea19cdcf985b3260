-- 各单位各栏目每年更新多少条，哪些长期未更新？ (Column heat map: office by column by year, stale ones marked)
-- grain: one row an office, column and year of the window, for columns that the office told or was found weak in at least once
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   column_name (varchar): watched column that the printed name means, else the printed name
--   is_watched (boolean): it is on the watch list (data/reference/columns.csv)
--   topic (varchar): problem topic it belongs to
--   year (smallint): year reported on
--   printed_names (varchar): names as printed, joined by 、, where one of them differs from column_name; else null
--   items_count (double, 条): items told, aliases added up
--   qualifier (varchar): = exact, >= at least, ~ about; null without a count
--   typical_count (double, 条): median of the counts above 0 of this column, over all offices chosen and years; null where there is none
--   yearly_minimum_count (smallint, 条): items a year that the update cycle demands; null when no rule is known
--   status (varchar): stated, conflict, not_told (the report has no number for it) or no_report
--   is_stale (boolean): a weak spot stands for the column and year
--   is_self_told (boolean): the office itself told it as a problem of the topic
--   message (varchar): the weak spot's sentence
--   report_id (integer): current report; null without one
--   fact_no (smallint): the fact shown when it is a single one
-- missing: a column that a report does not list is not_told: never 0, and stale only where a weak spot says why
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
reported as (
    select * from chosen_reports($region_id, $kind, $office_codes, $from_year, $to_year)
),
years as (
    select unnest(range(min(year)::bigint, max(year)::bigint + 1))::smallint as year from reported
),
told as (
    select
        f.office_id, f.year, coalesce(a.column_name, f.breakdown) as column_name,
        case when bool_or(f.breakdown <> a.column_name) then string_agg(distinct f.breakdown, '、' order by f.breakdown) end
            as printed_names,
        case
            when bool_or(f.role = 'conflict') then null
            when bool_or(f.qualifier = '~') then '~'
            when bool_or(f.qualifier = '>=') then '>='
            else '='
        end as qualifier,
        case when not bool_or(f.role = 'conflict') then sum(f.value) end as items_count,
        case when bool_or(f.role = 'conflict') then 'conflict' else 'stated' end as status,
        case when count(*) = 1 then max(f.fact_no) end as fact_no
    from fact_by_office as f
    left join column_names() as a on a.printed_name = f.breakdown
    where f.indicator = 'disclosure.column'
      and f.status = 'stated'
      and f.role in ('leading', 'conflict')
      and ($from_year is null or f.year >= $from_year)
      and ($to_year is null or f.year <= $to_year)
      and f.office_id in (select office_id from chosen)
    group by f.office_id, f.year, coalesce(a.column_name, f.breakdown)
),
typical as (
    select t.column_name, median(t.items_count) as typical_count
    from told as t
    where t.items_count > 0
    group by t.column_name
),
weak as (
    select f.office_id, f.year, f.subject as column_name, bool_or(f.self_told) as is_self_told, min(f.message) as message
    from judged_findings() as f
    where f.kind = 'weak_spot'
      and f.rule in ('column_self_told', 'column_halved', 'column_zero', 'column_below_minimum')
      and f.status in ('failed', 'notice')
      and ($from_year is null or f.year >= $from_year)
      and ($to_year is null or f.year <= $to_year)
      and f.office_id in (select office_id from chosen)
    group by f.office_id, f.year, f.subject
),
shown as (
    select office_id, column_name from told
    union
    select office_id, column_name from weak
)
select
    c.office_code, c.office_name, c.kind, c.region_name, s.column_name,
    w.column_name is not null as is_watched,
    w.topic, y.year, t.printed_names, t.items_count, t.qualifier, u.typical_count,
    w.yearly_minimum as yearly_minimum_count,
    case when rp.report_id is null then 'no_report' else coalesce(t.status, 'not_told') end as status,
    k.office_id is not null as is_stale,
    coalesce(k.is_self_told, false) as is_self_told,
    k.message,
    rp.report_id,
    t.fact_no
from shown as s
join chosen as c on c.office_id = s.office_id
left join watched_column as w on w.column_name = s.column_name
cross join years as y
left join reported as rp on rp.office_id = s.office_id and rp.year = y.year
left join told as t on t.office_id = s.office_id and t.column_name = s.column_name and t.year = y.year
left join typical as u on u.column_name = s.column_name
left join weak as k on k.office_id = s.office_id and k.column_name = s.column_name and k.year = y.year
order by c.office_code, w.ordinal nulls last, s.column_name, y.year
