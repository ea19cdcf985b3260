-- 所选单位每项指标每年写了什么数 (What the offices chosen tell of some indicators a year)
-- grain: one row an indicator, office and year of which a report says anything
-- parameters:
--   source (table): fact, or fact_by_office where a few offices are asked about: the order in which facts lie
--   indicators (varchar[]): indicator ids
--   breakdown (varchar, optional): applicant kind or column name; without it the table's total, else the text
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
-- columns:
--   indicator (varchar): indicator id
--   office_id (integer): office
--   year (smallint): year reported on
--   value (double): the number, in the indicator's unit; null unless status is stated or computed
--   qualifier (varchar): = exact, >= at least, ~ about
--   unit (varchar): unit as told; % when computed
--   status (varchar): stated, computed (a close rate that is not told, from the cases told exactly), no_cases (a close rate that is not told, of 0 cases received), pending (told under names of platforms only, of which none stands for the whole), conflict (also a rate that its own cases contradict, and one above 100), unreadable, blank or missing
--   report_id (integer): report
--   fact_no (smallint): the fact shown; of a computed rate the number closed, of no cases the number received where that alone is told
-- missing: what no report tells has no row; a blank, missing, unreadable or conflicting number gives a row without a value
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
asked as (
    select unnest($indicators) as indicator
),
-- A close rate that is not told is computed from the cases told exactly; its evidence is the number closed. Of 0 cases
-- there is none to compute, and nothing is lacking.
computed as (
    select
        split_part(f.indicator, '.', 1) || '.close_rate' as indicator, f.office_id, f.year,
        max(f.report_id) as report_id,
        coalesce(
            max(f.fact_no) filter (where f.indicator like '%.closed'),
            max(f.fact_no) filter (where f.indicator like '%.received')) as fact_no,
        coalesce(max(f.value) filter (where f.indicator like '%.received') = 0, false) as has_none,
        100.0 * max(f.value) filter (where f.indicator like '%.closed')
            / nullif(max(f.value) filter (where f.indicator like '%.received'), 0) as value
    from query_table($source) as f
    where f.indicator in ('hotline12345.received', 'hotline12345.closed', 'petition.received', 'petition.closed')
      and split_part(f.indicator, '.', 1) || '.close_rate' in (select indicator from asked)
      and f.breakdown = ''
      and ($from_year is null or f.year >= $from_year)
      and ($to_year is null or f.year <= $to_year)
      and f.role = 'leading'
      and f.status = 'stated'
      and f.qualifier = '='
      and f.office_id in (select office_id from chosen)
    group by split_part(f.indicator, '.', 1), f.office_id, f.year
    having value is not null or has_none
),
in_doubt as (
    select report_id, subject || '.close_rate' as indicator
    from rates_in_doubt()
    where subject || '.close_rate' in (select indicator from asked)
),
told as (
    select
        f.indicator, f.breakdown, f.office_id, f.year, f.report_id, f.fact_no, f.value, f.qualifier, f.unit, f.status,
        case
            when $breakdown is null and f.breakdown not in ('', 'total') then 'pending'
            when d.report_id is not null and f.role = 'leading' then 'conflict'
            else f.role
        end as role
    from query_table($source) as f
    left join in_doubt as d on d.report_id = f.report_id and d.indicator = f.indicator
    where f.indicator in (select indicator from asked)
      -- Told under names of platforms only (政府网站754条，门户网站1014条), the number of the whole waits for the staff.
      and (f.breakdown = $breakdown
        or ($breakdown is null and (
            f.breakdown in ('', 'total')
            or (f.source = 'text' and f.status = 'stated' and f.indicator <> 'disclosure.column'))))
      and ($from_year is null or f.year >= $from_year)
      and ($to_year is null or f.year <= $to_year)
      and f.role <> 'unassigned'
      and (f.role <> 'repeat' or f.status <> 'stated')
      and f.office_id in (select office_id from chosen)
    union all
    select
        c.indicator, '', c.office_id, c.year, c.report_id, c.fact_no, c.value, '=', '%', case when c.has_none then 'no_cases' else 'computed' end,
        case when c.has_none then 'no_cases' when c.value > 100 then 'conflict' else 'computed' end as role
    from computed as c
),
picked as (
    select
        f.indicator, f.office_id, f.year,
        arg_min(
            {
                'value': case when f.role in ('leading', 'computed') then f.value end,
                'qualifier': f.qualifier,
                'unit': f.unit,
                'status': case when f.role in ('conflict', 'pending') then f.role else f.status end,
                'report_id': f.report_id,
                'fact_no': f.fact_no
            },
            case
                when f.role = 'leading' and f.status = 'stated' and f.breakdown = 'total' then 0
                when f.role = 'leading' and f.status = 'stated' then 1
                when f.role = 'conflict' then 2
                when f.role in ('computed', 'no_cases') then 3
                when f.role = 'pending' then 4
                when f.status = 'unreadable' then 5
                when f.status = 'blank' then 6
                else 7
            end
        ) as fact
    from told as f
    group by f.indicator, f.office_id, f.year
)
select
    p.indicator, p.office_id, p.year, p.fact.value as value, p.fact.qualifier as qualifier, p.fact.unit as unit,
    p.fact.status as status, p.fact.report_id as report_id, p.fact.fact_no as fact_no
from picked as p
