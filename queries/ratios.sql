-- 实质公开率、结转率、无法提供占比、纠错率、按时率各是多少，分母是几件？ (Ratios that leaders read, beside their base numbers)
-- grain: one row an office, year and ratio whose base number is told
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
--   year (smallint): year reported on
--   ratio (varchar): ratio id (data/reference/ratios.csv)
--   name_zh (varchar): its name
--   numerator_count (double, 件): number above the line; null where only the rate is told
--   denominator_count (double, 件): number below the line, or the number that a told rate is shown beside
--   value_pct (double, %): the ratio; null where nothing is below the line
--   status (varchar): computed, stated (a rate as told, beside a number that it may not be of), no_cases (0 below the line)
--   has_few_cases (boolean): fewer below the line than rule few_cases asks for: shown, not judged
--   report_id (integer): current report
--   fact_no (smallint): the first number above the line, or the rate; with report_id the way to its evidence
-- missing: a ratio one of whose numbers is blank, missing, unreadable, told in two ways or only about has no row, unless its rate is told beside a base number
with terms as (
    select ratio, 'numerator' as side, unnest(numerators) as term from ratio
    union all
    select ratio, 'denominator', unnest(denominators) from ratio
    union all
    select ratio, 'rate', rate from ratio where rate <> ''
    union all
    select ratio, 'base', base from ratio where base <> ''
),
signed as (
    select
        ratio, side, case when term like '-%' then -1 else 1 end as sign,
        replace(split_part(term, '/', 1), '-', '') as indicator, split_part(term, '/', 2) as breakdown
    from terms
),
told as (
    select f.report_id, f.indicator, f.breakdown, f.value, f.fact_no
    from fact_by_office as f
    where f.role = 'leading'
      and f.status = 'stated'
      and f.qualifier = '='
      and f.indicator in (select indicator from signed)
      and f.office_id in (select c.office_id from chosen($region_id, $kind, $office_codes) as c)
      and ($from_year is null or f.year >= $from_year)
      and ($to_year is null or f.year <= $to_year)
),
sides as (
    select
        r.office_id, r.year, r.report_id, s.ratio, s.side,
        case when count(t.value) = count(*) then sum(s.sign * t.value) end as amount,
        min(t.fact_no) as fact_no
    from chosen_reports($region_id, $kind, $office_codes, $from_year, $to_year) as r
    cross join signed as s
    left join told as t on t.report_id = r.report_id and t.indicator = s.indicator and t.breakdown = s.breakdown
    group by r.office_id, r.year, r.report_id, s.ratio, s.side
),
numbers as (
    select
        office_id, year, report_id, ratio,
        max(amount) filter (where side = 'numerator') as numerator_count,
        max(amount) filter (where side = 'denominator') as denominator_count,
        max(amount) filter (where side = 'rate') as rate,
        max(amount) filter (where side = 'base') as base_count,
        max(fact_no) filter (where side = 'numerator') as numerator_fact,
        max(fact_no) filter (where side = 'rate') as rate_fact
    from sides
    group by office_id, year, report_id, ratio
),
judged as (
    select
        *,
        case
            when numerator_count is not null and denominator_count > 0 then 'computed'
            when numerator_count is not null and denominator_count = 0 then 'no_cases'
            when rate is not null and coalesce(denominator_count, base_count) > 0 then 'stated'
        end as status
    from numbers
)
select
    c.office_code, c.office_name, c.kind, c.region_name, j.year, j.ratio, r.name_zh,
    case when j.status <> 'stated' then j.numerator_count end as numerator_count,
    coalesce(j.denominator_count, j.base_count) as denominator_count,
    case j.status
        when 'computed' then 100.0 * j.numerator_count / nullif(j.denominator_count, 0)
        when 'stated' then j.rate
    end as value_pct,
    j.status,
    coalesce(j.denominator_count, j.base_count) < few.threshold as has_few_cases,
    j.report_id,
    case when j.status = 'stated' then j.rate_fact else j.numerator_fact end as fact_no
from judged as j
join chosen($region_id, $kind, $office_codes) as c on c.office_id = j.office_id
join ratio as r on r.ratio = j.ratio
cross join few_cases() as few
where j.status is not null
order by c.office_code, j.year, r.ordinal
