-- 年报自己注明节选或另附的部分 (Sections that a report itself says are left out or attached elsewhere)
-- grain: one row a report and section
-- parameters:
-- columns:
--   report_id (integer): report
--   section (varchar): overview, disclosure, applications, disputes, problems or other
--   words (varchar): the words of data/reference/excerpt_words.csv by which it says so; of several the first
-- missing: a report that says nothing of the kind has no row
select s.report_id, s.section, min(w.words) as words
from section as s
join excerpt_word as w on w.scope = 'section' and contains(s.body, w.words)
where s.section <> 'preamble'
group by s.report_id, s.section
union
select r.report_id, n.section, min(w.words)
from report as r
cross join (values ('overview'), ('disclosure'), ('applications'), ('disputes'), ('problems'), ('other')) as n(section)
left join section as s on s.report_id = r.report_id and s.section = 'preamble'
join excerpt_word as w on w.scope = 'report' and (contains(r.title, w.words) or contains(s.body, w.words))
where r.is_current
group by r.report_id, n.section
