-- 第三部分统计表的各行 (Rows of section three)
-- grain: one row a row of the form
-- parameters:
-- columns:
--   indicator (varchar): indicator id
--   flow_step (varchar): intake, outcome or end
--   row_group (varchar): received, carried_in, granted, partly_granted, denied, unable, not_processed, other, total or carried_forward
--   printed_as (varchar): one or three where （六）其他处理 is printed so; null for rows always printed
-- missing: nothing; the rows are those of the two forms
select r.indicator, r.flow_step, split_part(r.indicator, '.', 2) as row_group, r.printed_as
from (
    values
        ('applications.received', 'intake', null),
        ('applications.carried_in', 'intake', null),
        ('applications.granted', 'outcome', null),
        ('applications.partly_granted', 'outcome', null),
        ('applications.denied.state_secret', 'outcome', null),
        ('applications.denied.law_prohibits', 'outcome', null),
        ('applications.denied.public_safety', 'outcome', null),
        ('applications.denied.third_party', 'outcome', null),
        ('applications.denied.internal_affairs', 'outcome', null),
        ('applications.denied.process_information', 'outcome', null),
        ('applications.denied.enforcement_files', 'outcome', null),
        ('applications.denied.administrative_inquiry', 'outcome', null),
        ('applications.unable.not_held', 'outcome', null),
        ('applications.unable.needs_creation', 'outcome', null),
        ('applications.unable.unclear', 'outcome', null),
        ('applications.not_processed.petition', 'outcome', null),
        ('applications.not_processed.repeated', 'outcome', null),
        ('applications.not_processed.publication', 'outcome', null),
        ('applications.not_processed.excessive', 'outcome', null),
        ('applications.not_processed.reconfirmation', 'outcome', null),
        ('applications.other', 'outcome', 'one'),
        ('applications.other.no_correction', 'outcome', 'three'),
        ('applications.other.unpaid_fee', 'outcome', 'three'),
        ('applications.other.other', 'outcome', 'three'),
        ('applications.total', 'end', null),
        ('applications.carried_forward', 'end', null)
) as r(indicator, flow_step, printed_as)
