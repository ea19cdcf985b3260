-- 年报公布以后又收录了另一份，数字或文字有改动吗？ (Changed after publication: the current report against each version that it replaced)
-- grain: one row a version that was replaced and differs
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned: the current one
--   subject (varchar): number of the version replaced
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): numbers that differ
--   right_value (double): null
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned, of the current report
-- missing: numbers without an indicator are compared together, not one by one; where one of both has no number that could be read it is not assessable; signs, spaces and what stands before the first section are not compared
with pairs as (
    select c.report_id, c.office_id, c.year, c.office_name, c.version, o.report_id as former_id, o.version as former_version
    from current_reports() as c
    join report as o on o.office_id = c.office_id and o.year = c.year and not o.is_current and not o.is_withdrawn
),
-- Of an indicator the leading number counts, else the first of those that contradict each other.
told as (
    select report_id, fact_no, indicator, breakdown, value, role
    from fact
    where report_id in (select report_id from pairs)
    union all
    select report_id, fact_no, indicator, breakdown, value, role
    from former_fact
    where report_id in (select former_id from pairs)
),
counting as (
    select
        report_id, fact_no, indicator, breakdown, value, role = 'conflict' as is_conflict,
        row_number() over (partition by report_id, indicator, breakdown order by role = 'conflict', fact_no) as place
    from told
    where indicator <> '' and value is not null and role in ('leading', 'conflict')
),
compared as (
    select
        p.former_id, t.indicator, t.breakdown,
        max(t.value) filter (where t.report_id = p.former_id) as before,
        max(t.value) filter (where t.report_id = p.report_id) as after,
        count(distinct t.is_conflict) > 1 as is_otherwise,
        max(t.fact_no) filter (where t.report_id = p.report_id) as fact_no
    from pairs as p
    join counting as t on t.report_id in (p.report_id, p.former_id) and t.place = 1
    group by p.former_id, t.indicator, t.breakdown
),
counted as (
    select
        former_id,
        count(before) as before_count,
        count(after) as after_count,
        count(*) filter (where before is not null and after is not null and (before <> after or is_otherwise)) as changed,
        count(*) filter (where before is null) as added,
        count(*) filter (where after is null) as dropped,
        list(fact_no order by fact_no) filter (where after is not null and (before is distinct from after or is_otherwise)) as facts
    from compared
    group by former_id
),
prose as (
    select report_id, ordinal, section, body
    from section
    where report_id in (select report_id from pairs)
    union all
    select report_id, ordinal, section, body
    from former_section
    where report_id in (select former_id from pairs)
),
-- Numbers that were read and given no indicator.
others as (
    select report_id, list(value order by value) as numbers
    from told
    where role = 'unassigned' and value is not null
    group by report_id
),
words as (
    select
        report_id,
        string_agg(regexp_replace(body, '[\s\p{P}\p{Z}]', '', 'g'), '' order by ordinal) as letters,
        string_agg(regexp_replace(body, '[^0-9０-９]', '', 'g'), '' order by ordinal) as digits
    from prose
    where section <> 'preamble'
    group by report_id
),
judged as (
    select
        p.*, coalesce(n.before_count, 0) as before_count, coalesce(n.after_count, 0) as after_count,
        coalesce(n.changed, 0) as changed, coalesce(n.added, 0) as added, coalesce(n.dropped, 0) as dropped,
        coalesce(n.changed + n.added + n.dropped, 0) as differing,
        coalesce(n.facts, []) as facts,
        coalesce(w.letters, '') <> coalesce(o.letters, '') as is_reworded,
        coalesce(w.digits, '') <> coalesce(o.digits, '') or m.numbers is distinct from l.numbers as has_other_numbers
    from pairs as p
    left join counted as n on n.former_id = p.former_id
    left join words as w on w.report_id = p.report_id
    left join words as o on o.report_id = p.former_id
    left join others as m on m.report_id = p.report_id
    left join others as l on l.report_id = p.former_id
)
select
    case when j.before_count = 0 or j.after_count = 0 then 'not_assessable' else 'notice' end as status,
    r.severity, j.office_id, j.year, j.report_id, j.former_version::varchar as subject,
    j.office_name || j.year || '年' || case
        when j.before_count = 0 or j.after_count = 0 then '先后收录的第' || j.former_version || '份和第' || j.version
            || '份年报中有一份没有读出数字，公布后有没有改动无法核对。'
        when j.differing > 0 then '年报公布后有改动：第' || j.version || '份与先收录的第' || j.former_version || '份相比，'
            || j.differing || '处数字不同（' || concat_ws('、',
                case when j.changed > 0 then '改动' || j.changed || '处' end,
                case when j.added > 0 then '新增' || j.added || '处' end,
                case when j.dropped > 0 then '不再写明' || j.dropped || '处' end) || '），请核对是否按规定说明更正。'
        when j.has_other_numbers then '年报公布后有改动：第' || j.version || '份与先收录的第' || j.former_version
            || '份相比，归入指标的数字没有不同，正文中的其他数字或日期有改动，请核对是否按规定说明更正。'
        else '年报公布后有改动：第' || j.version || '份与先收录的第' || j.former_version
            || '份相比，只有文字改动，读出的数字没有不同，请核对是否按规定说明更正。'
    end as message,
    case when j.before_count > 0 and j.after_count > 0 then j.differing::double end as left_value,
    null::double as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic,
    list_transform(j.facts, lambda n: {'report_id': j.report_id, 'fact_no': n}) as evidence
from judged as j
cross join rule_row('changed_after_publication') as r
where j.differing > 0 or j.is_reworded or j.has_other_numbers
order by j.report_id, j.former_version
