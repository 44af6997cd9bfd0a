-- Versions that one department gets before all others, and how that ended. A step
-- is added and never changed, so that a report of an earlier day says what was so
-- then.

-- +goose Up
create table course_pilot_steps (
  id bigint generated always as identity primary key,
  version_id bigint not null references course_versions,
  -- begun: the department with those below it gets the version; then one of
  -- released: all get it, withdrawn: nobody does, replaced: a newer version came
  step text not null check (step in ('begun', 'released', 'withdrawn', 'replaced')),
  department_id bigint references departments,
  day date not null,
  reason text not null default '' check (length(reason) <= 600), -- why it was withdrawn
  actor_id bigint not null references persons,
  known_from timestamptz not null,
  check ((step = 'begun') = (department_id is not null))
);
create unique index course_pilot_steps_begun on course_pilot_steps (version_id) where step = 'begun';
create unique index course_pilot_steps_ended on course_pilot_steps (version_id) where step <> 'begun';
create trigger course_pilot_steps_keep before update or delete or truncate on course_pilot_steps
  for each statement execute function refuse_change();

-- +goose Down
select 1;
