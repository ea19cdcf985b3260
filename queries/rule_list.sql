-- 有哪些核查规则、薄弱环节规则和判断用的阈值，查出多少？ (Rules, thresholds and how often each was found)
-- grain: one row a rule
-- parameters:
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
-- columns:
--   rule (varchar): rule id
--   kind_of_rule (varchar): check, weak_spot or threshold (one that several rules and pages judge by, found nowhere)
--   name_zh (varchar): its name
--   definition (varchar): what it says
--   severity (varchar): usual severity
--   threshold (double): threshold in threshold_unit; null when it has none
--   threshold_unit (varchar): unit of the threshold
--   is_enabled (boolean): switched on
--   legal_basis (varchar): where the rule comes from
--   advice (varchar): what the office should do about it; empty where the rule has none
--   failed_count (bigint): findings failed
--   not_assessable_count (bigint): findings that lack a number
--   notice_count (bigint): notices
-- missing: a rule that found nothing keeps its row with counts 0
with chosen as (
    select * from chosen($region_id, $kind, $office_codes)
),
found as (
    select
        f.rule,
        count(*) filter (where f.status = 'failed') as failed_count,
        count(*) filter (where f.status = 'not_assessable') as not_assessable_count,
        count(*) filter (where f.status = 'notice') as notice_count
    from judged_findings() as f
    where ($from_year is null or f.year >= $from_year)
      and ($to_year is null or f.year <= $to_year)
      and f.office_id in (select office_id from chosen)
    group by f.rule
)
select
    r.rule, r.kind as kind_of_rule, r.name_zh, r.definition, r.severity, r.threshold, r.threshold_unit, r.is_enabled,
    r.legal_basis, r.advice,
    coalesce(f.failed_count, 0) as failed_count,
    coalesce(f.not_assessable_count, 0) as not_assessable_count,
    coalesce(f.notice_count, 0) as notice_count
from rule as r
left join found as f on f.rule = r.rule
order by r.ordinal
