-- The tables of one generation. Built new at every publish by reports/store/; never altered in place.
-- A whole generation holds all rows in its own file. One that stands upon an earlier whole one (its base) holds
-- only the rows of the reports that changed since; readers see both through views that have these tables' names.
-- Keys stand on the small tables; fact and evidence have NOT NULL and CHECK only, and are verified by
-- query before a generation is served (duplicates, orphans), which costs a tenth of real keys.

create table generation (
    generation integer primary key,
    built_at timestamp not null,
    cause varchar not null,
    report_count bigint not null,
    fact_count bigint not null,
    journal_bytes bigint not null default 0,
    journal_head varchar not null default '',
    base integer,
    base_bytes bigint,
    reference varchar not null default '',
    layout varchar not null default '',
    district varchar not null default ''
);
comment on table generation is 'One row: which generation this file is.';
comment on column generation.generation is 'Number of the generation, growing by one with each publish';
comment on column generation.built_at is 'When it was built, UTC';
comment on column generation.cause is 'What caused it: load, correct, rebuild, rollback, load-log, demo';
comment on column generation.report_count is 'Current reports in it';
comment on column generation.fact_count is 'Rows of fact';
comment on column generation.journal_bytes is 'How far into the journal it tells, in bytes; what stands behind waits to be published';
comment on column generation.journal_head is 'Hash of the journal at that place, as a line that stood there would carry it';
comment on column generation.base is 'The whole generation that this one stands upon; null when this one is whole';
comment on column generation.base_bytes is 'Size of its file in bytes';
comment on column generation.reference is 'Fingerprint of the dictionary and rules that it was built and judged with';
comment on column generation.district is 'Region that the store was said to be of, where a report does not tell its own; empty when nobody said';
comment on column generation.layout is 'Fingerprint of the tables and columns: a program serves and builds upon generations of its own layout only';

create table replaced_report (report_id integer primary key);
comment on table replaced_report is 'Reports of the base whose rows no longer count: this file tells them anew.';
comment on column replaced_report.report_id is 'Report';

create table judged_office (office_id integer primary key);
comment on table judged_office is 'Offices whose findings in the base no longer count: this file tells them anew.';
comment on column judged_office.office_id is 'Office';

create table withdrawn_office (office_id integer primary key);
comment on table withdrawn_office is 'Offices of the base that waited for assignment and have no report any more.';
comment on column withdrawn_office.office_id is 'Office';

create table retold_place (place varchar primary key);
comment on table retold_place is 'Regions and years whose region_total in the base no longer counts: this file tells it anew.';
comment on column retold_place.place is 'region_id, a stroke and the year';

create table region (
    region_id varchar primary key,
    name varchar not null,
    level varchar not null check (level in ('country', 'province', 'city', 'district')),
    parent_id varchar,
    path varchar[] not null
);
comment on table region is 'Regions that offices belong to and those above them; they roll up by parent_id.';
comment on column region.region_id is 'Administrative division code by GB/T 2260, e.g. 640104; own code for regions that it does not have';
comment on column region.name is 'Name, e.g. 兴庆区';
comment on column region.level is 'country, province, city or district';
comment on column region.parent_id is 'region_id of the region above; null for the country';
comment on column region.path is 'region_ids from the country down to this one, this one included';

create table office (
    office_id integer primary key,
    office_code varchar not null unique,
    name varchar not null,
    kind varchar not null,
    region_id varchar,
    aliases varchar[] not null,
    filed_as varchar[] not null default [],
    found_by varchar[] not null default [],
    from_year smallint,
    to_year smallint,
    must_report boolean,
    is_fictional boolean not null,
    is_new boolean not null default false,
    events varchar[] not null default [],
    distinct_from varchar[] not null default [],
    is_queued boolean not null
);
comment on table office is 'The roster, from the journal, and what waits as its report names no office.';
comment on column office.office_id is 'Dense number, in the order of the roster, then of first capture';
comment on column office.office_code is 'Stable code used in addresses';
comment on column office.name is 'Name as shown, e.g. 文化街街道办事处';
comment on column office.kind is '街道, 镇, 乡, 部门, 政府 (of a district or above) or 其他: the peer group';
comment on column office.region_id is 'Region it belongs to; null while queued';
comment on column office.aliases is 'Other names it signs with';
comment on column office.filed_as is 'region_id, a blank and a name under which reports are filed to it beside its own: what it was called before, or what was merged into it';
comment on column office.found_by is 'What its names have in common with other ways to write them, by region: what a report is filed by';
comment on column office.from_year is 'First year it has to report on; null: unknown';
comment on column office.to_year is 'Last year it has to report on; null: still exists';
comment on column office.must_report is 'Whether it has to publish a report of its own every year; null: nobody said';
comment on column office.is_new is 'Registered from a report, and nobody has looked at it yet';
comment on column office.events is 'What happened to it, a short sentence each: 2021年由柳溪乡人民政府更名';
comment on column office.distinct_from is 'Codes of offices that somebody said are others, however alike their names are';
comment on column office.is_fictional is 'An example office (虚构示例)';
comment on column office.is_queued is 'Not in the roster, as its report names no office: waits for a person to assign it';

