-- 各栏目条数之和是否等于写明的总数？ (Columns add up to the stated total)
-- grain: one row a list of columns that do not add up; one row a report with lists that cannot be added up
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): indicator id of the total that the columns come nearest to; empty when there is none
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): sum of the columns, 条
--   right_value (double): stated total, 条
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: columns and totals of one paragraph or table make one list; without a total in it, with a column told in two ways or only about, it is not assessable; a list of fewer than three columns, one that ends with 等, or one of less than half the total, lists examples, and only a sum above the total is judged; one after 其中, 包括, 主要 or 涉及 without 其他… does so too, unless it falls short by no more than the threshold, which is a notice; items of a list that are no columns (次, 场) count towards it; what is told behind columns that add up to the total is no part of its list; a list that falls short beside such items, or with a level below whose sum is above the total, is not assessable
with columns_told as (
    select
        f.report_id, coalesce(split_part(e.locator, ':', 1), '') as block,
        sum(f.value) filter (where f.role = 'leading') as column_sum,
        count(*) filter (where f.role = 'leading') as column_count,
        bool_or(f.role = 'conflict') as has_conflict,
        max(f.value) as largest_column,
        bool_or(f.qualifier <> '=') as is_about,
        -- 财政信息7条等: the list says itself that it is not whole
        bool_or(exists (
            select 1 from section as s where s.report_id = f.report_id and e.quote <> '' and contains(s.body, e.quote || '等')
        )) as is_open,
        -- 其中, 包括: unless 其他… ends it, the list names some of the items
        bool_or(exists (
            select 1 from section as s
            where s.report_id = f.report_id and e.quote <> '' and contains(s.body, e.quote)
              and regexp_matches(substr(s.body, greatest(instr(s.body, e.quote) - 10, 1), least(10, instr(s.body, e.quote) - 1)), '其中|包括|主要|涉及')
        )) and not bool_or(regexp_matches(f.breakdown, '^(其[他它余]|另外|剩余)')) as names_some,
        min(f.fact_no) as first_no, max(f.fact_no) as last_no,
        list({'report_id': f.report_id, 'fact_no': f.fact_no} order by f.fact_no) as facts
    from fact as f
    left join evidence as e on e.report_id = f.report_id and e.fact_no = f.fact_no
    where f.indicator = 'disclosure.column'
      and f.status = 'stated'
      and f.role in ('leading', 'conflict')
    group by f.report_id, block
),
-- A list may break down any of the totals that stand beside it: the website's, all channels', the noticeboard's, ...
totals as (
    select
        f.report_id, coalesce(split_part(e.locator, ':', 1), '') as block, f.indicator, f.value, f.qualifier, f.fact_no,
        coalesce(i.name_zh, f.indicator) as name_zh
    from fact as f
    left join evidence as e on e.report_id = f.report_id and e.fact_no = f.fact_no
    left join indicator as i on i.indicator = f.indicator
    where f.indicator in (
        'disclosure.total', 'disclosure.website', 'disclosure.wechat', 'disclosure.weibo', 'disclosure.new_media',
        'disclosure.noticeboard', 'disclosure.other_channels', 'disclosure.cumulative')
      and f.breakdown = ''
      and f.status = 'stated'
      and f.role = 'leading'
),
-- 在线回应19次、规范性文件5件 within a list are items of it that are no columns; an item that is the sum of those after it has a level below
between_told as (
    select c.report_id, c.block, sum(f.value) as other_sum
    from columns_told as c
    join fact as f on f.report_id = c.report_id and f.fact_no between c.first_no - 1 and c.last_no
    join evidence as e on e.report_id = f.report_id and e.fact_no = f.fact_no and split_part(e.locator, ':', 1) = c.block
    where f.status = 'stated' and f.source = 'text'
      and (f.indicator = '' or f.indicator in ('disclosure.normative_documents', 'disclosure.policy_interpretation', 'proposals.answered'))
      and f.unit <> '%'
    group by all
),
running as (
    select
        f.report_id, coalesce(split_part(e.locator, ':', 1), '') as block, f.value,
        row_number() over list_order as place, sum(f.value) over list_order as sum_so_far
    from fact as f
    left join evidence as e on e.report_id = f.report_id and e.fact_no = f.fact_no
    where f.indicator = 'disclosure.column' and f.status = 'stated' and f.source = 'text'
    window list_order as (partition by f.report_id, coalesce(split_part(e.locator, ':', 1), '') order by f.fact_no)
),
nested as (
    select distinct a.report_id, a.block
    from running as a
    join running as b on b.report_id = a.report_id and b.block = a.block and b.place >= a.place + 2
    where b.sum_so_far - a.sum_so_far = a.value
),
matched as (
    select
        c.*,
        n.report_id is not null as is_nested,
        coalesce(max(b.other_sum), 0) as other_sum,
        count(t.indicator) as total_count,
        bool_or(t.value = c.column_sum or (t.qualifier <> '=' and abs(t.value - c.column_sum) <= 0.1 * t.value)) as agrees,
        -- the website's total or the sum of all channels: these are what lists of columns break down
        arg_min(
            {'indicator': t.indicator, 'value': t.value, 'qualifier': t.qualifier, 'fact_no': t.fact_no, 'name_zh': t.name_zh},
            -- of the two the nearer one, the website's where both are as near
            [(t.indicator not in ('disclosure.website', 'disclosure.total'))::int, abs(t.value - c.column_sum), (t.indicator <> 'disclosure.website')::int]
        ) as total,
        max(t.value) as largest_total,
        bool_or(t.qualifier <> '=') as has_about_total
    from columns_told as c
    left join totals as t on t.report_id = c.report_id and t.block = c.block
    left join between_told as b on b.report_id = c.report_id and b.block = c.block
    left join nested as n on n.report_id = c.report_id and n.block = c.block
    group by all
),
judged as (
    select
        r.office_id, r.year, r.office_name, m.*,
        m.total.value as total_value,
        case
            when m.has_conflict then 'conflict'
            when m.total_count = 0 then 'no_total'
            when m.agrees then 'agrees'
            -- of two numbers told of one channel none leads; the list may break down either
            when exists (
                from fact as f
                join evidence as e on e.report_id = f.report_id and e.fact_no = f.fact_no and split_part(e.locator, ':', 1) = m.block
                where f.report_id = m.report_id and f.source = 'text' and f.status = 'stated'
                  and f.indicator <> 'disclosure.column' and f.value = m.column_sum
            ) then 'agrees'
            when m.column_sum + m.other_sum = m.total.value then 'agrees'
            -- 公开200条，其中动态192条、公告8条，公开财政信息81条: what is told behind a list that adds up stands beside it
            when not m.is_nested and exists (from running as r where r.report_id = m.report_id and r.block = m.block and r.place > 1 and r.sum_so_far = m.total.value) then 'agrees'
            when m.is_about then 'about'
            when m.total.indicator not in ('disclosure.website', 'disclosure.total') then 'no_total'
            -- far above the total, or one column alone above it: the list breaks down something else
            when m.largest_column > m.total.value or m.column_sum > 2 * m.total.value or (m.is_nested and m.column_sum > m.total.value) then 'unclear'
            when m.column_sum > m.largest_total and not m.has_about_total then 'above'
            when m.column_sum > m.total.value then 'unclear'
            when m.column_count < 3 or m.is_open or m.total.qualifier <> '=' or m.column_sum < 0.5 * m.total.value then 'examples'
            when m.other_sum > 0 then 'uncounted'
            when m.names_some and m.total.value - m.column_sum > p.threshold / 100 * m.total.value then 'examples'
            when m.names_some then 'below'
            when m.total.value - m.column_sum <= p.threshold / 100 * m.total.value then 'near'
            -- the list goes on with channels or with numbers that are no columns
            when exists (from totals as t where t.report_id = m.report_id and t.block = m.block and t.fact_no = m.last_no + 1 and t.fact_no <> m.total.fact_no) then 'uncounted'
            when exists (
                from fact as f
                join evidence as e on e.report_id = f.report_id and e.fact_no = f.fact_no and split_part(e.locator, ':', 1) = m.block
                where f.report_id = m.report_id and f.fact_no = m.last_no + 1 and f.source = 'text' and f.unit = '条'
                  and f.indicator in ('', 'disclosure.press')
            ) then 'uncounted'
            else 'below'
        end as verdict
    from matched as m
    join current_reports() as r on r.report_id = m.report_id
    cross join (select threshold from rule where rule = 'columns_sum') as p
)
select
    case when j.verdict = 'below' then 'notice' else 'failed' end as status,
    case when j.verdict = 'below' then 'low' else r.severity end as severity,
    j.office_id, j.year, j.report_id, j.total.indicator as subject,
    j.office_name || j.year || '年列出' || j.column_count || '个栏目共' || format('{:.12g}', j.column_sum) || '条，' || j.total.name_zh || '写'
        || format('{:.12g}', j.total_value) || '条，' || case
            when j.verdict = 'above' then '各栏目之和多出' || format('{:.12g}', j.column_sum - j.total_value) || '条。'
            when j.verdict = 'near' then '各栏目之和少' || format('{:.12g}', j.total_value - j.column_sum) || '条。'
            else '各栏目之和少' || format('{:.12g}', j.total_value - j.column_sum) || '条，可能没有逐项列全。'
        end as message,
    j.column_sum as left_value, j.total_value as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic,
    list_append(j.facts, {'report_id': j.report_id, 'fact_no': j.total.fact_no}) as evidence
from judged as j
cross join rule_row('columns_sum') as r
where j.verdict in ('above', 'near', 'below')
union all
select
    'not_assessable', 'low', j.office_id, j.year, j.report_id, '',
    j.office_name || j.year || '年栏目合计无法核对：列出' || j.column_count || '个栏目' || case j.verdict
        when 'conflict' then '，其中有栏目先后写了不同的条数。'
        when 'about' then '，其中有栏目只写约数。'
        when 'uncounted' then '共' || format('{:.12g}', j.column_sum) || '条，同一处还有没有归入栏目的数字。'
        when 'unclear' then '共' || format('{:.12g}', j.column_sum) || '条，看不出分列的是哪一个总数。'
        else '共' || format('{:.12g}', j.column_sum) || '条，同一处没有读出对应的总数。'
    end,
    j.column_sum, null, 1::smallint, false, null, j.facts
from judged as j
where j.verdict in ('conflict', 'no_total', 'about', 'unclear', 'uncounted')
qualify row_number() over (partition by j.report_id order by j.column_count desc, j.block) = 1
order by report_id, status, subject
