-- 问题分哪些类？ (Problem topics)
-- grain: one row a topic
-- parameters:
-- columns:
--   topic (varchar): topic id
--   name_zh (varchar): its name
--   definition (varchar): what belongs to it
-- missing: nothing; the list is the reference table
select t.topic, t.name_zh, t.definition
from topic as t
order by t.ordinal
