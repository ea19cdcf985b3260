-- 整改台账里有哪些事项，谁负责、何时到期、办到哪一步，后来的年报是否显示已经改正？ (The ledger, each finding checked again on the reports of today)
-- grain: one row a task and finding that it is about
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   task_id (varchar, optional): one task
--   status (varchar, optional): 待通知, 已通知, 整改中, 已完成, 不成立 or 销号
--   as_of (date, optional): day on which deadlines are looked at; without it today
-- columns:
--   task_id (varchar): number of the task
--   office_code (varchar): office that has to mend it
--   office_name (varchar): its name
--   status (varchar): 待通知, 已通知, 整改中, 已完成, 不成立 or 销号
--   is_closed (boolean): 不成立 or 销号
--   person (varchar): who is responsible; empty when nobody was named
--   deadline (date): day by which it has to be mended; null when none was set
--   days_left (integer, days): days from as_of to the deadline, below 0 when it has passed; null without a deadline
--   measure (varchar): what is to be done
--   proof (varchar): what shows that it was done
--   reason (varchar): why it is 不成立
--   opened_at (timestamp): when it was opened, UTC
--   opened_by (varchar): who opened it
--   changed_at (timestamp): when it was last changed, UTC
--   changed_by (varchar): who changed it last
--   change_count (integer): how often it was written
--   task_state (varchar): of all its findings: still, unknown, waiting or mended, the first that one of them is
--   task_times (bigint): years in which its most lasting finding was found since the task's year
--   matter_ordinal (smallint): order of the finding within the task
--   year (smallint): year of the finding
--   rule (varchar): rule id
--   rule_name (varchar): its name, that of the fault
--   subject (varchar): what within the rule
--   message (varchar): the sentence of the finding today; the one of then where it is gone
--   recheck (varchar): still (found again), mended (the year's report no longer shows it), gone_later (a later report does not show it), waiting (nothing new to judge by), withdrawn (the report is gone), unknown (the report does not tell what it would take) or rule_off
--   judged_year (smallint): year of the report that recheck rests on
--   times (bigint): years from the finding's own on in which it was found
--   report_id (integer): that report; null when there is none
--   evidence (struct(report_id integer, fact_no smallint)[]): facts that the finding rests on today
-- missing: a finding that is gone is called mended only where the report tells what it rested on; else it is unknown
with day as (
    select coalesce($as_of::date, current_date) as as_of
),
matters as (
    select
        t.*, m.ordinal as matter_ordinal, m.office_code as matter_office, m.year, m.rule, m.subject, m.message, m.needs,
        o.office_id, c.office_name
    from task as t
    join task_matter as m on m.task_id = t.task_id
    join chosen($region_id, $kind, $office_codes) as c on c.office_code = t.office_code
    left join office as o on o.office_code = m.office_code
    where not t.is_removed
      and ($task_id is null or t.task_id = $task_id)
      and ($status is null or t.status = $status)
),
found as (
    select
        m.task_id, m.matter_ordinal, f.year,
        bool_or(f.status <> 'not_assessable') as is_found,
        arg_min(f.message, f.finding_no) filter (where f.status <> 'not_assessable') as message,
        arg_min(f.evidence, f.finding_no) filter (where f.status <> 'not_assessable') as evidence
    from matters as m
    join finding as f
        on f.office_id = m.office_id and f.rule = m.rule and f.subject = m.subject and f.year >= m.year
    group by m.task_id, m.matter_ordinal, f.year
),
reported as (
    select m.task_id, m.matter_ordinal, r.year, r.report_id, r.published_on
    from matters as m
    join current_reports() as r on r.office_id = m.office_id and r.year >= m.year
),
latest as (
    select task_id, matter_ordinal, max(year) as judged_year
    from (
        select task_id, matter_ordinal, year from reported
        union all
        select task_id, matter_ordinal, year from found where is_found
    ) as judged
    group by task_id, matter_ordinal
),
counted as (
    select task_id, matter_ordinal, count(*) as times from found where is_found group by task_id, matter_ordinal
),
needs as (
    select m.task_id, m.matter_ordinal, m.office_id, unnest(m.needs) as need from matters as m
),
lacking as (
    select n.task_id, n.matter_ordinal, count(*) as lacking_count
    from needs as n
    join latest as l on l.task_id = n.task_id and l.matter_ordinal = n.matter_ordinal
    left join reported as r
        on r.task_id = n.task_id and r.matter_ordinal = n.matter_ordinal and r.year = l.judged_year
    where case
        when n.need = 'date published_on' then r.published_on is null
        when n.need like 'section %' then not exists (
            select 1 from section as s where s.report_id = r.report_id and 'section ' || s.section = n.need)
        else not exists (
            select 1
            from fact_by_office as f
            left join column_names() as printed on f.indicator = 'disclosure.column' and printed.printed_name = f.breakdown
            left join column_names() as asked on asked.printed_name = substr(n.need, instr(n.need, '/') + 1)
            where f.office_id = n.office_id and f.year = l.judged_year and f.report_id = r.report_id
              and f.status = 'stated'
              and f.role <> 'unassigned'
              and f.indicator = split_part(n.need, '/', 1)
              and (f.breakdown = substr(n.need, instr(n.need, '/') + 1) or printed.column_name = asked.column_name))
    end
    group by n.task_id, n.matter_ordinal
),
checked as (
    select
        m.*, l.judged_year, r.report_id, coalesce(c.times, 0) as times,
        coalesce(last_found.message, own_found.message, m.message) as message_now,
        coalesce(last_found.evidence, own_found.evidence, []) as evidence_now,
        coalesce(nullif(rule.fault_zh, ''), rule.name_zh) as rule_name,
        case
            when rule.rule is null or not rule.is_enabled then 'rule_off'
            when l.judged_year is null then 'withdrawn'
            when last_found.is_found and l.judged_year > m.year then 'still'
            when last_found.is_found then 'waiting'
            when last_found.year is not null or coalesce(k.lacking_count, 0) > 0 then 'unknown'
            when l.judged_year > m.year then 'gone_later'
            else 'mended'
        end as recheck
    from matters as m
    left join latest as l on l.task_id = m.task_id and l.matter_ordinal = m.matter_ordinal
    left join reported as r
        on r.task_id = m.task_id and r.matter_ordinal = m.matter_ordinal and r.year = l.judged_year
    left join found as last_found
        on last_found.task_id = m.task_id and last_found.matter_ordinal = m.matter_ordinal
        and last_found.year = l.judged_year
    left join found as own_found
        on own_found.task_id = m.task_id and own_found.matter_ordinal = m.matter_ordinal and own_found.year = m.year
        and own_found.is_found
    left join counted as c on c.task_id = m.task_id and c.matter_ordinal = m.matter_ordinal
    left join lacking as k on k.task_id = m.task_id and k.matter_ordinal = m.matter_ordinal
    left join rule on rule.rule = m.rule
)
select
    c.task_id, c.office_code, c.office_name, c.status, c.status in ('不成立', '销号') as is_closed, c.person, c.deadline,
    (c.deadline - d.as_of)::integer as days_left, c.measure, c.proof, c.reason, c.opened_at, c.opened_by, c.changed_at,
    c.changed_by, c.change_count,
    case
        when bool_or(c.recheck = 'still') over task then 'still'
        when bool_or(c.recheck in ('unknown', 'withdrawn', 'rule_off')) over task then 'unknown'
        when bool_or(c.recheck = 'waiting') over task then 'waiting'
        else 'mended'
    end as task_state,
    max(c.times) over task as task_times,
    c.matter_ordinal, c.year, c.rule, coalesce(c.rule_name, c.rule) as rule_name, c.subject,
    c.message_now as message, c.recheck, c.judged_year, c.times, c.report_id, c.evidence_now as evidence
from checked as c
cross join day as d
window task as (partition by c.task_id)
order by is_closed, c.deadline nulls last, c.office_code, c.task_id, c.matter_ordinal
