-- What people say of modules and propose, and what was answered; counters of
-- questions.

-- +goose Up
-- A row without a person leads to nobody: its ID is random, it has a day and no
-- moment, it is shown from the day after on, and a job writes the rows of a day
-- anew in random order (mixed), so that neither the order nor the transaction in
-- which they stand tells when in the day they came.
create table feedback (
  id uuid primary key default gen_random_uuid(),
  course_id bigint references courses,  -- null: a module is proposed
  module smallint not null default 0 check (module >= 0),
  kind text not null check (kind in ('helpful', 'unclear', 'outdated', 'wrong', 'proposal')),
  said text not null check (length(said) <= 600),
  person_id bigint references persons,  -- null: anonymous
  given_on date not null,
  mixed boolean not null default false,
  state text not null default 'open' check (state in ('open', 'done', 'kept')),
  quote text not null default '',       -- «Sie sagten», as it is shown
  answer text not null default '',      -- «Wir haben»
  shown boolean not null default false, -- the answer, on the course's page
  answered_on date,
  answered_by bigint references persons,
  check ((course_id is null) = (kind = 'proposal')),
  check (kind = 'helpful' or said <> ''),
  check ((state = 'open') = (answered_on is null)),
  check (state = 'open' or answer <> '')
);
create index feedback_course on feedback (course_id) where shown;
create index feedback_open on feedback (given_on) where state = 'open';
create index feedback_person on feedback (person_id) where person_id is not null;

-- What first tries at a question came to, over all persons: counted at hand-in, and
-- of nobody.
create table question_counts (
  version_id bigint not null references course_versions,
  question text not null,
  tries integer not null,
  solved integer not null,
  chosen integer[] not null default '{}', -- per option of the version, how often it was chosen
  primary key (version_id, question)
);

-- +goose Down
select 1;
