-- What HR has said about the columns and departments of its files, and long work
-- that a person started.

-- +goose Up
-- What a header means, by kind of list. A header is a title, never content.
create table import_mappings (
  id bigint generated always as identity primary key,
  list text not null check (list in ('staff', 'tree', 'absences', 'numbers')),
  normalised text not null,             -- as headers are compared
  header text not null,                 -- as it was seen
  field text not null,
  actor_id bigint references persons,
  at timestamptz not null,
  unique (list, normalised)
);

-- Which department on record a unit of HR's files is.
create table import_units (
  id bigint generated always as identity primary key,
  key text not null unique,             -- code of the file, else the names from the top
  label text not null,
  department_id bigint not null references departments,
  actor_id bigint references persons,
  at timestamptz not null
);

-- Work that outlives a request. A row is taken by lease; tries is the fence of
-- whoever holds it. The input is emptied when the work is done.
create table tasks (
  id bigint generated always as identity primary key,
  uid uuid not null unique default gen_random_uuid(),
  kind text not null,
  title text not null,
  owner_id bigint references persons,   -- null: the system
  input jsonb not null,
  created_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  stage text not null default '',       -- text key's last part
  done integer not null default 0,
  total integer not null default 0,     -- 0: not known
  tries smallint not null default 0,
  lease_until timestamptz,
  result jsonb,                         -- of the kind; keys and numbers, no content of a file
  finished_at timestamptz,
  expires_at timestamptz not null
);
create index tasks_open on tasks (id) where state in ('waiting', 'running');
create index tasks_owner on tasks (owner_id, id);

-- +goose Down
select 1;
