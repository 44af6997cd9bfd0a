-- Somebody asks for more time for one of their duties.

-- +goose Up
-- The reason is a code of a list: no free text, so nobody writes about health.
create table extension_requests (
  id bigint generated always as identity primary key,
  uid uuid not null unique default gen_random_uuid(),
  person_id bigint not null references persons,
  course_id bigint not null references courses,
  asked_at timestamptz not null,
  due_on date not null,                 -- when it was asked
  wanted_on date not null,
  reason text not null check (reason <> ''),
  state text not null default 'waiting' check (state in ('waiting', 'granted', 'refused', 'withdrawn', 'lapsed')),
  decided_at timestamptz,
  decided_by bigint references persons, -- null: the person took it back, or it lapsed
  granted_on date,
  event_id bigint references ledger_events,
  check ((state = 'waiting') = (decided_at is null)),
  check ((state = 'granted') = (event_id is not null)),
  check ((state = 'granted') = (granted_on is not null)),
  check (decided_by is distinct from person_id)
);
create unique index extension_requests_waiting on extension_requests (person_id, course_id) where state = 'waiting';
create index extension_requests_person on extension_requests (person_id, id);

-- +goose Down
select 1;
