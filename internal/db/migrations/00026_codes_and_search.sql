-- Codes on certificates, and the full-text index over courses.

-- +goose Up
-- Codes with which anybody checks a certificate are derived from it: whoever
-- changes it voids the code of every certificate handed out. It is a secret apart
-- from the one for short-lived signatures; 244 random bits.
alter table installation add column evidence_secret text not null default gen_random_uuid()::text || gen_random_uuid()::text;

-- One row per module, and one per course (module 0), in each language it is
-- written in. It is made with the version, by the database, so that no version
-- is ever without it.
create table course_texts (
  version_id bigint not null references course_versions,
  module smallint not null check (module >= 0),
  language text not null check (language in ('de', 'en', 'fr', 'it')),
  words tsvector not null,
  primary key (version_id, module, language)
);
create index course_texts_words on course_texts using gin (words);

-- +goose StatementBegin
create function text_config(language text) returns regconfig language sql immutable parallel safe as $$
  select case language
    when 'en' then 'pg_catalog.english'::regconfig when 'fr' then 'pg_catalog.french'::regconfig
    when 'it' then 'pg_catalog.italian'::regconfig else 'pg_catalog.german'::regconfig end
$$;
-- +goose StatementEnd

-- Words of Markdown without what is no text: placeholders, kinds of call-outs,
-- targets of links.
-- +goose StatementBegin
create function markdown_words(language text, body text) returns tsvector language sql immutable parallel safe as $$
  select to_tsvector(text_config(language),
    regexp_replace(coalesce(body, ''), '\{\{[^}]*\}\}|\[![A-Z]+\]|\]\([^)]*\)', ' ', 'g'))
$$;
-- +goose StatementEnd

-- +goose StatementBegin
create function course_words(content jsonb) returns table (module smallint, language text, words tsvector)
language sql immutable parallel safe as $$
  select 0::smallint, t.key,
    setweight(markdown_words(t.key, t.value || ' ' || replace(content ->> 'code', '-', ' ')), 'A') ||
    setweight(markdown_words(t.key, content -> 'summaries' ->> t.key), 'B') ||
    setweight(markdown_words(t.key, case when t.key = content ->> 'language' then content -> 'handout' ->> 'body' end), 'C')
  from jsonb_each_text(content -> 'titles') t
  where t.key in ('de', 'en', 'fr', 'it')
  union all
  select (m ->> 'no')::smallint, b.key,
    setweight(markdown_words(b.key, coalesce(m -> 'titles' ->> b.key, m -> 'titles' ->> 'de')), 'A') ||
    setweight(markdown_words(b.key, b.value), 'C')
  from jsonb_array_elements(coalesce(nullif(content -> 'modules', 'null'), '[]')) m
  cross join lateral jsonb_each_text(
    coalesce(nullif(m -> 'translations', 'null'), '{}') || jsonb_build_object(content ->> 'language', m ->> 'body')) b
  where b.key in ('de', 'en', 'fr', 'it')
$$;
-- +goose StatementEnd

-- +goose StatementBegin
create function index_course_version() returns trigger language plpgsql as $$
begin
  insert into course_texts (version_id, module, language, words)
  select new.id, w.module, w.language, w.words from course_words(new.content) w;
  return null;
end $$;
-- +goose StatementEnd
create trigger course_versions_index after insert on course_versions
  for each row execute function index_course_version();
insert into course_texts (version_id, module, language, words)
select v.id, w.module, w.language, w.words from course_versions v cross join lateral course_words(v.content) w;

-- +goose Down
select 1;
