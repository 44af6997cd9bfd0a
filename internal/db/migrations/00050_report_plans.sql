-- Reports that come by themselves: who is to get which, and what became of each run.

-- +goose Up
-- Who owns a plan answers for it: it reaches no further than that person's rights.
create table report_plans (
  id bigint generated always as identity primary key,
  uid uuid not null unique default gen_random_uuid(),
  owner_id bigint not null references persons,
  rhythm text not null check (rhythm in ('weekly', 'monthly', 'quarterly', 'yearly')),
  day smallint not null,                -- weekly: 1 is Monday; else the working day after the period
  variant text not null check (variant in ('brief', 'management', 'line', 'hr')),
  department_id bigint references departments, -- with all below it; null: everybody
  language text not null,               -- '': the reader's own
  brief boolean not null,               -- attached
  management boolean not null,          -- attached
  state text not null default 'active' check (state in ('active', 'paused', 'ended')),
  why text not null default '' check (why in ('', 'hand', 'owner')),
  since date not null,                  -- what is due up to this day is not sent
  created_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by bigint references persons, -- null: the job
  revision integer not null default 1,
  check (day between 1 and case when rhythm = 'weekly' then 5 else 10 end),
  check ((state = 'paused') = (why <> '')),
  check (variant in ('line', 'hr') or (department_id is null and rhythm <> 'weekly'))
);
create index report_plans_owner on report_plans (owner_id);
create index report_plans_stopped on report_plans (id) where why = 'owner';

create table report_plan_people (
  plan_id bigint not null references report_plans,
  person_id bigint not null references persons,
  primary key (plan_id, person_id)
);

-- A run is made once, together with its messages, and says what the plan said then.
create table report_runs (
  id bigint generated always as identity primary key,
  uid uuid not null unique default gen_random_uuid(),
  plan_id bigint not null references report_plans,
  as_of date not null,                  -- D
  known_at timestamptz not null,        -- T, below the horizon
  due_on date not null,
  made_at timestamptz not null,
  missed integer not null check (missed >= 0), -- earlier days that this run makes up for
  rhythm text not null,
  day smallint not null,
  variant text not null,
  department_id bigint references departments,
  language text not null,
  brief boolean not null,
  management boolean not null,
  unique (plan_id, as_of)
);

-- To whom a run went; reason says why somebody got nothing.
create table report_run_people (
  run_id bigint not null references report_runs,
  person_id bigint not null references persons,
  reason text not null,
  attached boolean not null default false, -- the files left with the mail
  primary key (run_id, person_id)
);
create index report_run_people_person on report_run_people (person_id);

create index reports_created_by on reports (created_by, as_of);

-- +goose Down
select 1;