create table snapshot (
    report_id integer primary key,
    sha256 varchar not null,
    file_name varchar not null,
    byte_count bigint not null,
    captured_at timestamp not null,
    source_url varchar
);
comment on table snapshot is 'Originals, kept as they came in store/originals.';
comment on column snapshot.report_id is 'The report that was read from it';
comment on column snapshot.sha256 is 'SHA-256 of the bytes, 64 hex digits';
comment on column snapshot.file_name is 'Name of the file when it was captured';
comment on column snapshot.byte_count is 'Size in bytes';
comment on column snapshot.captured_at is 'When it was captured, UTC';
comment on column snapshot.source_url is 'Where it was published, when known';

create table report (
    report_id integer primary key,
    office_id integer not null,
    year smallint not null check (year between 2004 and 2100),
    form varchar not null check (form in ('2019', '2021', 'none')),
    title varchar not null,
    stated_office varchar not null,
    published_on date,
    signed_on date,
    version smallint not null,
    is_current boolean not null,
    sha256 varchar not null,
    format varchar not null,
    marks varchar[] not null,
    is_withdrawn boolean not null default false
);
comment on table report is 'One row a captured report. Several of one office and year are versions; the latest captured is current.';
comment on column report.report_id is 'Dense number in order of capture';
comment on column report.office_id is 'Office that reports';
comment on column report.year is 'Year reported on';
comment on column report.form is 'Statutory form printed: 2019, 2021 or none';
comment on column report.title is 'Title as printed';
comment on column report.stated_office is 'Office as the report names it';
comment on column report.published_on is 'Publication date when printed; the day under the signature is none';
comment on column report.signed_on is 'Day under the signature, or on which it says it was made; null when not printed';
comment on column report.version is '1 for the first captured of its office and year';
comment on column report.is_current is 'The version whose facts count: the latest that is not withdrawn';
comment on column report.is_withdrawn is 'A person took it back: it counts nowhere';
comment on column report.sha256 is 'Its original in snapshot';
comment on column report.format is 'Format it was read from: text, html, docx, pdf, xlsx, ...';
comment on column report.marks is 'Sentences on what could not be read well';

create table section (
    report_id integer not null,
    ordinal smallint not null,
    section varchar not null,
    heading varchar not null,
    body varchar not null
);
comment on table section is 'Sections of current reports, in printed order.';
comment on column section.report_id is 'Report';
comment on column section.ordinal is '0-based order in print';
comment on column section.section is 'preamble, overview, disclosure, applications, disputes, problems or other';
comment on column section.heading is 'Heading as printed';
comment on column section.body is 'Prose of the section, paragraphs joined by line feeds, tables left out';

create table fact (
    indicator varchar not null,
    breakdown varchar not null,
    year smallint not null,
    office_id integer not null,
    report_id integer not null,
    fact_no smallint not null,
    value double,
    unit varchar not null,
    qualifier varchar not null check (qualifier in ('=', '>=', '~')),
    status varchar not null check (status in ('stated', 'blank', 'missing', 'unreadable')),
    source varchar not null check (source in ('table', 'text')),
    role varchar not null check (role in ('leading', 'repeat', 'conflict', 'unassigned')),
    check ((status = 'stated') = (value is not null))
);
comment on table fact is 'Every number of the current reports, or the absence of one; sorted by indicator, breakdown, year, office_id.';
comment on column fact.indicator is 'Indicator id; empty for a number that is not assigned yet (role unassigned)';
comment on column fact.breakdown is 'Applicant kind, or the column name for disclosure.column; empty otherwise';
comment on column fact.year is 'Year reported on';
comment on column fact.office_id is 'Office that reports';
comment on column fact.report_id is 'Report it stands in';
comment on column fact.fact_no is '0-based order within the report; with report_id it names its evidence';
comment on column fact.value is 'The number; null unless status is stated. Rates in percent';
comment on column fact.unit is 'Unit as printed';
comment on column fact.qualifier is '= exact, >= 余/多/超/以上, ~ 近/约';
comment on column fact.status is 'stated, blank (cell printed empty), missing (row not printed) or unreadable';
comment on column fact.source is 'table or text';
comment on column fact.role is 'leading: the one stated fact that stands for its indicator, breakdown, office and year; repeat: the same value told again; conflict: told several times with different values (none leads); unassigned: no indicator. Facts that are not stated are leading when they are the only one.';

create table fact_by_office as select * from fact;
comment on table fact_by_office is 'The same rows as fact, sorted by office_id, year, indicator, breakdown: for pages on one office.';

create table evidence (
    report_id integer not null,
    fact_no smallint not null,
    section varchar not null,
    quote varchar not null,
    locator varchar not null,
    stated_value double,
    correction varchar,
    learnt_from smallint,
    learning varchar
);
comment on table evidence is 'Where each fact stands in its original; sorted by report_id, fact_no.';
comment on column evidence.report_id is 'Report';
comment on column evidence.fact_no is 'Fact of the report';
comment on column evidence.section is 'Section it stands in';
comment on column evidence.quote is 'The words as printed; for a cell row label, column label and text';
comment on column evidence.locator is 'Place in the document as read (reports.model.Locator); empty when missing';
comment on column evidence.stated_value is 'The printed value where a correction replaced it';
comment on column evidence.correction is 'Why it was corrected and by whom; null when it was not';
comment on column evidence.learnt_from is 'Year for which staff confirmed the same sentence of the same office, where the number is read by it; null otherwise';
comment on column evidence.learning is 'What was made of such a confirmation, in Chinese: that the number is read by it, or why not; null without one';

