-- Material versions of courses that those who completed an older one have to do:
-- the difference or the whole, until a day of their own.

-- +goose Up
create table version_requirements (
  id bigint generated always as identity primary key,
  version_id bigint not null references course_versions,
  whole boolean not null,               -- the whole course; else what has changed since the version completed
  due_on date not null,
  declared_by bigint references persons, -- who applied it; null: the system
  batch_id bigint not null references batches,
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  check (known_from <= known_to)
);
create index version_requirements_batch on version_requirements (batch_id);
create unique index version_requirements_once on version_requirements (version_id) where known_to = '9999-12-31 00:00:00+00';

-- +goose Down
select 1;
