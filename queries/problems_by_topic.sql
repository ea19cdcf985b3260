-- 各单位年报第五部分自述了哪些问题，集中在哪些方面？ (Problems told, by topic and year)
-- grain: one row a topic and year, over the offices chosen
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
-- columns:
--   year (smallint): year reported on
--   topic (varchar): topic id; none when reports say there is no problem
--   topic_name (varchar): its name
--   office_count (bigint): offices that tell a problem of the topic
--   repeat_office_count (bigint): of them, those that told it the year before too
--   solved_office_count (bigint): offices that tell one as solved
--   reported_office_count (bigint): offices with a report that year
--   share_pct (double, %): office_count over reported_office_count
--   office_names (varchar[]): names of the offices that tell it
-- missing: an office without a report or without section 五 tells nothing; it is not counted as free of problems
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
told as (
    select distinct p.office_id, p.year, p.topic, p.kind
    from problem as p
    where p.kind in ('problem', 'solved')
      and ($from_year is null or p.year >= $from_year - 1)
      and ($to_year is null or p.year <= $to_year)
      and p.office_id in (select office_id from chosen)
),
reported as (
    select rp.year, count(*) as reported_office_count
    from report as rp
    where rp.is_current
      and rp.office_id in (select office_id from chosen)
    group by rp.year
)
select
    t.year, t.topic,
    coalesce(tp.name_zh, t.topic) as topic_name,
    count(*) filter (where t.kind = 'problem') as office_count,
    count(*) filter (where t.kind = 'problem' and before.office_id is not null) as repeat_office_count,
    count(*) filter (where t.kind = 'solved') as solved_office_count,
    max(r.reported_office_count) as reported_office_count,
    100.0 * count(*) filter (where t.kind = 'problem') / nullif(max(r.reported_office_count), 0) as share_pct,
    list(c.office_name order by c.office_code) filter (where t.kind = 'problem') as office_names
from told as t
join chosen as c on c.office_id = t.office_id
join reported as r on r.year = t.year
left join told as before
    on before.office_id = t.office_id and before.topic = t.topic and before.year = t.year - 1
    and before.kind = 'problem'
left join topic as tp on tp.topic = t.topic
where $from_year is null or t.year >= $from_year
group by t.year, t.topic, tp.name_zh, tp.ordinal
order by t.year, office_count desc, coalesce(tp.ordinal, 32767), t.topic