create table former_fact (
    report_id integer not null,
    fact_no smallint not null,
    indicator varchar not null,
    breakdown varchar not null,
    value double,
    unit varchar not null,
    qualifier varchar not null,
    status varchar not null,
    source varchar not null,
    role varchar not null,
    section varchar not null,
    quote varchar not null,
    locator varchar not null,
    stated_value double,
    correction varchar,
    learnt_from smallint,
    learning varchar
);
comment on table former_fact is 'What versions that another has replaced told, as fact and evidence hold it of current reports; nothing is counted of it; sorted by report_id, fact_no.';
comment on column former_fact.report_id is 'Version that is neither current nor withdrawn';
comment on column former_fact.fact_no is '0-based order within the version';
comment on column former_fact.indicator is 'As in fact';
comment on column former_fact.breakdown is 'As in fact';
comment on column former_fact.value is 'As in fact';
comment on column former_fact.unit is 'As in fact';
comment on column former_fact.qualifier is 'As in fact';
comment on column former_fact.status is 'As in fact';
comment on column former_fact.source is 'As in fact';
comment on column former_fact.role is 'As in fact, among the numbers of this version';
comment on column former_fact.section is 'As in evidence';
comment on column former_fact.quote is 'As in evidence';
comment on column former_fact.locator is 'As in evidence';
comment on column former_fact.stated_value is 'As in evidence';
comment on column former_fact.correction is 'As in evidence';
comment on column former_fact.learnt_from is 'As in evidence';
comment on column former_fact.learning is 'As in evidence';

create table former_section (
    report_id integer not null,
    ordinal smallint not null,
    section varchar not null,
    heading varchar not null,
    body varchar not null
);
comment on table former_section is 'Sections of versions that another has replaced, in printed order; sorted by report_id, ordinal.';
comment on column former_section.report_id is 'Version that is neither current nor withdrawn';
comment on column former_section.ordinal is 'As in section';
comment on column former_section.section is 'As in section';
comment on column former_section.heading is 'As in section';
comment on column former_section.body is 'As in section';

create table lesson (
    report_id integer not null,
    lesson_no smallint not null,
    year smallint not null,
    skeleton varchar not null,
    clause varchar not null,
    indicator varchar not null,
    breakdown varchar not null,
    locator varchar not null,
    name varchar not null
);
comment on table lesson is 'What staff decided of numbers of the prose, for the same office''s other reports; sorted by report_id, lesson_no.';
comment on column lesson.report_id is 'Report that it was decided of';
comment on column lesson.lesson_no is '0-based order within the report';
comment on column lesson.year is 'Year reported on';
comment on column lesson.skeleton is 'The sentence with @ for the number, and without other numbers, years and own names';
comment on column lesson.clause is 'The same of its clause, with what the reading made of it; empty where the report has several alike';
comment on column lesson.indicator is 'Indicator id; empty when the number is none of an indicator';
comment on column lesson.breakdown is 'Column name or platform; empty otherwise';
comment on column lesson.locator is 'Place of the number in its own report';
comment on column lesson.name is 'A quoted name of the sentence that was said to be the channel of the indicator; empty for none';

create table problem (
    report_id integer not null,
    office_id integer not null,
    year smallint not null,
    problem_no smallint not null,
    topic varchar not null,
    kind varchar not null check (kind in ('problem', 'plan', 'solved')),
    quote varchar not null,
    locator varchar not null
);
comment on table problem is 'What section 五 of current reports tells: problems, plans, problems told as solved; sorted by office_id, year.';
comment on column problem.report_id is 'Report';
comment on column problem.office_id is 'Office that tells it';
comment on column problem.year is 'Year reported on';
comment on column problem.problem_no is '0-based order within the report';
comment on column problem.topic is 'Topic id; none when the report says it has no problem';
comment on column problem.kind is 'problem, plan (what it will do) or solved';
comment on column problem.quote is 'The sentence as printed';
comment on column problem.locator is 'Place in the document as read';

create table disagreement (
    report_id integer not null,
    disagreement_no smallint not null,
    rule varchar not null,
    status varchar not null check (status in ('failed', 'not_assessable', 'notice')),
    message varchar not null
);
comment on table disagreement is 'Where title, period, body and file name of a current report do not agree on who reports on which year; becomes findings.';
comment on column disagreement.report_id is 'Report';
comment on column disagreement.disagreement_no is '0-based order within the report';
comment on column disagreement.rule is 'Rule id that it becomes a finding of, e.g. year_disagrees';
comment on column disagreement.status is 'failed, not_assessable or notice';
comment on column disagreement.message is 'One sentence in Chinese';

