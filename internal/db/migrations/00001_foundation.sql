-- Roles' rights, the stamp and horizon, settings, audit, access log, seals, jobs.
-- Every dated fact has valid_from, valid_to (half open, 9999-12-31 = open) and
-- known_from, known_to (9999-12-31 = still held to be true).

-- +goose Up
create extension if not exists btree_gist;

-- The app role may read and write rows, never change the schema, truncate, or
-- alter what is evidence. Called after every migration with the role's name.
-- +goose StatementBegin
create function zaemme_grant(app text) returns void language plpgsql as $$
declare t text;
begin
  perform pg_advisory_xact_lock(3, 0); -- several instances start at once
  execute format('grant usage on schema public to %I', app);
  execute format('grant select, insert, update, delete on all tables in schema public to %I', app);
  execute format('grant usage, select on all sequences in schema public to %I', app);
  execute format('revoke insert, update, delete on goose_db_version, schema_compat, installation from %I', app);
  foreach t in array array['ledger_events', 'audit_log', 'access_log', 'access_log_rest', 'seals', 'seal_rows'] loop
    if to_regclass(t) is not null then
      execute format('revoke update, delete on %I from %I', t, app);
    end if;
  end loop;
end $$;
-- +goose StatementEnd

-- Evidence is append-only for everyone, the owner included.
-- +goose StatementBegin
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % is forbidden: it is append-only', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;
-- +goose StatementEnd

-- The oldest program that may still run on this schema (its own schema version).
create table schema_compat (
  one boolean primary key default true check (one),
  oldest_program integer not null
);
insert into schema_compat (oldest_program) values (1);

-- What all replicas of one installation share: a secret for short-lived
-- signatures (messages after a form), 244 random bits.
create table installation (
  one boolean primary key default true check (one),
  secret text not null default gen_random_uuid()::text || gen_random_uuid()::text
);
insert into installation default values;

-- The greatest «known at» moment ever given out (LEDGER.md).
create table horizon (
  one boolean primary key default true check (one),
  given timestamptz not null
);
insert into horizon (given) values ('2000-01-01 00:00:00+00');

create table settings (
  id bigint generated always as identity primary key,
  key text not null,
  value jsonb not null,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  actor_id bigint,
  check (valid_from < valid_to),
  check (known_from <= known_to),
  exclude using gist (key with =, daterange(valid_from, valid_to) with &&) where (known_to = '9999-12-31 00:00:00+00')
);

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor_id bigint,                      -- null: the system itself
  action text not null,                 -- such as people.import.applied
  object_kind text not null,
  object_id text not null,
  subject_id bigint,                    -- the person concerned, if one is
  fields text[] not null default '{}',  -- names of fields, never values
  request_id text not null default ''
);
create index audit_log_subject on audit_log (subject_id, id) where subject_id is not null;
create index audit_log_object on audit_log (object_kind, object_id, id);
create trigger audit_log_keep before update or delete or truncate on audit_log
  for each statement execute function refuse_change();

-- Who looked at whom. Monthly partitions, dropped whole after their term.
create table access_log (
  id bigint generated always as identity,
  at timestamptz not null default clock_timestamp(),
  viewer_id bigint not null,
  page text not null,
  scope text not null,
  as_of date not null,
  person_ids bigint[] not null,
  report_id bigint,
  primary key (id, at)
) partition by range (at);
create index access_log_persons on access_log using gin (person_ids);
create index access_log_viewer on access_log (viewer_id, at);
create trigger access_log_keep before update or truncate on access_log
  for each statement execute function refuse_change();
create table access_log_rest partition of access_log default;

-- The app role has no DDL; this makes the partition of a month for it.
-- +goose StatementBegin
create function ensure_month(month date) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
declare first date := date_trunc('month', month)::date;
        name text := 'access_log_' || to_char(first, 'YYYYMM');
begin
  if to_regclass('public.' || name) is null then
    execute format('create table public.%I partition of public.access_log for values from (%L) to (%L)',
      name, first::timestamp at time zone 'Europe/Zurich', (first + interval '1 month')::timestamp at time zone 'Europe/Zurich');
  end if;
exception when check_violation then
  null; -- rows of that month came before the partition: they stay in access_log_rest
end $$;
-- +goose StatementEnd

-- A seal is a digest over all that was recorded since the last one, chained.
create table seals (
  id bigint generated always as identity primary key,
  sealed_at timestamptz not null default clock_timestamp(),
  from_known timestamptz not null,
  to_known timestamptz not null,        -- exclusive, below the horizon
  row_count bigint not null check (row_count >= 0),
  digest bytea not null check (length(digest) = 32),
  previous bytea not null check (length(previous) = 32),
  definition integer not null,
  check (from_known < to_known),
  unique (to_known)
);
create trigger seals_keep before update or delete or truncate on seals
  for each statement execute function refuse_change();

-- Runs of named jobs; one row per job and slot, so that it runs once per cluster.
create table job_runs (
  job text not null,
  slot timestamptz not null,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  outcome text not null default 'running' check (outcome in ('running', 'done', 'failed')),
  tries integer not null default 1,
  by_hand boolean not null default false, -- started by a person; its slot is the moment
  message text not null default '',
  counts jsonb not null default '{}',
  primary key (job, slot)
);

-- Messages written with their cause, delivered later. A payload holds keys, not text.
create table outbox (
  id bigint generated always as identity primary key,
  kind text not null,
  dedupe_key text not null unique,
  recipient_id bigint,
  payload jsonb not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'handing_over', 'sent', 'suppressed', 'parked', 'uncertain')),
  message_id text not null unique,
  attempts integer not null default 0,
  next_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  handed_at timestamptz,
  done_at timestamptz,
  reason text not null default '',      -- why suppressed or parked
  error text not null default ''
);
create index outbox_due on outbox (next_at, id) where state = 'waiting';
create index outbox_state on outbox (state, id) where state in ('handing_over', 'parked', 'uncertain');
create index outbox_recipient on outbox (recipient_id, created_at);

-- Where the demo's mails end.
create table caught_mails (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  sender text not null,
  recipients text[] not null,
  subject text not null,
  raw bytea not null
);

-- Files, by content, in chunks.
create table blobs (
  hash bytea primary key check (length(hash) = 32),
  size bigint not null,
  media_type text not null,
  created_at timestamptz not null default clock_timestamp()
);
create table blob_chunks (
  hash bytea not null references blobs on delete cascade,
  no integer not null,
  data bytea not null,
  primary key (hash, no)
);

-- +goose Down
drop schema public cascade;
create schema public;
