-- 每项指标的口径是什么，有多少单位写明？ (The dictionary, with how many reports state each indicator)
-- grain: one row an indicator
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
-- columns:
--   ordinal (smallint): order in the dictionary
--   indicator_group (varchar): group
--   indicator (varchar): indicator id
--   name_zh (varchar): name
--   name_en (varchar): English name
--   unit (varchar): usual unit
--   polarity (varchar): higher_is_better, lower_is_better or neutral
--   definition (varchar): what it counts
--   formula (varchar): how it follows from other numbers; empty when taken as printed
--   source (varchar): where in a report it stands
--   caveat (varchar): what to mind when comparing it; empty when nothing
--   stated_office_count (bigint): offices chosen that state it at least once
--   stated_report_count (bigint): reports that state it
--   first_year (smallint): first year stated
--   last_year (smallint): last year stated
-- missing: an indicator that nobody states keeps its row, with count 0 and no years
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
stated as (
    select
        f.indicator, count(distinct f.office_id) as stated_office_count, count(distinct f.report_id) as stated_report_count,
        min(f.year) as first_year, max(f.year) as last_year
    from fact_by_office as f
    where f.status = 'stated'
      and f.role in ('leading', 'conflict')
      and ($from_year is null or f.year >= $from_year)
      and ($to_year is null or f.year <= $to_year)
      and f.office_id in (select office_id from chosen)
    group by f.indicator
)
select
    i.ordinal, i.indicator_group, i.indicator, i.name_zh, i.name_en, i.unit, i.polarity, i.definition,
    i.formula, i.source, i.caveat,
    coalesce(s.stated_office_count, 0) as stated_office_count,
    coalesce(s.stated_report_count, 0) as stated_report_count,
    s.first_year, s.last_year
from indicator as i
left join stated as s on s.indicator = i.indicator
order by i.ordinal