create table finding (
    finding_no integer not null,
    rule varchar not null,
    kind varchar not null check (kind in ('check', 'weak_spot')),
    status varchar not null check (status in ('failed', 'not_assessable', 'notice')),
    severity varchar not null check (severity in ('high', 'medium', 'low')),
    office_id integer not null,
    year smallint not null,
    report_id integer,
    subject varchar not null,
    message varchar not null,
    left_value double,
    right_value double,
    years_lasted smallint not null,
    self_told boolean not null,
    topic varchar,
    evidence struct(report_id integer, fact_no smallint)[] not null
);
comment on table finding is 'What the rules of queries/checks and queries/weak_spots say of the current reports.';
comment on column finding.finding_no is 'Number of the finding, one only within the generation';
comment on column finding.rule is 'Rule id: the name of its .sql file';
comment on column finding.kind is 'check (the numbers do not agree) or weak_spot (the office does badly)';
comment on column finding.status is 'failed, not_assessable (a number is lacking) or notice';
comment on column finding.severity is 'high, medium or low';
comment on column finding.office_id is 'Office concerned';
comment on column finding.year is 'Year concerned';
comment on column finding.report_id is 'Report concerned; null when the finding is that there is none';
comment on column finding.subject is 'What within the rule: applicant kind, row, column, topic; empty when the rule has one subject';
comment on column finding.message is 'One sentence in Chinese with the numbers in it';
comment on column finding.left_value is 'Left side of the equation, or the value judged';
comment on column finding.right_value is 'Right side of the equation, or what it was judged against';
comment on column finding.years_lasted is 'For weak spots, years in a row up to this one; 1 otherwise';
comment on column finding.self_told is 'The office itself told it in section 五';
comment on column finding.topic is 'Topic id, where the finding belongs to one';
comment on column finding.evidence is 'Facts concerned, as report_id and fact_no';

create table region_total (
    region_id varchar not null,
    kind varchar not null,
    indicator varchar not null,
    year smallint not null,
    place varchar not null,
    office_count integer not null,
    sum_value double,
    q1_value double,
    median_value double,
    q3_value double
);
comment on table region_total is 'What all offices of a region and below it state of the indicators that are rolled up, a row a region, kind, indicator and year with a report; sorted by indicator, kind, year, region_id. Made at publish from fact by queries/summaries/region_total.sql, so that the country answers as fast as a district.';
comment on column region_total.region_id is 'Region, all below it included';
comment on column region_total.kind is 'Office kind; empty for all kinds together';
comment on column region_total.indicator is 'Indicator id; empty in the row that counts the offices with a report';
comment on column region_total.year is 'Year reported on';
comment on column region_total.place is 'region_id, a stroke and the year: what retold_place names';
comment on column region_total.office_count is 'Offices with a value; where indicator is empty, offices with a report';
comment on column region_total.sum_value is 'Sum over these offices; null where indicator is empty';
comment on column region_total.q1_value is 'Lower quartile';
comment on column region_total.median_value is 'Median';
comment on column region_total.q3_value is 'Upper quartile';

create table indicator (
    indicator varchar primary key,
    ordinal smallint not null,
    name_zh varchar not null,
    name_en varchar not null,
    unit varchar not null,
    polarity varchar not null check (polarity in ('higher_is_better', 'lower_is_better', 'neutral')),
    indicator_group varchar not null,
    definition varchar not null,
    formula varchar not null,
    source varchar not null,
    caveat varchar not null,
    is_rolled_up boolean not null
);
comment on table indicator is 'The dictionary, data/reference/indicators.csv.';
comment on column indicator.indicator is 'Indicator id';
comment on column indicator.ordinal is 'Order in the dictionary';
comment on column indicator.name_zh is 'Chinese name as shown';
comment on column indicator.name_en is 'English name';
comment on column indicator.unit is 'Usual unit';
comment on column indicator.polarity is 'Whether more is better';
comment on column indicator.indicator_group is 'Group it is listed under';
comment on column indicator.definition is 'What it counts, in Chinese';
comment on column indicator.formula is 'How it follows from other numbers; empty when it is taken as printed';
comment on column indicator.source is 'Where in a report it stands: prose, or which table of which form';
comment on column indicator.caveat is 'What to mind when comparing it; empty when nothing';

comment on column indicator.is_rolled_up is 'Whether region_total holds it';

create table topic (
    topic varchar primary key,
    ordinal smallint not null,
    name_zh varchar not null,
    definition varchar not null
);
comment on table topic is 'Problem topics, data/reference/topics.csv.';
comment on column topic.topic is 'Topic id';
comment on column topic.ordinal is 'Order as listed';
comment on column topic.name_zh is 'Chinese name as shown';
comment on column topic.definition is 'What belongs to it';

create table rule (
    rule varchar primary key,
    ordinal smallint not null,
    kind varchar not null check (kind in ('check', 'weak_spot', 'threshold')),
    name_zh varchar not null,
    fault_zh varchar not null,
    definition varchar not null,
    severity varchar not null check (severity in ('high', 'medium', 'low')),
    threshold double,
    threshold_unit varchar not null,
    is_enabled boolean not null,
    legal_basis varchar not null,
    is_equation boolean not null,
    advice varchar not null
);
comment on table rule is 'Rules with thresholds and switches, data/reference/rules.csv.';
comment on column rule.rule is 'Rule id: the name of its .sql file in queries/checks or queries/weak_spots';
comment on column rule.ordinal is 'Order as listed';
comment on column rule.kind is 'check, weak_spot or threshold (a number that rules and questions read; it finds nothing itself)';
comment on column rule.name_zh is 'Chinese name as shown';
comment on column rule.fault_zh is 'What is wrong where it finds something (文表不一致); empty where the name says it';
comment on column rule.definition is 'What it says, in Chinese';
comment on column rule.severity is 'Severity of its findings unless the rule says otherwise';
comment on column rule.threshold is 'Its threshold, null when it has none';
comment on column rule.threshold_unit is 'Unit of the threshold';
comment on column rule.is_enabled is 'Switched on';
comment on column rule.legal_basis is 'Where the rule comes from';
comment on column rule.is_equation is 'left_value and right_value of its findings are numbers that should agree';
comment on column rule.advice is 'What the office should do about a finding, in Chinese';

