-- Trainings held in person: planned, signed up for, held, and confirmed as evidence.

-- +goose Up
create table training_sessions (
  id bigint generated always as identity primary key,
  uid uuid not null unique default gen_random_uuid(),
  course_id bigint not null references courses,
  version_id bigint references course_versions, -- what was taught, stated when it is recorded
  owner_id bigint not null references persons,  -- who planned or recorded it
  trainer_id bigint references persons,         -- where the owner holds it
  trainer text not null check (trainer <> ''),
  held_on date not null,
  starts_at text not null default '' check (starts_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' or starts_at = ''), -- Europe/Zurich
  minutes integer not null check (minutes between 5 and 960),
  place text not null check (place <> ''),
  state text not null default 'planned' check (state in ('planned', 'cancelled', 'recorded', 'decided')),
  circle text not null default 'invited' check (circle in ('invited', 'line', 'all')), -- who may sign up
  seats integer check (seats > 0),              -- null: as many as come
  quiz boolean not null default false,          -- only who passed the quiz on paper has evidence
  sequence integer not null default 0,          -- of its entry in calendars; grows with every change
  scan bytea references blobs,                  -- of the signed list
  created_at timestamptz not null,
  recorded_by bigint references persons,
  recorded_at timestamptz,
  check ((state in ('recorded', 'decided')) = (recorded_by is not null)),
  check ((recorded_by is null) = (recorded_at is null)),
  check (state not in ('recorded', 'decided') or version_id is not null)
);
create index training_sessions_owner on training_sessions (owner_id, held_on);
create index training_sessions_trainer on training_sessions (trainer_id, held_on) where trainer_id is not null;
create index training_sessions_planned on training_sessions (course_id, held_on) where state = 'planned';
create index training_sessions_recorded on training_sessions (id) where state = 'recorded';
create index training_sessions_scan on training_sessions (scan) where scan is not null;

-- Who is on the list of a session. Only whether somebody was there and passed is
-- kept, never how many points they had.
create table training_people (
  session_id bigint not null references training_sessions,
  person_id bigint not null references persons,
  state text not null check (state in ('seated', 'waiting', 'withdrawn')),
  since timestamptz not null,                   -- of the state: the order of the waiting list
  by_id bigint not null references persons,
  present boolean,                              -- null: nobody has said
  passed boolean,                               -- of a quiz on paper, null: nobody has said
  primary key (session_id, person_id)
);
create index training_people_person on training_people (person_id, session_id);

-- Attendance that waits for a second person is evidence like any other; what no
-- longer brings anything when it is confirmed has lapsed.
alter table evidence_cases add column session_id bigint references training_sessions;
alter table evidence_cases drop constraint evidence_cases_state_check;
alter table evidence_cases add constraint evidence_cases_state_check check (state in ('waiting', 'confirmed', 'refused', 'withdrawn', 'lapsed'));
create index evidence_cases_session on evidence_cases (session_id) where session_id is not null;
-- Somebody hands in their own certificate; who confirms it is still another person.
alter table evidence_cases drop constraint evidence_cases_check4;
alter table evidence_cases add constraint evidence_cases_own check (proposed_by <> person_id or kind = 'recognition' and session_id is null);

create index audit_log_session on audit_log (object_id) where object_kind = 'session';

-- +goose Down
select 1;
