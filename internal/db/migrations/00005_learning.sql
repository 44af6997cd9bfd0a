-- Learning (zone B: the person alone), reminders and reports.

-- +goose Up
create table module_reads (
  person_id bigint not null references persons,
  course_id bigint not null references courses,
  cycle smallint not null,
  module smallint not null check (module > 0),
  version_id bigint not null references course_versions,
  read_at timestamptz not null,
  primary key (person_id, course_id, cycle, module)
);
create table attempts (
  id bigint generated always as identity primary key,
  uid uuid not null unique default gen_random_uuid(),
  person_id bigint not null references persons,
  course_id bigint not null references courses,
  version_id bigint not null references course_versions,
  cycle smallint not null,
  seed bigint not null,                 -- order of questions and options
  started_at timestamptz not null,
  handed_in_at timestamptz,
  points numeric(6,2),                  -- null again after 30 days, with the answers
  possible numeric(6,2),
  passed boolean,
  event_id bigint references ledger_events, -- the completion that followed
  check ((handed_in_at is null) = (passed is null))
);
create index attempts_person on attempts (person_id, course_id, id);
create unique index attempts_one_open on attempts (person_id, course_id) where handed_in_at is null;
create table attempt_answers (
  attempt_id bigint not null references attempts on delete cascade,
  question text not null,
  chosen smallint[] not null,           -- indices of the options as in the version, not as shown
  saved_at timestamptz not null,
  version integer not null default 1,
  primary key (attempt_id, question)
);

-- A reminder is due once: this key is written with its outbox message. A row
-- with a reason sent nothing; it may be taken up again, the others never.
create table reminder_keys (
  person_id bigint not null references persons,
  course_id bigint not null references courses,
  cycle smallint not null,
  step text not null,
  occurrence smallint not null,
  recipient_id bigint not null references persons,
  channel text not null check (channel in ('mail', 'slip')),
  trial boolean not null default false, -- went to the trial's address; counts for the trial only
  outbox_id bigint references outbox,
  due_on date not null,                 -- the day on which the step fell due
  policy integer not null default 1,    -- version of the policy that asked for it
  created_at timestamptz not null,
  suppressed text not null default '',  -- reason, empty when a message was written
  primary key (person_id, course_id, cycle, step, occurrence, recipient_id, channel, trial)
);
create index reminder_keys_outbox on reminder_keys (outbox_id);
-- The days on which everybody was looked at: a digest that a downtime or an
-- absence kept from its day is made up for, and an empty one is not.
create table reminder_rounds (
  day date not null,
  trial boolean not null,
  finished_at timestamptz not null,
  counts jsonb not null default '{}',   -- of the first round of the day
  primary key (day, trial)
);

create table reports (
  id bigint generated always as identity primary key,
  uid uuid not null unique default gen_random_uuid(),
  as_of date not null,
  known_at timestamptz not null,
  variant text not null check (variant in ('line', 'hr', 'management')),
  scope text not null,
  filter jsonb not null default '{}',
  language text not null,
  created_by bigint references persons, -- null: the command line
  created_at timestamptz not null,
  definitions integer not null,
  detail_rows bigint not null,
  detail_sha256 bytea not null check (length(detail_sha256) = 32),
  file_sha256 bytea check (length(file_sha256) = 32)
);

-- Only in a demo database: when and of what it was built, and its accounts with
-- their passwords in the open, so that every start can print them.
create table demo_origin (
  one boolean primary key default true check (one),
  built_on date not null,
  seed bigint not null
);
create table demo_accounts (
  no integer primary key,
  person_id bigint not null references persons,
  login text not null,
  password text not null,
  role text not null                    -- text key
);

-- +goose Down
select 1;
