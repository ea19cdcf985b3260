-- 年报写明的监测栏目条数 (Items of watched columns as reports tell them)
-- grain: one row a report and watched column that is told without contradiction
-- parameters:
-- columns:
--   report_id (integer): report
--   office_id (integer): office
--   year (smallint): year reported on
--   column_name (varchar): watched column
--   topic (varchar): problem topic it belongs to
--   yearly_minimum (smallint): items a year that its rule demands
--   basis (varchar): where that rule comes from
--   items (double): items told, aliases added up
--   is_exact (boolean): all of them told exactly
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: a column that a report does not list, or tells in two ways, has no row: not told is not zero
select
    f.report_id, f.office_id, f.year, a.column_name, any_value(a.topic) as topic,
    any_value(a.yearly_minimum) as yearly_minimum, any_value(a.basis) as basis,
    sum(f.value) as items, bool_and(f.qualifier = '=') as is_exact,
    list({'report_id': f.report_id, 'fact_no': f.fact_no} order by f.fact_no) as evidence
from fact as f
join column_names() as a on a.printed_name = f.breakdown
where f.indicator = 'disclosure.column'
  and f.status = 'stated'
  and f.role in ('leading', 'conflict')
group by f.report_id, f.office_id, f.year, a.column_name
having bool_and(f.role = 'leading')
