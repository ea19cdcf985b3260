-- 薄弱环节页第一句话 (Numbers of the weak-spot page's first sentence)
-- grain: one row
-- parameters:
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   year (smallint): year concerned
--   weak_spot_count (bigint): weak spots
--   office_count (bigint): offices with one
--   high_count (bigint): severe ones
--   high_office_count (bigint): offices with a severe one
--   lasting_count (bigint): weak spots that last two years or more
--   self_told_count (bigint): weak spots that the office itself told
--   top_topic_name (varchar): topic with most offices; null without topics
--   top_topic_office_count (bigint): its offices
--   longest_years (smallint): years the longest has lasted
-- missing: no weak spot gives counts 0; that is no proof of health where reports are lacking
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
weak as (
    select g.*
    from finding as g
    where g.kind = 'weak_spot' and g.status = 'failed' and g.year = $year
      and g.office_id in (select office_id from chosen)
),
topics as (
    select t.name_zh, t.ordinal, count(distinct k.office_id) as office_count
    from weak as k
    join topic as t on t.topic = k.topic
    group by t.name_zh, t.ordinal
    order by office_count desc, t.ordinal
    limit 1
)
select
    $year::smallint as year,
    count(*) as weak_spot_count,
    count(distinct k.office_id) as office_count,
    count(*) filter (where k.severity = 'high') as high_count,
    count(distinct k.office_id) filter (where k.severity = 'high') as high_office_count,
    count(*) filter (where k.years_lasted >= 2) as lasting_count,
    count(*) filter (where k.self_told) as self_told_count,
    (select name_zh from topics) as top_topic_name,
    (select office_count from topics) as top_topic_office_count,
    max(k.years_lasted) as longest_years
from weak as k
order by year
