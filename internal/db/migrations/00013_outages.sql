-- Outages: times in which people could not learn, and dates moved by a plan.

-- +goose Up
create table outages (
  id bigint generated always as identity primary key,
  from_at timestamptz not null,
  until_at timestamptz not null,       -- the first moment after it
  reason text not null check (reason in ('platform', 'network', 'power', 'building', 'extraordinary')),
  declared_by bigint references persons, -- who applied it; null: the system
  batch_id bigint not null references batches,
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  check (from_at < until_at),
  check (known_from <= known_to)
);
create index outages_batch on outages (batch_id);

-- +goose Down
select 1;
