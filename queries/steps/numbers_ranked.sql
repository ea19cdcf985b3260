-- 几项指标各年写明的数，在同类单位中排第几 (Numbers told, each with its place among its kind)
-- grain: one row an indicator, office and year of numbers_compared, of every office of the scope
-- parameters:
--   source (table): fact, or fact_by_office where a few offices are asked about: the order in which facts lie
--   indicators (varchar[]): indicator ids
--   breakdown (varchar, optional): applicant kind or column name; without it the table's total, else the text
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   region_id (varchar, optional): region, all below it included; it bounds the peers
--   kind (varchar, optional): office kind; without it each office stands among its own kind
-- columns:
--   indicator (varchar): indicator id
--   office_id (integer): office
--   office_kind (varchar): its kind, the peers
--   year (smallint): year reported on
--   value (double): the number; null unless status is stated or computed
--   qualifier (varchar): = exact, >= at least, ~ about
--   unit (varchar): unit as told; % when computed
--   status (varchar): as in told_numbers
--   report_id (integer): report
--   fact_no (smallint): the fact shown
--   cases_count (double, 件): as in numbers_compared
--   has_few_cases (boolean): as in numbers_compared
--   shown_value (double): as in numbers_compared
--   previous_value (double): as in numbers_compared
--   change (double): as in numbers_compared
--   change_pct (double, %): as in numbers_compared
--   direction (varchar): as in numbers_compared
--   rank_of_kind (bigint): place by the shown value, 1 is best by polarity, equals share a place; null for a neutral indicator, a rate of few cases, fewer than three numbers to rank, and where all are equal
--   tied_count_of_kind (bigint): offices that share the place; null without one
--   ranked_count_of_kind (bigint): offices that have a place; 0 where nobody has
--   stated_count_of_kind (bigint): offices that tell the number
--   median_of_kind (double): median of the numbers that may be compared, those of few cases left out
--   q1_of_kind (double): lower quartile of the same
--   q3_of_kind (double): upper quartile of the same
-- missing: as in numbers_compared; a number of few cases is stated, but neither ranked nor in median and quartiles
with compared as (
    select
        n.*, p.kind as office_kind,
        -- Best is lowest here, whichever way the indicator is good.
        case when n.judged_value is null then null when i.polarity = 'lower_is_better' then n.shown_value
            when i.polarity = 'higher_is_better' then -n.shown_value end as badness
    from numbers_compared($source, $indicators, $breakdown, $from_year, $to_year, $region_id, $kind, null) as n
    join chosen($region_id, $kind, null) as p on p.office_id = n.office_id
    left join indicator as i on i.indicator = n.indicator
),
counted as (
    select
        *,
        rank() over (partition by indicator, year, office_kind order by badness nulls last) as place,
        count(badness) over (partition by indicator, year, office_kind, badness) as tied_count,
        count(badness) over peers as judged_count,
        min(badness) over peers < max(badness) over peers as differs,
        count(value) over peers as stated_count_of_kind,
        quantile_cont(judged_value, 0.5) over peers as median_of_kind,
        quantile_cont(judged_value, 0.25) over peers as q1_of_kind,
        quantile_cont(judged_value, 0.75) over peers as q3_of_kind
    from compared
    window peers as (partition by indicator, year, office_kind)
)
select
    c.indicator, c.office_id, c.office_kind, c.year, c.value, c.qualifier, c.unit, c.status, c.report_id, c.fact_no,
    c.cases_count, c.has_few_cases, c.shown_value, c.previous_value, c.change, c.change_pct, c.direction,
    case when c.badness is not null and c.judged_count >= 3 and c.differs then c.place end as rank_of_kind,
    case when c.badness is not null and c.judged_count >= 3 and c.differs then c.tied_count end as tied_count_of_kind,
    case when c.judged_count >= 3 and c.differs then c.judged_count else 0 end as ranked_count_of_kind,
    c.stated_count_of_kind, c.median_of_kind, c.q1_of_kind, c.q3_of_kind
from counted as c
