-- 各条问题，公开办核实属实还是误报，单位作了什么说明，进了哪个整改事项，有什么批注？ (What people said of findings, and the tasks that they are in)
-- grain: one row a finding of which something was said
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
-- columns:
--   office_code (varchar): office
--   year (smallint): year of the finding
--   rule (varchar): rule id
--   subject (varchar): what within the rule
--   message (varchar): the sentence of the finding when it was spoken of; empty where there are notes only
--   verdict (varchar): 属实 or 误报; empty when nobody said
--   verdict_reason (varchar): why
--   verdict_at (timestamp): when, UTC
--   verdict_by (varchar): who
--   explanation (varchar): what the office says; empty when it says nothing
--   explained_at (timestamp): when, UTC
--   explained_by (varchar): who
--   task_id (varchar): the latest task that it is in; null when it is in none
--   status (varchar): its status
--   note_count (bigint): notes
-- missing: a finding of which nobody said anything has no row
with keyed as (
    select
        p.office_code, p.year, p.rule, p.subject, p.message, p.kind as said, p.verdict, p.text, p.said_at, p.said_by,
        null::varchar as task_id, null::varchar as status, 0 as note_count
    from finding_opinion as p
    union all
    select
        m.office_code, m.year, m.rule, m.subject, m.message, 'task', '', '', t.opened_at, t.opened_by, t.task_id,
        t.status, 0
    from task_matter as m
    join task as t on t.task_id = m.task_id
    where not t.is_removed
    union all
    select n.office_code, n.year, n.name, n.subject, '', 'note', '', '', n.written_at, n.written_by, null, null, 1
    from note as n
    where n.about = 'finding'
)
select
    k.office_code, k.year, k.rule, k.subject, max(k.message) as message,
    max(k.verdict) as verdict,
    coalesce(max(k.text) filter (where k.said = 'verdict'), '') as verdict_reason,
    max(k.said_at) filter (where k.said = 'verdict') as verdict_at,
    coalesce(max(k.said_by) filter (where k.said = 'verdict'), '') as verdict_by,
    coalesce(max(k.text) filter (where k.said = 'explanation'), '') as explanation,
    max(k.said_at) filter (where k.said = 'explanation') as explained_at,
    coalesce(max(k.said_by) filter (where k.said = 'explanation'), '') as explained_by,
    arg_max(k.task_id, (k.said_at, k.task_id)) filter (where k.said = 'task') as task_id,
    arg_max(k.status, (k.said_at, k.task_id)) filter (where k.said = 'task') as status,
    sum(k.note_count)::bigint as note_count
from keyed as k
join chosen($region_id, $kind, $office_codes) as c on c.office_code = k.office_code
where ($from_year is null or k.year >= $from_year)
  and ($to_year is null or k.year <= $to_year)
group by k.office_code, k.year, k.rule, k.subject
order by k.office_code, k.year, k.rule, k.subject
