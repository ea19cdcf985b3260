-- 文字是否照抄本单位上年或同地区其他单位的年报？ (A section as good as copied from last year or from another office)
-- grain: one row a report, section and source (own last year, another office) that it is as good as copied from
-- parameters:
-- columns:
--   status (varchar): failed, not_assessable or notice
--   severity (varchar): high, medium or low
--   office_id (integer): office concerned
--   year (smallint): year concerned
--   report_id (integer): report concerned
--   subject (varchar): section key and source: problems/self, overview/other, ...
--   message (varchar): the sentence, with the numbers of both sides
--   left_value (double): share of the section's characters that stand in the source, %
--   right_value (double): threshold, %
--   years_lasted (smallint): 1
--   self_told (boolean): false
--   topic (varchar): null
--   evidence (struct(report_id integer, fact_no smallint)[]): facts concerned
-- missing: sections without enough text are not judged; sentences that stand in four or more offices of the region are common phrases: alone they count against nobody, but a section of 80 characters or more that as a whole is another office's is copied however many have it
with pieces as (
    -- nothing else of a section stands beside its pieces: its whole text beside each would be body times sentences
    select report_id, section, unnest(string_split_regex(body, '[。；;！？\n]')) as raw
    from section
    where section in ('overview', 'problems')
),
sentences as (
    select
        c.report_id, c.office_id, c.year, c.region_id, piece.section,
        trim(piece.raw) as printed,
        -- years and numbering differ in a copy too; other numbers must be the same
        regexp_replace(
            regexp_replace(trim(piece.raw), '(20\d\d|本|今|去|上)年度?|[\s　，、：:,“”"''（）()《》]', '', 'g'),
            '^([一二三四五六七八九十]+[是、.．]?|第[一二三四五六七八九十]+|\d+[.．、])', '') as words
    from pieces as piece
    join current_reports() as c on c.report_id = piece.report_id
),
kept as (
    select report_id, office_id, year, region_id, section, words, hash(words) as words_hash, min(printed) as printed
    from sentences
    where len(words) >= 10
    group by report_id, office_id, year, region_id, section, words
),
sizes as (
    select report_id, section, sum(len(words)) as character_count, count(*) as sentence_count
    from kept
    group by report_id, section
),
spread as (
    select region_id, section, words_hash, count(distinct office_id) as office_count
    from kept
    group by region_id, section, words_hash
),
same_office as (
    select now.report_id, now.section, 'self' as source, before.report_id as source_report_id,
        sum(len(now.words)) as same_count, count(*) as same_sentences, arg_max(now.printed, (len(now.words), now.printed)) as passage
    from kept as now
    join kept as before
        on before.office_id = now.office_id and before.year = now.year - 1 and before.section = now.section
        and before.words_hash = now.words_hash
    group by now.report_id, now.section, before.report_id
),
-- Of a sentence that many have, four offices a year stand for all: who has copied a section has it from one of them.
sources as (
    select *
    from kept
    qualify row_number() over (partition by region_id, section, words_hash, year order by office_id) <= 4
),
other_office as (
    select now.report_id, now.section, 'other' as source, before.report_id as source_report_id,
        sum(len(now.words)) as same_count, count(*) as same_sentences, arg_max(now.printed, (len(now.words), now.printed)) as passage,
        coalesce(sum(len(now.words)) filter (where s.office_count < 4), 0) as own_count,
        count(*) filter (where s.office_count < 4) as own_sentences
    from kept as now
    join spread as s
        on s.region_id = now.region_id and s.section = now.section and s.words_hash = now.words_hash
        and s.office_count >= 2
    join sources as before
        on before.region_id = now.region_id and before.section = now.section and before.words_hash = now.words_hash
        and before.office_id <> now.office_id and before.year between now.year - 1 and now.year
    group by now.report_id, now.section, before.report_id
),
matches as (
    select m.*, 100.0 * m.same_count / z.character_count as share_pct, z.character_count
    from (
        select *, same_count as own_count, same_sentences as own_sentences from same_office
        union all
        select * from other_office
    ) as m
    join sizes as z on z.report_id = m.report_id and z.section = m.section
    join sizes as of_source on of_source.report_id = m.source_report_id and of_source.section = m.section
    cross join rule_row('recycled_text') as r
    where z.character_count >= 40
      and (
          m.own_sentences >= 2 and 100.0 * m.own_count / z.character_count >= r.threshold
          or m.same_count >= 80 and m.same_sentences >= 2
          and 100.0 * m.same_count / greatest(z.character_count, of_source.character_count) >= r.threshold
      )
    qualify row_number() over (
        partition by m.report_id, m.section, m.source order by m.same_count desc, m.source_report_id
    ) = 1
)
select
    'failed' as status,
    case when m.section = 'problems' then r.severity else 'medium' end as severity,
    c.office_id, c.year, c.report_id, m.section || '/' || m.source as subject,
    c.office_name || c.year || '年年报“' || case m.section when 'problems' then '存在的主要问题及改进情况' else '总体情况' end || '”与'
        || case when m.source = 'self' then '本单位' else b.office_name end || b.year || '年年报雷同：'
        || m.character_count || '字中有' || m.same_count || '字相同，占' || format('{:.12g}', round(m.share_pct)) || '%（逐句比较，10字以上的整句相同才计，年份、标点不计），如“'
        || substr(m.passage, 1, 40) || case when len(m.passage) > 40 then '……' else '' end || '”。' as message,
    m.share_pct as left_value, r.threshold as right_value, 1::smallint as years_lasted, false as self_told, null::varchar as topic, []::struct(report_id integer, fact_no smallint)[] as evidence
from matches as m
join current_reports() as c on c.report_id = m.report_id
join current_reports() as b on b.report_id = m.source_report_id
cross join rule_row('recycled_text') as r
order by c.report_id, subject