create table deadline (
    kind varchar not null,
    first_year smallint not null,
    last_year smallint not null,
    due_month smallint not null,
    due_day smallint not null,
    inner_month smallint,
    inner_day smallint,
    basis varchar not null,
    primary key (kind, first_year)
);
comment on table deadline is 'By when the report on a year is to be published, data/reference/deadlines.csv.';
comment on column deadline.kind is 'Kind of office';
comment on column deadline.first_year is 'First year reported on that it holds for';
comment on column deadline.last_year is 'Last year reported on that it holds for';
comment on column deadline.due_month is 'Month of the next year of the last day allowed';
comment on column deadline.due_day is 'Day of that month';
comment on column deadline.inner_month is 'Month of the next year of the day that the district itself set; null without one';
comment on column deadline.inner_day is 'Day of that month; null without one';
comment on column deadline.basis is 'Where the deadline comes from';

create table told_word (
    rule varchar not null,
    part varchar not null,
    part_name varchar not null,
    ordinal smallint not null,
    word varchar not null,
    primary key (rule, part, word)
);
comment on table told_word is 'Words by which a report tells a part that it has to tell, data/reference/told_words.csv.';
comment on column told_word.rule is 'Rule that asks for the part';
comment on column told_word.part is 'Part asked for';
comment on column told_word.part_name is 'Its name as shown';
comment on column told_word.ordinal is 'Order as listed';
comment on column told_word.word is 'A word by which it is told';

create table matter (
    matter varchar primary key,
    ordinal smallint not null,
    name_zh varchar not null,
    indicator varchar,
    plan_words varchar[] not null
);
comment on table matter is 'What weak spots of one office are put together by, data/reference/matters.csv.';
comment on column matter.matter is 'Matter id, e.g. hotline';
comment on column matter.ordinal is 'Order as listed';
comment on column matter.name_zh is 'Chinese name as shown; {} stands for the column concerned';
comment on column matter.indicator is 'The number whose course shows the matter; null when there is none';
comment on column matter.plan_words is 'Words by which a plan of an earlier report is known to concern it';

create table rule_matter (
    rule varchar not null,
    subject varchar not null,
    matter varchar not null,
    question varchar not null
);
comment on table rule_matter is 'The matter of each weak-spot rule and what to ask the office, data/reference/rule_matters.csv.';
comment on column rule_matter.rule is 'Rule id';
comment on column rule_matter.subject is 'Subject of the finding; empty for every other subject of the rule';
comment on column rule_matter.matter is 'Matter that its findings belong to';
comment on column rule_matter.question is 'What the office is asked to explain; {years} and {subject} stand for those of the finding';

create table excerpt_word (
    words varchar primary key,
    scope varchar not null check (scope in ('section', 'report'))
);
comment on table excerpt_word is 'Words by which a report says that parts of it stand elsewhere, data/reference/excerpt_words.csv.';
comment on column excerpt_word.words is 'The words';
comment on column excerpt_word.scope is 'section: they speak of the section they stand in; report: of the whole report, in its title or before section one';

create table watched_column (
    column_name varchar primary key,
    ordinal smallint not null,
    aliases varchar[] not null,
    topic varchar,
    limit_days smallint,
    limit_unit varchar not null check (limit_unit in ('', 'day', 'working_day')),
    limit_from varchar not null,
    limit_level varchar not null,
    limit_basis varchar not null,
    cycle varchar not null,
    cycle_months smallint,
    cycle_days smallint,
    cycle_level varchar not null,
    cycle_basis varchar not null,
    custom varchar not null,
    custom_months smallint,
    custom_days smallint,
    custom_basis varchar not null,
    yearly_minimum smallint,
    basis varchar not null
);
comment on table watched_column is 'Columns of websites that are watched, data/reference/columns.csv.';
comment on column watched_column.column_name is 'Name as shown, e.g. 社会救助';
comment on column watched_column.ordinal is 'Order as listed';
comment on column watched_column.aliases is 'Names as printed that mean the same column';
comment on column watched_column.topic is 'Problem topic it belongs to';
comment on column watched_column.limit_days is 'Within how many days of limit_from an item has to be published; null: no rule known';
comment on column watched_column.limit_unit is 'day or working_day; empty without a limit';
comment on column watched_column.limit_from is 'What day the limit counts from, in Chinese';
comment on column watched_column.limit_level is 'Whose rule the limit is: 国家, 地方 or 惯例';
comment on column watched_column.limit_basis is 'Where the limit comes from';
comment on column watched_column.cycle is 'Inspection cycle, e.g. 2 weeks, 6 months; none where the column changes only when things do; by rule default_cycle where the table tells none';
comment on column watched_column.cycle_months is 'The cycle in months, where it is told in months or years; null otherwise';
comment on column watched_column.cycle_days is 'The cycle in days, where it is told in days or weeks; null otherwise';
comment on column watched_column.cycle_level is 'Whose rule the cycle is: 国家, 地方 or 惯例';
comment on column watched_column.cycle_basis is 'Where the cycle comes from';
comment on column watched_column.custom is 'How often the district publishes by its own habit, written as cycle; empty when nobody said';
comment on column watched_column.custom_months is 'The custom in months; null otherwise';
comment on column watched_column.custom_days is 'The custom in days; null otherwise';
comment on column watched_column.custom_basis is 'Where the custom was seen';
comment on column watched_column.yearly_minimum is 'Items a year that the cycle demands; null: no rule known';
comment on column watched_column.basis is 'Where the rule comes from';

