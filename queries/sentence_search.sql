-- 年报里哪些句子写到这些词？ (Sentences of the reports that hold the words)
-- grain: one row a sentence of a current report
-- parameters:
--   words (varchar[]): words, each as it is printed
--   region_id (varchar, optional): region, all below it included
--   kind (varchar, optional): office kind
--   office_codes (varchar[], optional): offices to look in
--   from_year (smallint, optional): first year
--   to_year (smallint, optional): last year
--   at_least (integer, optional): how many of the words a sentence has to hold; all without it
--   most (integer, optional): rows at most; 200 without it
-- columns:
--   report_id (integer): report
--   office_code (varchar): office
--   office_name (varchar): its name
--   kind (varchar): its kind
--   region_name (varchar): its region
--   year (smallint): year reported on
--   section (varchar): section that it stands in
--   sentence (varchar): the sentence as printed
--   sentence_id (varchar): what names it within its report: the first 12 digits of the MD5 of its words
--   held_count (bigint): how many of the words it holds
--   sentence_count (bigint): sentences found, those left out included
--   report_count (bigint): reports that they stand in
--   office_count (bigint): offices that these are of
-- missing: tables are not searched, nor a word that is printed with blanks in it or in other characters; a sentence that is printed twice in a section is one row; what stands before the first section comes last
with texts as (
    select r.report_id, r.office_id, r.year, s.ordinal, s.section, s.body
    from section as s
    join chosen_reports($region_id, $kind, $office_codes, $from_year, $to_year) as r on r.report_id = s.report_id
    where array_length(list_filter($words, lambda w: contains(s.body, w)))
        >= coalesce($at_least, array_length($words))
),
pieces as (
    select
        report_id, office_id, year, ordinal, section,
        unnest(string_split(
            replace(replace(replace(replace(body, '。', '。' || chr(10)), '；', '；' || chr(10)), '！', '！' || chr(10)),
                '？', '？' || chr(10)),
            chr(10))) as piece
    from texts
),
sentences as (
    select
        report_id, office_id, year, ordinal, section,
        trim(piece, ' 　' || chr(9) || chr(13) || chr(160)) as sentence,
        array_length(list_filter($words, lambda w: contains(piece, w))) as held_count
    from pieces
),
found as (
    select distinct report_id, office_id, year, ordinal, section, sentence, held_count
    from sentences
    where held_count >= coalesce($at_least, array_length($words))
      and held_count > 0
),
totals as (
    select
        count(*) as sentence_count, count(distinct report_id) as report_count, count(distinct office_id) as office_count
    from found
),
listed as (
    select
        *,
        row_number() over (order by
            held_count desc, case section when 'preamble' then 1 else 0 end, year desc, office_id, ordinal, sentence) as place
    from found
)
select
    f.report_id, c.office_code, c.office_name, c.kind, c.region_name, f.year, f.section, f.sentence,
    left(md5(f.sentence), 12) as sentence_id, f.held_count, t.sentence_count, t.report_count, t.office_count
from listed as f
join chosen($region_id, $kind, $office_codes) as c on c.office_id = f.office_id
cross join totals as t
where f.place <= coalesce($most, 200)
order by f.place
