-- 这个单位历年的每一项指标各是多少？ (One office: every indicator over the years)
-- grain: one row an indicator, breakdown and year with at least a printed cell or a told number
-- parameters:
--   office_code (varchar): office
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
-- columns:
--   indicator_group (varchar): group of the dictionary
--   indicator (varchar): indicator id
--   name_zh (varchar): its name
--   breakdown (varchar): applicant kind or column name; empty otherwise
--   year (smallint): year reported on
--   value (double): the stated number in its unit; null unless status is stated
--   qualifier (varchar): = exact, >= at least, ~ about
--   unit (varchar): unit as printed, else the dictionary's
--   status (varchar): stated, conflict, pending (of the whole, where names of platforms only are told), blank or unreadable
--   source (varchar): table or text
--   polarity (varchar): higher_is_better, lower_is_better or neutral
--   change (double): value less last year's, same unit; percentage points for rates
--   change_pct (double, %): change in percent of last year's; null for rates and where last year is 0
--   report_id (integer): current report
--   fact_no (smallint): the fact shown
-- missing: what a report does not print or tell has no row; blank cells have one without a value
with told as (
    select
        f.indicator, f.breakdown, f.year,
        arg_min(
            {
                'value': case when f.role = 'leading' then f.value end,
                'qualifier': f.qualifier,
                'unit': f.unit,
                'status': case when f.role = 'conflict' then 'conflict' else f.status end,
                'source': f.source,
                'report_id': f.report_id,
                'fact_no': f.fact_no
            },
            case
                when f.role = 'leading' and f.status = 'stated' then 0
                when f.role = 'conflict' then 1
                when f.status = 'unreadable' then 2
                else 3
            end
        ) as fact
    from fact_by_office as f
    where f.office_id = (select o.office_id from office as o where o.office_code = $office_code)
      and ($from_year is null or f.year >= $from_year - 1)
      and ($to_year is null or f.year <= $to_year)
      and f.role <> 'unassigned'
      and f.status <> 'missing'
      and (f.role <> 'repeat' or f.status <> 'stated')
    group by f.indicator, f.breakdown, f.year
),
-- Told under names of platforms only, of which none stands for all.
with_wholes as (
    select * from told
    union all
    select p.indicator, '', p.year, {
        'value': null::double, 'qualifier': '=', 'unit': '', 'status': 'pending', 'source': 'text',
        'report_id': min(p.fact.report_id), 'fact_no': min(p.fact.fact_no)}
    from told as p
    where p.breakdown not in ('', 'total')
      and p.fact.source = 'text'
      and p.fact.status in ('stated', 'conflict')
      and p.indicator <> 'disclosure.column'
      and not exists (
        select 1 from told as w
        where w.indicator = p.indicator and w.year = p.year and w.breakdown in ('', 'total')
          and w.fact.status in ('stated', 'conflict'))
    group by p.indicator, p.year
)
select
    coalesce(i.indicator_group, '') as indicator_group,
    t.indicator,
    coalesce(i.name_zh, t.indicator) as name_zh,
    t.breakdown,
    t.year,
    t.fact.value as value,
    t.fact.qualifier as qualifier,
    coalesce(nullif(t.fact.unit, ''), i.unit, '') as unit,
    t.fact.status as status,
    t.fact.source as source,
    coalesce(i.polarity, 'neutral') as polarity,
    t.fact.value - before.fact.value as change,
    case when i.unit is distinct from '%'
        then 100.0 * (t.fact.value - before.fact.value) / nullif(abs(before.fact.value), 0) end as change_pct,
    t.fact.report_id as report_id,
    t.fact.fact_no as fact_no
from with_wholes as t
left join with_wholes as before
    on before.indicator = t.indicator and before.breakdown = t.breakdown and before.year = t.year - 1
left join indicator as i on i.indicator = t.indicator
where $from_year is null or t.year >= $from_year
order by coalesce(i.ordinal, 32767), t.indicator, t.breakdown, t.year
