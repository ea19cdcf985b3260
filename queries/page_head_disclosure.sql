-- 主动公开页第一句话 (Numbers of the disclosure page's first sentence)
-- grain: one row
-- parameters:
--   year (smallint): year
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   year (smallint): year reported on
--   reported_office_count (bigint): offices with a report
--   website_count (double, 条): website items, sum over website_office_count offices; null when none tells
--   website_office_count (bigint): offices that tell it
--   weibo_count (double, 条): Weibo posts
--   weibo_office_count (bigint): offices that tell it
--   wechat_count (double, 条): WeChat posts
--   wechat_office_count (bigint): offices that tell it
--   website_qualifier (varchar): = exact, >= at least, ~ about, of the sum; null where none tells it
--   weibo_qualifier (varchar): the same for Weibo
--   wechat_qualifier (varchar): the same for WeChat
--   silent_channels (struct(office_name varchar, indicator varchar)[]): channels that fell silent, by office
--   stale_columns (struct(office_name varchar, column_name varchar, rule_id varchar)[]): columns found weak, each with the gravest of its rules, the gravest first
-- missing: sums cover the offices that tell the number; null when none does
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
told as (
    select
        sum(f.value) filter (where f.indicator = 'disclosure.website') as website_count,
        count(*) filter (where f.indicator = 'disclosure.website') as website_office_count,
        sum(f.value) filter (where f.indicator = 'disclosure.weibo') as weibo_count,
        count(*) filter (where f.indicator = 'disclosure.weibo') as weibo_office_count,
        sum(f.value) filter (where f.indicator = 'disclosure.wechat') as wechat_count,
        count(*) filter (where f.indicator = 'disclosure.wechat') as wechat_office_count,
        max(case f.qualifier when '~' then 2 when '>=' then 1 else 0 end)
            filter (where f.indicator = 'disclosure.website') as website_looseness,
        max(case f.qualifier when '~' then 2 when '>=' then 1 else 0 end)
            filter (where f.indicator = 'disclosure.weibo') as weibo_looseness,
        max(case f.qualifier when '~' then 2 when '>=' then 1 else 0 end)
            filter (where f.indicator = 'disclosure.wechat') as wechat_looseness
    from fact as f
    where f.indicator in ('disclosure.website', 'disclosure.weibo', 'disclosure.wechat')
      and f.breakdown = ''
      and f.year = $year
      and f.role = 'leading'
      and f.status = 'stated'
      and f.office_id in (select office_id from chosen)
),
found as (
    select
        c.office_name, c.office_code, g.rule, g.subject,
        case g.rule
            when 'column_zero' then 1 when 'column_below_minimum' then 2 when 'column_halved' then 3 else 4
        end as gravity
    from judged_findings() as g
    join chosen as c on c.office_id = g.office_id
    where g.kind = 'weak_spot'
      and g.rule in ('channel_silent', 'column_self_told', 'column_halved', 'column_zero', 'column_below_minimum')
      and g.status = 'failed'
      and g.year = $year
),
silent as (
    select list({'office_name': f.office_name, 'indicator': f.subject} order by f.office_code, f.subject) as silent_channels
    from found as f
    where f.rule = 'channel_silent'
),
gravest as (
    select f.office_name, f.office_code, f.subject as column_name, min(f.gravity) as gravity, arg_min(f.rule, f.gravity) as rule_id
    from found as f
    where f.rule <> 'channel_silent'
    group by f.office_name, f.office_code, f.subject
),
stale as (
    select
        list(
            {'office_name': v.office_name, 'column_name': v.column_name, 'rule_id': v.rule_id}
            order by v.gravity, v.office_code, v.column_name
        ) as stale_columns
    from gravest as v
)
select
    $year::smallint as year, r.reported_office_count,
    t.website_count, t.website_office_count, t.weibo_count, t.weibo_office_count, t.wechat_count, t.wechat_office_count,
    case t.website_looseness when 0 then '=' when 1 then '>=' when 2 then '~' end as website_qualifier,
    case t.weibo_looseness when 0 then '=' when 1 then '>=' when 2 then '~' end as weibo_qualifier,
    case t.wechat_looseness when 0 then '=' when 1 then '>=' when 2 then '~' end as wechat_qualifier,
    coalesce(s.silent_channels, []) as silent_channels,
    coalesce(k.stale_columns, []) as stale_columns
from reported_offices($year, $region_id, $kind, $office_codes) as r
cross join told as t
cross join silent as s
cross join stale as k
order by year
