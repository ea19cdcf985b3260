-- 考评表的各条扣分情形，在各单位查到的事例 (What speaks to each clause of an assessment sheet, by office)
-- grain: one row an office, clause and case: a finding, a number, a column, an item of the log
-- parameters:
--   sheet (varchar): sheet id
--   year (smallint): year reported on
--   as_of (date, optional): day on which columns are judged; without it today
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to take
-- columns:
--   office_id (integer): office
--   item (varchar): item of the sheet
--   clause (varchar): clause of the item
--   source (varchar): what of the clause's sources it answers
--   standing (varchar): sure (it decides), hint (a person decides; so does a rate of fewer cases than few_cases asks for), risk (falls due within 30 days)
--   case_count (double): how often: cases told, percentage points below the rate asked for, else 1
--   message (varchar): the sentence
--   report_id (integer): report that it stands in; null for the publication log
--   fact_no (smallint): its number there; null where it is none
--   url (varchar): address of the log's item; null where it has none or the case stands in a report
-- missing: offices of kinds that the sheet does not assess, and those that wait to be assigned, have no rows; a number told roughly, a rate that its own report contradicts and what a rule could not assess are no case; where nothing was found there is no row, which says nothing of whether it could be judged
with offices as (
    select c.*
    from chosen($region_id, $kind, $office_codes) as c
    join assessment_sheet as s on s.sheet = $sheet and list_contains(s.kinds, c.kind)
    where not c.is_queued
),
wanted as (
    select item, clause, full_at, unnest(sources) as source from assessment_clause where sheet = $sheet
),
parts as (
    select
        *, split_part(source, ':', 1) as sort, split_part(split_part(source, ':', 2), '/', 1) as name,
        split_part(source, '/', 2) as of_column
    from wanted
),
found as (
    select
        f.office_id, p.item, p.clause, p.source,
        case when p.sort = 'check' and f.status = 'failed' then 'sure' else 'hint' end as standing,
        1::double as case_count, f.message, coalesce(f.evidence[1].report_id, f.report_id) as report_id,
        f.evidence[1].fact_no as fact_no, null::varchar as url
    from parts as p
    join judged_findings() as f on f.rule = p.name and f.year = $year and f.status in ('failed', 'notice')
    where p.sort in ('check', 'hint')
      and f.office_id in (select office_id from offices)
),
told as (
    select
        f.office_id, p.item, p.clause, p.source,
        case when p.sort = 'rate' and n.value < few.threshold then 'hint' else 'sure' end as standing,
        case p.sort when 'rate' then p.full_at - f.value else f.value end as case_count,
        '年报写明“' || i.name_zh || '”' || format('{:.12g}', f.value)
            || case p.sort when 'rate' then '%，比满分线' || format('{:.12g}', p.full_at) || '%低'
                || format('{:.12g}', round(p.full_at - f.value, 2)) || '个百分点'
                || case when n.value < few.threshold
                    then '；全年只收到' || format('{:.12g}', n.value) || '件，不足' || format('{:.12g}', few.threshold) || '件，是否扣分由人评判。'
                    else '。' end
            else i.unit || '。' end as message,
        f.report_id, f.fact_no, null::varchar as url
    from parts as p
    join indicator as i on i.indicator = p.name
    join fact as f on f.indicator = p.name and f.year = $year
    cross join few_cases() as few
    left join fact as n
        on n.report_id = f.report_id and n.indicator = split_part(f.indicator, '.', 1) || '.received' and n.year = $year
        and n.breakdown = '' and n.role = 'leading' and n.status = 'stated'
    left join rates_in_doubt() as u on u.report_id = f.report_id and f.indicator = u.subject || '.close_rate'
    where p.sort in ('number', 'rate')
      and f.breakdown = '' and f.role = 'leading' and f.status = 'stated' and f.qualifier = '='
      and u.report_id is null
      and f.office_id in (select office_id from offices)
      and case p.sort when 'rate' then f.value < p.full_at else f.value > 0 end
),
due as (
    select d.office_id, d.column_name, d.urgency, d.due_on, d.last_published_on, d.last_url,
        case when d.last_url is null then '（' || d.last_log || '第' || d.last_line || '行）' end as place
    from due_columns($as_of, $region_id, $kind, $office_codes, 30) as d
    where not d.by_custom
),
columns as (
    select
        d.office_id, p.item, p.clause, p.source, case d.urgency when 'overdue' then 'sure' else 'risk' end as standing,
        1::double as case_count,
        '“' || d.column_name || '”' || coalesce('上次更新' || strftime(d.last_published_on, '%Y-%m-%d') || coalesce(d.place, ''), '发布记录中没有一条')
            || case d.urgency when 'overdue' then '，' || strftime(d.due_on, '%Y-%m-%d') || '已到期。'
            else '，' || strftime(d.due_on, '%Y-%m-%d') || '到期。' end as message,
        null::integer as report_id, null::smallint as fact_no, d.last_url as url
    from parts as p
    join due as d on p.of_column in ('', d.column_name)
    where p.sort = 'columns'
      and d.office_id in (select office_id from offices)
),
late as (
    select
        l.office_id, p.item, p.clause, p.source, 'sure' as standing, 1::double as case_count,
        '“' || l.column_name || '”' || strftime(l.published_on, '%Y-%m-%d') || '发布' || case l.title when '' then '的一条信息' else '《' || l.title || '》' end
            || case when coalesce(l.url, '') = '' then coalesce('（' || l.log_name || '第' || l.line || '行）', '') else '' end
            || '，' || strftime(l.formed_on, '%Y-%m-%d') || '形成，用了' || (b.working_days - a.working_days) || '个工作日。' as message,
        null::integer as report_id, null::smallint as fact_no, nullif(l.url, '') as url
    from parts as p
    join column_log as l on year(l.published_on) = $year
    join working_day as a on a.day = l.formed_on
    join working_day as b on b.day = l.published_on
    where p.source = 'items:late'
      and b.working_days - a.working_days > 20
      and l.office_id in (select office_id from offices)
)
select * from found
union all
select * from told
union all
select * from columns
union all
select * from late
