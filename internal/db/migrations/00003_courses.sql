-- The catalogue: courses and their immutable versions; curricula and rules.

-- +goose Up
create table courses (
  id bigint generated always as identity primary key,
  code text not null unique check (code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$'),
  namespace text not null,
  created_at timestamptz not null default clock_timestamp()
);
create table course_versions (
  id bigint generated always as identity primary key,
  course_id bigint not null references courses,
  number integer not null check (number > 0),
  content_hash bytea not null check (length(content_hash) = 32),
  kind text not null check (kind in ('online', 'classroom')),
  minutes integer not null check (minutes > 0),
  pass_percent integer not null check (pass_percent between 1 and 100),
  validity_months integer not null check (validity_months >= 0),
  due_days integer not null check (due_days > 0),
  materiality text not null check (materiality in ('redaktionell', 'klein', 'wesentlich')),
  content jsonb not null,
  published_on date not null,
  known_from timestamptz not null,
  unique (course_id, number)
);
create trigger course_versions_keep before update or delete or truncate on course_versions
  for each statement execute function refuse_change();
-- A completion of course also fulfils fulfils, never the reverse.
create table course_equivalents (
  course_id bigint not null references courses,
  fulfils_id bigint not null references courses,
  primary key (course_id, fulfils_id),
  check (course_id <> fulfils_id)
);

create table curricula (
  id bigint generated always as identity primary key,
  code text not null unique,
  created_at timestamptz not null default clock_timestamp()
);
create table curriculum_facts (
  id bigint generated always as identity primary key,
  curriculum_id bigint not null references curricula,
  title jsonb not null,                 -- language -> text
  courses jsonb not null,               -- per course: code, terms (see curriculum.Line)
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  actor_id bigint references persons,
  check (valid_from < valid_to),
  check (known_from <= known_to),
  exclude using gist (curriculum_id with =, daterange(valid_from, valid_to) with &&) where (known_to = '9999-12-31 00:00:00+00')
);
create table rules (
  id bigint generated always as identity primary key,
  code text not null unique,
  created_at timestamptz not null default clock_timestamp()
);
create table rule_facts (
  id bigint generated always as identity primary key,
  rule_id bigint not null references rules,
  version integer not null check (version > 0),
  curriculum_id bigint not null references curricula,
  title jsonb not null,
  audience jsonb not null,              -- see curriculum.Audience
  active boolean not null default true,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  actor_id bigint references persons,
  check (valid_from < valid_to),
  check (known_from <= known_to),
  exclude using gist (rule_id with =, daterange(valid_from, valid_to) with &&) where (known_to = '9999-12-31 00:00:00+00')
);

-- +goose Down
select 1;