create table ratio (
    ratio varchar primary key,
    ordinal smallint not null,
    name_zh varchar not null,
    numerators varchar[] not null,
    denominators varchar[] not null,
    rate varchar not null,
    base varchar not null,
    definition varchar not null,
    caveat varchar not null
);
comment on table ratio is 'Ratios of numbers that reports tell, data/reference/ratios.csv.';
comment on column ratio.ratio is 'Ratio id';
comment on column ratio.ordinal is 'Order as listed';
comment on column ratio.name_zh is 'Chinese name as shown';
comment on column ratio.numerators is 'Indicators added up above the line, with the breakdown after a slash; those with a minus before are taken off';
comment on column ratio.denominators is 'The same below the line';
comment on column ratio.rate is 'Indicator of the rate as reports tell it, for where a number lacks; empty when there is none';
comment on column ratio.base is 'Indicator of the number that a told rate is shown beside; empty when there is none';
comment on column ratio.definition is 'How it is computed, in Chinese';
comment on column ratio.caveat is 'What to mind when reading it';

create table duty (
    office varchar not null,
    column_name varchar not null,
    is_owed boolean not null,
    primary key (office, column_name)
);
comment on table duty is 'Which office owes which column, data/reference/duties.csv.';
comment on column duty.office is 'Code or name of the office';
comment on column duty.column_name is 'Watched column';
comment on column duty.is_owed is 'false: it is not the office''s business';

create table pause (
    office varchar not null,
    column_name varchar not null,
    from_day date not null,
    to_day date not null,
    reason varchar not null
);
comment on table pause is 'Times in which a column had nothing to publish, as the office explained, data/reference/pauses.csv.';
comment on column pause.office is 'Code or name of the office';
comment on column pause.column_name is 'Watched column; empty for all of the office';
comment on column pause.from_day is 'First day';
comment on column pause.to_day is 'Last day';
comment on column pause.reason is 'Why';

create table working_day (
    day date primary key,
    working_days integer not null
);
comment on table working_day is 'Calendar of China with its moved holidays, from the library chinesecalendar, every day of the years that it knows.';
comment on column working_day.day is 'Day';
comment on column working_day.working_days is 'Working days from the first day of the calendar up to this one, this one included';

create table column_log (
    office_id integer not null,
    column_name varchar not null,
    title varchar not null,
    published_on date not null,
    url varchar,
    log_sha256 varchar not null,
    loaded_on date,
    formed_on date,
    log_name varchar,
    line integer
);
comment on table column_log is 'Items of a website publication log that staff loaded.';
comment on column column_log.office_id is 'Office';
comment on column column_log.column_name is 'Column as printed';
comment on column column_log.title is 'Title of the item';
comment on column column_log.published_on is 'Day it was published';
comment on column column_log.url is 'Address of the item';
comment on column column_log.log_sha256 is 'Original it was read from';
comment on column column_log.log_name is 'File name of that original';
comment on column column_log.line is 'Line of that original in which it stands, from 1';
comment on column column_log.formed_on is 'Day on which what it tells was made or decided; null when the log does not tell it';
comment on column column_log.loaded_on is 'Day on which the latest log that tells this office was loaded: what came after it is not known';

create table task (
    task_id varchar primary key,
    office_code varchar not null,
    person varchar not null,
    deadline date,
    measure varchar not null,
    proof varchar not null,
    status varchar not null check (status in ('待通知', '已通知', '整改中', '已完成', '不成立', '销号')),
    reason varchar not null,
    is_removed boolean not null,
    opened_at timestamp not null,
    opened_by varchar not null,
    changed_at timestamp not null,
    changed_by varchar not null,
    change_count integer not null
);
comment on table task is 'The ledger of what offices have to mend (整改台账), from the journal.';
comment on column task.task_id is 'Number of the task as shown: year, running number and four signs that no other task has';
comment on column task.office_code is 'Office that has to mend it';
comment on column task.person is 'Who is responsible; empty when nobody was named';
comment on column task.deadline is 'Day by which it has to be mended; null when none was set';
comment on column task.measure is 'What is to be done';
comment on column task.proof is 'What shows that it was done';
comment on column task.status is '待通知, 已通知, 整改中, 已完成, 不成立 (with its reason) or 销号';
comment on column task.reason is 'Why it is 不成立; empty otherwise';
comment on column task.is_removed is 'It was taken out of the ledger again';
comment on column task.opened_at is 'When it was opened, UTC';
comment on column task.opened_by is 'Who opened it';
comment on column task.changed_at is 'When it was last changed, UTC';
comment on column task.changed_by is 'Who changed it last';
comment on column task.change_count is 'How often it was written, the opening included';

