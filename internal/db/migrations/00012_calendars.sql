-- Holiday sets that HR edits, and which site follows which.

-- +goose Up
create table calendars (
  id bigint generated always as identity primary key,
  code text not null unique check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);

-- The editions of a set, whole. A set is known, not valid, from a moment on: its
-- days name themselves, as those of an absence do. The number of a row is the
-- edition that a calculation of a due date names.
create table calendar_facts (
  id bigint generated always as identity primary key,
  calendar_id bigint not null references calendars,
  content jsonb not null,
  what text not null,                  -- a code: what was done
  actor_id bigint,                     -- null: the system
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  check (known_from <= known_to)
);
create unique index calendar_facts_now on calendar_facts (calendar_id) where known_to = '9999-12-31 00:00:00+00';
create index calendar_facts_history on calendar_facts (calendar_id, id);

-- The set that a site follows; without a row the one it was made with.
create table site_calendars (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  calendar_id bigint not null references calendars,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  actor_id bigint,
  check (valid_from < valid_to),
  check (known_from <= known_to),
  exclude using gist (site_id with =, daterange(valid_from, valid_to) with &&) where (known_to = '9999-12-31 00:00:00+00')
);

-- +goose Down
select 1;
