-- 指标口径页第一句话 (Numbers of the dictionary page's first sentence)
-- grain: one row
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   indicator_count (bigint): indicators of the dictionary
--   stated_indicator_count (bigint): of them, stated at least once by the offices chosen
--   group_count (bigint): groups
--   report_count (bigint): current reports of the offices chosen
-- missing: nothing is filled in; an empty store gives stated_indicator_count 0
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
stated as (
    select distinct f.indicator
    from fact_by_office as f
    where f.status = 'stated' and f.role in ('leading', 'conflict') and f.office_id in (select office_id from chosen)
)
select
    count(*) as indicator_count,
    count(s.indicator) as stated_indicator_count,
    count(distinct i.indicator_group) as group_count,
    (select count(*) from report as rp where rp.is_current and rp.office_id in (select office_id from chosen)) as report_count
from indicator as i
left join stated as s on s.indicator = i.indicator
order by indicator_count