create table task_matter (
    task_id varchar not null,
    ordinal smallint not null,
    office_code varchar not null,
    year smallint not null,
    rule varchar not null,
    subject varchar not null,
    message varchar not null,
    needs varchar[] not null
);
comment on table task_matter is 'The findings that tasks are about. Office, year, rule and subject name a finding in every generation.';
comment on column task_matter.task_id is 'Task';
comment on column task_matter.ordinal is '0-based order within the task';
comment on column task_matter.office_code is 'Office of the finding';
comment on column task_matter.year is 'Year of the finding';
comment on column task_matter.rule is 'Rule id';
comment on column task_matter.subject is 'What within the rule, as finding.subject';
comment on column task_matter.message is 'The sentence of the finding when the task was opened';
comment on column task_matter.needs is 'Numbers (indicator, a stroke, breakdown) and parts (section problems, date published_on) that a report has to tell before the finding can be called mended';

create table task_change (
    task_id varchar not null,
    change_no integer not null,
    changed_at timestamp not null,
    changed_by varchar not null,
    field varchar not null,
    before varchar not null,
    after varchar not null
);
comment on table task_change is 'History of the ledger: a row for each field of a task that a change altered.';
comment on column task_change.task_id is 'Task';
comment on column task_change.change_no is '1 for the opening, then one more each time';
comment on column task_change.changed_at is 'When, UTC';
comment on column task_change.changed_by is 'Who';
comment on column task_change.field is 'opened, office, matters, person, deadline, measure, proof, status, reason, is_removed, remark or explanation (of its findings)';
comment on column task_change.before is 'What stood there before; empty for nothing';
comment on column task_change.after is 'What stands there from then on';

create table finding_opinion (
    office_code varchar not null,
    year smallint not null,
    rule varchar not null,
    subject varchar not null,
    kind varchar not null check (kind in ('verdict', 'explanation')),
    message varchar not null,
    verdict varchar not null check (verdict in ('', '属实', '误报')),
    text varchar not null,
    said_at timestamp not null,
    said_by varchar not null,
    primary key (office_code, year, rule, subject, kind)
);
comment on table finding_opinion is 'What people said of findings, from the journal: the verdict of staff, the explanation of the office.';
comment on column finding_opinion.office_code is 'Office of the finding';
comment on column finding_opinion.year is 'Year of the finding';
comment on column finding_opinion.rule is 'Rule id';
comment on column finding_opinion.subject is 'What within the rule';
comment on column finding_opinion.kind is 'verdict (of staff) or explanation (of the office)';
comment on column finding_opinion.message is 'The sentence of the finding when it was said';
comment on column finding_opinion.verdict is '属实 or 误报; empty in an explanation';
comment on column finding_opinion.text is 'Reason of the verdict, or the explanation';
comment on column finding_opinion.said_at is 'When, UTC';
comment on column finding_opinion.said_by is 'Who';

create table note (
    note_id varchar primary key,
    about varchar not null check (about in ('finding', 'number')),
    office_code varchar not null,
    year smallint not null,
    name varchar not null,
    subject varchar not null,
    text varchar not null,
    written_at timestamp not null,
    written_by varchar not null
);
comment on table note is 'Notes on findings and numbers, from the journal.';
comment on column note.note_id is 'Number of the note';
comment on column note.about is 'finding or number';
comment on column note.office_code is 'Office';
comment on column note.year is 'Year';
comment on column note.name is 'Rule id of a finding, indicator id of a number';
comment on column note.subject is 'What within the rule, breakdown of the number';
comment on column note.text is 'The note';
comment on column note.written_at is 'When, UTC';
comment on column note.written_by is 'Who';

create table own_mark (
    mark_id varchar primary key,
    year smallint not null,
    office_code varchar not null,
    indicator_group varchar not null,
    text varchar not null,
    written_at timestamp not null,
    written_by varchar not null
);
comment on table own_mark is 'Marks on the time axis that people of this store made, from the journal.';
comment on column own_mark.mark_id is 'Number of the mark';
comment on column own_mark.year is 'First year of which it is true';
comment on column own_mark.office_code is 'Office that it is about; empty for all';
comment on column own_mark.indicator_group is 'Group of indicators that it is about; empty for all';
comment on column own_mark.text is 'What changed, in a few words';
comment on column own_mark.written_at is 'When, UTC';
comment on column own_mark.written_by is 'Who';

create table time_mark (
    year smallint not null,
    indicator_group varchar not null,
    name_zh varchar not null,
    note varchar not null,
    basis varchar not null,
    primary key (year, indicator_group)
);
comment on table time_mark is 'Marks on the time axis that hold everywhere, data/reference/time_marks.csv.';
comment on column time_mark.year is 'First year of which it is true';
comment on column time_mark.indicator_group is 'Group of indicators that it is about; empty for all';
comment on column time_mark.name_zh is 'What changed, in a few words';
comment on column time_mark.note is 'What to mind when comparing across it';
comment on column time_mark.basis is 'Where it is ordered';

