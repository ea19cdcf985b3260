-- 时间轴上哪一年起有变化，跨过它比较要注意什么？ (Marks on the time axis: forms, mergers, other ways to count)
-- grain: one row a mark
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices looked at
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   indicator_group (varchar, optional): group of indicators looked at: its marks and those of all groups
-- columns:
--   year (smallint): first year of which it is true
--   name_zh (varchar): what changed, in a few words
--   note (varchar): what to mind when comparing across it
--   indicator_group (varchar): group of indicators that it is about; empty for all
--   office_code (varchar): office that it is about; null for all
--   office_name (varchar): its name; null for all
--   origin (varchar): reference (it holds everywhere), roster (what happened to an office) or own (somebody wrote it)
--   mark_id (varchar): number of a mark that somebody wrote; null otherwise
--   written_at (timestamp): when it was written, UTC; null otherwise
--   written_by (varchar): who wrote it, or where it is ordered
-- missing: what happened to an office and names no year has no mark
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
happened as (
    select o.office_code, c.office_name, unnest(o.events) as event
    from office as o
    join chosen as c on c.office_id = o.office_id
),
marks as (
    select
        t.year, t.name_zh, t.note, t.indicator_group, null::varchar as office_code, null::varchar as office_name,
        'reference' as origin, null::varchar as mark_id, null::timestamp as written_at, t.basis as written_by
    from time_mark as t
    union all
    select
        -- An office that was closed after a year reports no more from the next on.
        (regexp_extract(h.event, '^(\d{4})年', 1)::smallint + case when h.event like '____年后%' then 1 else 0 end)::smallint,
        h.event, '', '', h.office_code, h.office_name, 'roster', null, null, '单位名录'
    from happened as h
    where regexp_matches(h.event, '^\d{4}年')
    union all
    select m.year, m.text, '', m.indicator_group, c.office_code, c.office_name, 'own', m.mark_id, m.written_at, m.written_by
    from own_mark as m
    left join chosen as c on c.office_code = m.office_code
    where m.office_code = '' or c.office_code is not null
)
select m.*
from marks as m
where ($from_year is null or m.year >= $from_year)
  and ($to_year is null or m.year <= $to_year)
  and ($indicator_group is null or m.indicator_group in ('', $indicator_group))
order by m.year, m.origin, m.indicator_group, m.office_code nulls first, m.name_zh
