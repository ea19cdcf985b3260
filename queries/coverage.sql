-- 哪些单位哪一年的年报已收录，缺报、未收录、迟报、不完整的是谁？ (Coverage: reported, partial, late, unfiled or missing by office and year)
-- grain: one row an office and year: every year from the first to the last that the store has a report on, within the office's years of duty
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   as_of (date, optional): day judged; without it today
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   year (smallint): year reported on
--   status (varchar): reported, partial (sections or statutory tables lacking; from the report on 2019 on), excerpt (the same, but the report itself says that they are left out or attached elsewhere: not judged), unfiled (none, the roster says that the office must report, and the day allowed has passed), missing (no report in the store, which is no proof that there is none); not_expected (none, and the office is not known to have had to, or need not)
--   is_late (boolean): published after the day allowed for its kind of office (data/reference/deadlines.csv); null when the date is not printed; one without it is late when it is signed after that day, and never in time by its signature
--   published_on (date): publication date as printed
--   signed_on (date): day under the signature as printed
--   days_late (bigint): days after the day allowed; 0 or less is on time
--   form (varchar): statutory form printed: 2019, 2021 or none
--   section_count (bigint): of the six statutory sections, how many are there
--   stated_count (bigint): facts with a number
--   blank_count (bigint): cells printed empty
--   missing_count (bigint): cells of the form that are not printed
--   unreadable_count (bigint): cells printed but not understood
--   failed_check_count (bigint): failed checks
--   not_assessable_count (bigint): checks that lack a number
--   version_count (bigint): reports captured for the office and year
--   report_id (integer): current report; null without one
-- missing: no report is a row with status missing and null counts, never an empty report
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
versions as (
    select
        rp.office_id, rp.year, count(*) as version_count,
        max(rp.report_id) filter (where rp.is_current) as report_id
    from report as rp
    where not rp.is_withdrawn
      and ($from_year is null or rp.year >= $from_year)
      and ($to_year is null or rp.year <= $to_year)
      and rp.office_id in (select office_id from chosen)
    group by rp.office_id, rp.year
),
first_reports as (
    select
        rp.office_id, min(rp.year) filter (where rp.is_current) as first_year, min(rp.year) as first_known_year
    from report as rp
    where (rp.is_current or rp.is_withdrawn) and rp.office_id in (select office_id from chosen)
    group by rp.office_id
),
years as (
    select unnest(range(min(rp.year)::bigint, max(rp.year)::bigint + 1))::smallint as year
    from report as rp
    where rp.is_current
      and ($from_year is null or rp.year >= $from_year)
      and ($to_year is null or rp.year <= $to_year)
),
excused as (
    select distinct e.report_id
    from excerpts() as e
    where e.report_id in (select report_id from versions)
      and e.report_id not in (
        select g.report_id from judged_findings() as g
        where g.rule = 'section_missing' and g.status = 'failed' and g.report_id is not null)
),
-- The staff held the lack itself to be false.
cleared as (
    select g.report_id
    from judged_findings() as g
    where g.rule = 'section_missing' and g.report_id in (select report_id from versions)
    group by g.report_id
    having bool_or(g.status = 'refuted') and not bool_or(g.status = 'failed')
),
sections as (
    select s.report_id, count(distinct s.section) filter (where s.section <> 'preamble') as section_count
    from section as s
    where s.report_id in (select report_id from versions)
    group by s.report_id
),
cells as (
    select
        f.office_id, f.year,
        count(*) filter (where f.status = 'stated' and f.role = 'leading') as stated_count,
        count(*) filter (where f.status = 'blank') as blank_count,
        count(*) filter (where f.status = 'missing') as missing_count,
        count(*) filter (where f.status = 'unreadable') as unreadable_count
    from fact_by_office as f
    where f.office_id in (select office_id from chosen)
      and ($from_year is null or f.year >= $from_year)
      and ($to_year is null or f.year <= $to_year)
    group by f.office_id, f.year
),
judged as (
    select
        g.office_id, g.year,
        count(*) filter (where g.status = 'failed') as failed_check_count,
        count(*) filter (where g.status = 'not_assessable') as not_assessable_count
    from judged_findings() as g
    where g.kind = 'check'
      and ($from_year is null or g.year >= $from_year)
      and ($to_year is null or g.year <= $to_year)
      and g.office_id in (select office_id from chosen)
    group by g.office_id, g.year
)
select
    c.office_code, c.office_name, c.kind, c.region_name, y.year,
    case
        when rp.report_id is null
            and (c.must_report is not distinct from false or y.year < coalesce(
                c.from_year, case when c.must_report then first_reports.first_known_year end, first_reports.first_year,
                case when c.must_report then newest.year end, 9999))
            then 'not_expected'
        when rp.report_id is null and c.must_report and coalesce($as_of::date, current_date)
            > make_date(y.year + 1, d.due_month, d.due_day) then 'unfiled'
        when rp.report_id is null then 'missing'
        when y.year >= 2019 and x.report_id is not null and (
            rp.form = 'none' or coalesce(s.section_count, 0) < 6 or coalesce(k.missing_count, 0) > 0) then 'excerpt'
        -- until the report on 2018 no form with six sections was prescribed
        when y.year >= 2019 and z.report_id is null
            and (coalesce(s.section_count, 0) < 6 or coalesce(k.missing_count, 0) > 0 or rp.form = 'none') then 'partial'
        else 'reported'
    end as status,
    rp.is_late, rp.published_on, rp.signed_on, rp.days_late,
    rp.form,
    case when rp.report_id is not null then coalesce(s.section_count, 0) end as section_count,
    k.stated_count, k.blank_count, k.missing_count, k.unreadable_count,
    case when rp.report_id is not null then coalesce(j.failed_check_count, 0) end as failed_check_count,
    case when rp.report_id is not null then coalesce(j.not_assessable_count, 0) end as not_assessable_count,
    coalesce(v.version_count, 0) as version_count,
    rp.report_id
from chosen as c
cross join years as y
cross join (select max(rp.year) as year from report as rp where rp.is_current) as newest
left join first_reports on first_reports.office_id = c.office_id
left join versions as v on v.office_id = c.office_id and v.year = y.year
left join current_reports() as rp on rp.report_id = v.report_id
left join deadline as d on d.kind = c.kind and y.year between d.first_year and d.last_year
left join excused as x on x.report_id = rp.report_id
left join cleared as z on z.report_id = rp.report_id
left join sections as s on s.report_id = rp.report_id
left join cells as k on k.office_id = c.office_id and k.year = y.year and rp.report_id is not null
left join judged as j on j.office_id = c.office_id and j.year = y.year
where ((c.from_year is null or y.year >= c.from_year) and (c.to_year is null or y.year <= c.to_year))
   or rp.report_id is not null
order by c.office_code, y.year
