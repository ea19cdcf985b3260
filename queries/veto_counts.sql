-- 截至某日，各单位有几个空白栏目、几个超期未更新栏目，到没到单项否决的个数？ (Veto counts of columns, by office)
-- grain: one row an office with a publication log
-- parameters:
--   as_of (date, optional): day judged; without it today
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to list
-- columns:
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   blank_count (bigint, 个): columns that the table of duties says it owes and of which its log has no item up to as_of
--   blank_veto_count (double, 个): so many blank columns are a veto (rule veto_blank_columns)
--   stale_count (bigint, 个): columns past their inspection cycle
--   stale_veto_count (double, 个): so many are a veto (rule veto_stale_columns)
--   is_vetoed (boolean): one of the two counts is reached
--   columns (varchar[]): the columns counted
-- missing: an office without a log has no row; a column that nobody said the office owes is never blank; the counts of a whole site, of several offices, are theirs together and stand here for nobody
with clocks as (
    select
        *,
        status = 'stale' as is_stale,
        coalesce(is_owed, false) and last_published_on is null and status <> 'paused' as is_blank
    from column_clocks($as_of, $region_id, $kind, $office_codes, null)
    where log_loaded_on is not null or last_published_on is not null
),
counted as (
    select
        office_code, office_name, kind, region_name,
        count(*) filter (where is_blank) as blank_count,
        count(*) filter (where is_stale and not is_blank) as stale_count,
        list(column_name order by ordinal) filter (where is_blank or is_stale) as columns
    from clocks
    group by office_code, office_name, kind, region_name
)
select
    c.office_code, c.office_name, c.kind, c.region_name, c.blank_count, b.threshold as blank_veto_count, c.stale_count,
    s.threshold as stale_veto_count,
    coalesce(c.blank_count >= b.threshold, false) or coalesce(c.stale_count >= s.threshold, false) as is_vetoed,
    coalesce(c.columns, []) as columns
from counted as c
left join rule as b on b.rule = 'veto_blank_columns' and b.is_enabled
left join rule as s on s.rule = 'veto_stale_columns' and s.is_enabled
order by c.office_code