create table recheck_need (
    rule varchar not null,
    need varchar not null check (need in ('section problems', 'section overview', 'date published_on')),
    primary key (rule, need)
);
comment on table recheck_need is 'What a report has to have before a finding of a rule can be called mended, data/reference/recheck_needs.csv.';
comment on column recheck_need.rule is 'Rule id';
comment on column recheck_need.need is 'section problems, section overview, or date published_on';

create table assessment_sheet (
    sheet varchar primary key,
    ordinal smallint not null,
    name varchar not null,
    place varchar not null,
    year smallint,
    applies_to varchar not null,
    kinds varchar[] not null,
    points double,
    source varchar not null,
    url varchar not null,
    unseen varchar not null,
    is_own boolean not null
);
comment on table assessment_sheet is 'Assessment sheets: those of data/reference/assessment_sheets.csv, then those that staff uploaded.';
comment on column assessment_sheet.sheet is 'Sheet id; of one that staff uploaded its name';
comment on column assessment_sheet.ordinal is 'Order as listed';
comment on column assessment_sheet.name is 'Name as shown';
comment on column assessment_sheet.place is 'Where it is or was in force';
comment on column assessment_sheet.year is 'Year it is of; null: unknown';
comment on column assessment_sheet.applies_to is 'Whom it assesses, in its own words';
comment on column assessment_sheet.kinds is 'Kinds of offices that it assesses';
comment on column assessment_sheet.points is 'Its full points; null where they were not seen';
comment on column assessment_sheet.source is 'Where it was seen';
comment on column assessment_sheet.url is 'Its address; empty without one';
comment on column assessment_sheet.unseen is 'What of it was not seen, in Chinese; empty when nothing';
comment on column assessment_sheet.is_own is 'Staff uploaded it';

create table assessment_clause (
    sheet varchar not null,
    ordinal smallint not null,
    item varchar not null,
    item_points double,
    clause varchar not null,
    deduction double,
    per varchar not null,
    full_at double,
    cap double,
    sources varchar[] not null,
    asks varchar not null,
    primary key (sheet, item, clause)
);
comment on table assessment_clause is 'What assessment sheets take points off for, data/reference/assessment_clauses.csv and uploaded sheets.';
comment on column assessment_clause.sheet is 'Sheet';
comment on column assessment_clause.ordinal is 'Order within the sheet';
comment on column assessment_clause.item is 'Item of the sheet that it belongs to';
comment on column assessment_clause.item_points is 'Points of the item, which it loses at most; null where they were not seen';
comment on column assessment_clause.clause is 'What points are taken off for';
comment on column assessment_clause.deduction is 'Points taken off each time; null where the number was not seen';
comment on column assessment_clause.per is 'What is counted: 件, 条, 次, 百分点 ...; empty: taken off once';
comment on column assessment_clause.full_at is 'Rate in percent from which nothing is taken off; null where no rate is judged';
comment on column assessment_clause.cap is 'Points that the clause takes off at most; null: those of the item';
comment on column assessment_clause.sources is 'What answers it, as reports/store/assessments.py says; empty: a person';
comment on column assessment_clause.asks is 'What a person has to answer';

create table assessment_judgement (
    sheet varchar not null,
    item varchar not null,
    clause varchar not null,
    office_code varchar not null,
    year smallint not null,
    points double not null,
    note varchar not null,
    judged_by varchar not null,
    judged_at timestamp not null,
    primary key (sheet, item, clause, office_code, year)
);
comment on table assessment_judgement is 'Points that a person judged an office to lose, from the journal.';
comment on column assessment_judgement.sheet is 'Sheet';
comment on column assessment_judgement.item is 'Item';
comment on column assessment_judgement.clause is 'Clause; one whose words changed since is judged anew';
comment on column assessment_judgement.office_code is 'Office';
comment on column assessment_judgement.year is 'Year reported on';
comment on column assessment_judgement.points is 'Points lost, 0 or more';
comment on column assessment_judgement.note is 'Why; empty when nobody said';
comment on column assessment_judgement.judged_by is 'Who judged';
comment on column assessment_judgement.judged_at is 'When, UTC';

create table column_day (
    office_id integer not null,
    column_no smallint not null,
    published_on date not null,
    next_on date not null,
    item_count integer not null
);
comment on table column_day is 'Days on which an office published in a watched column, from column_log; sorted by office_id, column_no, published_on. Made at publish, so that what stood on any day is one row and nothing is added up.';
comment on column column_day.office_id is 'Office';
comment on column column_day.column_no is 'Watched column, its ordinal';
comment on column column_day.published_on is 'Day with an item';
comment on column column_day.next_on is 'Next day with an item; 9999-12-31 for the last one';
comment on column column_day.item_count is 'Items of the column up to this day';

create table logged_office (
    office_id integer not null,
    logged_from date not null,
    loaded_on date
);
comment on table logged_office is 'Offices with a publication log, from column_log; sorted by office_id.';
comment on column logged_office.office_id is 'Office';
comment on column logged_office.logged_from is 'Day of its first item';
comment on column logged_office.loaded_on is 'Day on which its latest log was loaded';
