-- 年报写到了应写的哪几个方面 (Which of the parts that a report has to tell it tells)
-- grain: one row a current report of the years judged
-- parameters:
--   rule (varchar): rule that asks for the parts
--   since (smallint): first year judged
-- columns:
--   report_id (integer): report
--   office_id (integer): office
--   year (smallint): year reported on
--   office_name (varchar): name of the office
--   part_count (bigint): parts asked for
--   told_count (bigint): of them, parts of which a word stands in sections 一, 五 and 六 (for fee_told also in front of them)
--   lacking_names (varchar): the others by name; null when there is none
--   is_assessable (boolean): section 一 has prose, and the report says of none of these sections that it stands elsewhere
-- missing: a part counts as told by any of its words (data/reference/told_words.csv): what has none of them is not told, how it is told is not judged; a rule that asks for no parts gives no row
with texts as (
    select
        r.report_id, r.office_id, r.year, r.office_name,
        string_agg(s.body, ' ' order by s.ordinal) filter (
            where s.section in ('overview', 'problems', 'other')
               -- the paragraph in front may say that no fee was taken; which parts there are it only lists
               or (s.section = 'preamble' and $rule = 'fee_told')
        ) as words,
        coalesce(bool_or(s.section = 'overview' and len(s.body) > 0), false) as has_overview
    from current_reports() as r
    left join section as s on s.report_id = r.report_id
    where r.year >= $since
    group by r.report_id, r.office_id, r.year, r.office_name
),
excused as (
    select distinct e.report_id from excerpts() as e where e.section in ('overview', 'problems', 'other')
),
parts as (
    select t.report_id, w.part, w.part_name, min(w.ordinal) as ordinal, bool_or(contains(t.words, w.word)) as is_told
    from texts as t
    join told_word as w on w.rule = $rule
    group by t.report_id, w.part, w.part_name
)
select
    t.report_id, t.office_id, t.year, t.office_name,
    count(*) as part_count,
    count(*) filter (where p.is_told) as told_count,
    string_agg(p.part_name, '、' order by p.ordinal) filter (where not coalesce(p.is_told, false)) as lacking_names,
    t.has_overview and any_value(e.report_id) is null as is_assessable
from texts as t
join parts as p on p.report_id = t.report_id
left join excused as e on e.report_id = t.report_id
group by t.report_id, t.office_id, t.year, t.office_name, t.has_overview
