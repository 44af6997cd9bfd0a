-- What pages know of a person is kept in memory by every process. A mark says that
-- something of it has changed: the rows of a person, and those of person 0, which
-- are everybody's, are read together with the session, and what is in memory holds
-- for exactly the marks that were read before it. A mark is a row of its own, never
-- an update, so that nobody waits for another; it becomes visible with the change
-- that it stands for.

-- +goose Up
create table person_marks (
  person_id bigint not null, -- 0: everybody
  mark bigint not null default floor(random() * 9007199254740992)::bigint, -- says nothing, but that it is another one
  primary key (person_id, mark)
);

-- +goose StatementBegin
create function mark_persons() returns trigger language plpgsql as $$
begin
  insert into person_marks (person_id) select distinct c.person_id from changed c;
  return null;
end $$;
-- +goose StatementEnd

-- +goose StatementBegin
create function mark_themselves() returns trigger language plpgsql as $$
begin
  insert into person_marks (person_id) select c.id from changed c;
  return null;
end $$;
-- +goose StatementEnd

-- Once for a transaction, however many statements it has.
-- +goose StatementBegin
create function mark_everybody() returns trigger language plpgsql as $$
begin
  insert into person_marks (person_id) select 0
  where not exists (select from person_marks m where m.person_id = 0 and m.xmin = pg_current_xact_id()::xid);
  return null;
end $$;
-- +goose StatementEnd

-- +goose StatementBegin
do $$
declare
  t text;
  f text;
begin
  -- of one person, and written often
  foreach t in array array['persons', 'credentials', 'totp_secrets', 'passkeys', 'assignments', 'module_reads', 'attempts', 'evidence_cases'] loop
    f := case t when 'persons' then 'mark_themselves' else 'mark_persons' end;
    execute format('create trigger %I after insert on %I referencing new table as changed for each statement execute function %I()', t || '_marks_new', t, f);
    execute format('create trigger %I after update on %I referencing new table as changed for each statement execute function %I()', t || '_marks_other', t, f);
    execute format('create trigger %I after delete on %I referencing old table as changed for each statement execute function %I()', t || '_marks_gone', t, f);
    execute format('create trigger %I after truncate on %I for each statement execute function mark_everybody()', t || '_marks_none', t);
  end loop;
  -- of many at once, and written seldom
  foreach t in array array['employments', 'employment_facts', 'department_facts', 'deputies', 'role_grants', 'curriculum_facts', 'rule_facts',
      'course_pilot_steps', 'training_sessions'] loop
    execute format('create trigger %I after insert or update or delete or truncate on %I for each statement execute function mark_everybody()', t || '_marks', t);
  end loop;
  -- seats are counted for everybody; who was there is not
  create trigger training_people_marks after insert or update of session_id, person_id, state or delete or truncate on training_people
    for each statement execute function mark_everybody();
end $$;
-- +goose StatementEnd

-- Whose line somebody is in is found row by row, by index. Left to itself the planner
-- joined by hashing everybody's employments: a line of 40 among 6,000 people took a
-- millisecond, and takes a tenth of it now; that of all 6,000 takes less, too.
alter function people_line(bigint[], date) set enable_hashjoin = off;
alter function people_line(bigint[], date) set enable_mergejoin = off;
alter function people_within(bigint[], date) set enable_hashjoin = off;
alter function people_within(bigint[], date) set enable_mergejoin = off;

-- +goose Down
select 1;
