-- What one person hands in or corrects and a second one confirms.

-- +goose Up
-- Recognition of outside evidence, or a correction of what the ledger says. Until
-- it is confirmed nothing counts. Issuer and scan are here and not in the ledger:
-- they go when their term ends or the person is forgotten.
create table evidence_cases (
  id bigint generated always as identity primary key,
  uid uuid not null unique default gen_random_uuid(),
  kind text not null check (kind in ('recognition', 'correction')),
  person_id bigint not null references persons,
  course_id bigint not null references courses,
  state text not null default 'waiting' check (state in ('waiting', 'confirmed', 'refused', 'withdrawn')),
  proposed_by bigint not null references persons,
  proposed_at timestamptz not null,
  decided_by bigint references persons,
  decided_at timestamptz,
  reason text not null default '',      -- of a correction: a code of a list
  day date,                             -- of the evidence, or the day that is right
  issuer text not null default '',
  scan bytea references blobs,
  act text not null default '' check (act in ('', 'void', 'day', 'revoke')),
  corrects bigint references ledger_events,
  event_id bigint references ledger_events, -- what was written when it was confirmed
  batch_id bigint references batches,   -- of a list
  check ((kind = 'correction') = (corrects is not null)),
  check ((kind = 'correction') = (act <> '')),
  check ((state = 'waiting') = (decided_at is null)),
  check ((state = 'confirmed') = (event_id is not null)),
  check (proposed_by <> person_id),
  check (state <> 'confirmed' or (decided_by <> proposed_by and decided_by <> person_id))
);
create unique index evidence_cases_correction on evidence_cases (corrects) where state = 'waiting' and kind = 'correction';
create unique index evidence_cases_recognition on evidence_cases (person_id, course_id, day) where state = 'waiting' and kind = 'recognition';
create index evidence_cases_person on evidence_cases (person_id, id);
create index evidence_cases_waiting on evidence_cases (id) where state = 'waiting';
create index evidence_cases_scan on evidence_cases (scan) where scan is not null;
create index evidence_cases_event on evidence_cases (event_id) where event_id is not null;

-- +goose Down
select 1;
