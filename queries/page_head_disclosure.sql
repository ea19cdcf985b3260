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
--   silent_channel_office_count (bigint): offices with a channel that fell silent
--   stale_column_count (bigint): office and column pairs found weak
--   stale_office_count (bigint): offices with such a column
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
        count(*) filter (where f.indicator = 'disclosure.wechat') as wechat_office_count
    from fact as f
    where f.indicator in ('disclosure.website', 'disclosure.weibo', 'disclosure.wechat')
      and f.breakdown = ''
      and f.year = $year
      and f.role = 'leading'
      and f.status = 'stated'
      and f.office_id in (select office_id from chosen)
),
weak as (
    select
        count(distinct g.office_id) filter (where g.rule = 'channel_silent') as silent_channel_office_count,
        count(distinct (g.office_id, g.subject)) filter (where g.rule <> 'channel_silent') as stale_column_count,
        count(distinct g.office_id) filter (where g.rule <> 'channel_silent') as stale_office_count
    from finding as g
    where g.kind = 'weak_spot'
      and g.rule in ('channel_silent', 'column_self_told', 'column_halved', 'column_zero', 'column_below_minimum')
      and g.status = 'failed'
      and g.year = $year
      and g.office_id in (select office_id from chosen)
)
select
    $year::smallint as year, r.reported_office_count,
    t.website_count, t.website_office_count, t.weibo_count, t.weibo_office_count, t.wechat_count, t.wechat_office_count,
    k.silent_channel_office_count, k.stale_column_count, k.stale_office_count
from reported_offices($year, $region_id, $kind, $office_codes) as r
cross join told as t
cross join weak as k
order by year
