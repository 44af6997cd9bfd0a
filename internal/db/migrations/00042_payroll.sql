-- Learning time of staff paid by the hour, as it was handed to payroll; and whose
-- employment ends when.

-- +goose Up
-- An export closes what was known at a moment; the next one has what has changed.
create table payroll_exports (
  id bigint generated always as identity primary key,
  uid uuid not null unique default gen_random_uuid(),
  month date not null check (extract(day from month) = 1),
  known_at timestamptz not null,        -- T, below the horizon
  made_by bigint not null references persons,
  made_at timestamptz not null
);
create index payroll_exports_month on payroll_exports (month, id);
create trigger payroll_exports_keep before update or delete or truncate on payroll_exports
  for each statement execute function refuse_change();

-- A completion has one line with its minutes; one that no longer stands has a
-- second, with the same minutes taken back.
create table payroll_lines (
  export_id bigint not null references payroll_exports,
  no integer not null check (no > 0),
  event_id bigint not null references ledger_events,
  person_id bigint not null references persons,
  course_id bigint not null references courses,
  department_id bigint not null references departments, -- on the day of completion
  completed_on date not null,
  minutes integer not null check (minutes <> 0),        -- planned, never measured
  cause text not null check (cause in ('completed', 'late', 'revoked', 'corrected', 'not_hourly')),
  known_on date,                                        -- when what the line rests on became known
  salaried boolean not null,                            -- has an employment by the month beside
  primary key (export_id, no),
  unique (event_id, export_id),
  check ((minutes > 0) = (cause in ('completed', 'late')))
);
create trigger payroll_lines_keep before update or delete or truncate on payroll_lines
  for each statement execute function refuse_change();

create index employment_facts_hourly on employment_facts (person_id) where pensum is null or category = 'hourly';
create index employment_facts_exit on employment_facts (exit_on) where exit_on < date '9999-12-31';

-- +goose Down
select 1;
