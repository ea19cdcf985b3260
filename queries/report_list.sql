-- 收录了哪些单位哪些年度的年报，来源在哪里？ (Reports captured, with versions and sources)
-- grain: one row a captured report
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   only_current (boolean, optional): leave out older versions
--   is_queued (boolean, optional): only those whose office waits for a person to assign it, or only the others
--   report_ids (integer[], optional): reports to list
-- columns:
--   report_id (integer): report
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   year (smallint): year reported on
--   form (varchar): 2019, 2021 or none
--   title (varchar): title as printed
--   stated_office (varchar): office as the report names it
--   published_on (date): publication date as printed; null when not printed
--   version (smallint): 1 for the first captured of its office and year
--   is_current (boolean): the version whose facts count
--   format (varchar): format it was read from
--   file_name (varchar): file as captured
--   byte_count (bigint, bytes): size of the original
--   captured_at (timestamp): when it was captured, UTC
--   source_url (varchar): where it was published, when known
--   sha256 (varchar): name of the original in the store
--   marks (varchar[]): sentences on what could not be read well
--   previous_report_id (integer): the office's current report on the year before
--   next_report_id (integer): the office's current report on the year after
--   is_fictional (boolean): an example office
--   is_withdrawn (boolean): taken back: it no longer counts
-- missing: an office and year without a report has no row; see coverage
with chosen as (
    select *
    from chosen($region_id, $kind, $office_codes)
    where ($is_queued is null or is_queued = $is_queued)
      and ($report_ids is null or office_id in (select office_id from report where report_id = any($report_ids)))
),
own as (
    select rp.*
    from report as rp
    where rp.office_id in (select office_id from chosen)
),
listed as (
    select rp.*
    from own as rp
    where ($from_year is null or rp.year >= $from_year)
      and ($to_year is null or rp.year <= $to_year)
      and ($only_current is null or not $only_current or rp.is_current)
      and ($report_ids is null or rp.report_id = any($report_ids))
)
select
    rp.report_id, c.office_code, c.office_name, c.kind, c.region_name, rp.year, rp.form, rp.title, rp.stated_office,
    rp.published_on, rp.version, rp.is_current, rp.format, s.file_name, s.byte_count, s.captured_at, s.source_url,
    rp.sha256, rp.marks,
    before.report_id as previous_report_id,
    following.report_id as next_report_id,
    c.is_fictional, rp.is_withdrawn
from listed as rp
join chosen as c on c.office_id = rp.office_id
left join (select * from snapshot where report_id in (select report_id from listed)) as s on s.report_id = rp.report_id
left join own as before on before.office_id = rp.office_id and before.year = rp.year - 1 and before.is_current
left join own as following
    on following.office_id = rp.office_id and following.year = rp.year + 1 and following.is_current
order by c.office_code, rp.year, rp.version
