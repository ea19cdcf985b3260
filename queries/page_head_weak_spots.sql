-- 薄弱环节页第一句话 (Numbers of the weak-spot page's first sentence)
-- grain: one row
-- parameters:
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   topic (varchar, optional): problem topic
--   severity (varchar, optional): high, medium or low
--   rule (varchar, optional): rule id
-- columns:
--   year (smallint): year concerned
--   matter_count (bigint): weak spots, one an office and matter, however many rules found it
--   weak_spot_count (bigint): findings that they rest on
--   office_count (bigint): offices with one
--   high_count (bigint): severe matters
--   high_office_count (bigint): offices with a severe one
--   lasting_count (bigint): matters that last two years or more
--   self_told_count (bigint): matters that the office itself told
--   top_topic_name (varchar): topic with most offices; null without topics, and where several have as many
--   top_topic_office_count (bigint): its offices
--   longest_years (bigint): years the longest has lasted
-- missing: no weak spot gives counts 0; that is no proof of health where reports are lacking
with found as (
    select w.*, case w.severity when 'high' then 1 when 'medium' then 2 else 3 end as gravity
    from weak_matters($year, $region_id, $kind, $office_codes) as w
    where w.year = $year
      and ($topic is null or w.topic = $topic)
      and ($severity is null or w.severity = $severity)
      and ($rule is null or w.rule = $rule)
),
matters as (
    select
        f.office_id, f.matter, f.matter_subject, count(*) as finding_count, min(f.gravity) as gravity,
        greatest(max(f.matter_years), max(f.years_lasted)) as years_lasted,
        bool_or(f.self_told) as self_told
    from found as f
    group by f.office_id, f.matter, f.matter_subject
),
topics as (
    select t.name_zh, count(distinct k.office_id) as office_count
    from found as k
    join topic as t on t.topic = k.topic
    group by t.name_zh
),
-- Among equals nobody is the first.
top as (
    select max(t.name_zh) as name_zh, max(t.office_count) as office_count
    from topics as t
    where t.office_count = (select max(office_count) from topics)
    having count(*) = 1
)
select
    $year::smallint as year,
    count(*) as matter_count,
    coalesce(sum(m.finding_count), 0)::bigint as weak_spot_count,
    count(distinct m.office_id) as office_count,
    count(*) filter (where m.gravity = 1) as high_count,
    count(distinct m.office_id) filter (where m.gravity = 1) as high_office_count,
    count(*) filter (where m.years_lasted >= 2) as lasting_count,
    count(*) filter (where m.self_told) as self_told_count,
    (select name_zh from top) as top_topic_name,
    (select office_count from top) as top_topic_office_count,
    max(m.years_lasted) as longest_years
from matters as m
order by year
