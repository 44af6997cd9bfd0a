-- Vocational trainers, former names, joined records, and batches taken back.

-- +goose Up
alter table employment_facts add column trainer_id bigint references persons; -- of an apprentice
create index employment_facts_trainer on employment_facts (trainer_id) where trainer_id is not null;

-- What named somebody before a change; it goes when the person is forgotten.
create table former_identities (
  id bigint generated always as identity primary key,
  person_id bigint not null references persons,
  personnel_no text,
  last_name text not null,
  first_name text not null,
  email text,
  login text,
  language text not null,
  until timestamptz not null,           -- stamp of the change that ended it
  batch_id bigint references batches    -- of that change
);
create index former_identities_person on former_identities (person_id, until);
create index former_identities_batch on former_identities (batch_id);

-- person_id is another record of into_id. Its employments were moved there; its
-- events stay where they are.
create table person_joins (
  id bigint generated always as identity primary key,
  person_id bigint not null references persons,
  into_id bigint not null references persons,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  batch_id bigint,
  check (person_id <> into_id),
  check (valid_from < valid_to),
  check (known_from <= known_to),
  exclude using gist (person_id with =, daterange(valid_from, valid_to) with &&) where (known_to = '9999-12-31 00:00:00+00')
);
create index person_joins_into on person_joins (into_id);

-- Made by a batch that was taken back: nobody is to see them, and the next list
-- that names them takes them up again.
alter table persons add column withdrawn_at timestamptz;
alter table persons add column batch_id bigint references batches; -- that made the record
alter table sites add column withdrawn_at timestamptz;
alter table sites add column batch_id bigint references batches;

alter table batches add column undoes bigint references batches;
create unique index batches_undoes on batches (undoes) where undoes is not null;

-- As before; and a vocational trainer sees the own apprentices.
-- +goose StatementBegin
create or replace function people_line(principals bigint[], day date) returns table (person_id bigint) language sql stable as $$
  with recursive
  subtree(department_id) as (
    select f.department_id from department_facts f
    where f.head_id = any (principals) and f.valid_from <= day and f.valid_to > day and f.known_to = '9999-12-31 00:00:00+00'
    union
    select f.department_id from department_facts f join subtree s on f.parent_id = s.department_id
    where f.valid_from <= day and f.valid_to > day and f.known_to = '9999-12-31 00:00:00+00'
  ),
  line(person_id, manager_id) as (
    select e.person_id, e.manager_id from employment_facts e
    where (e.manager_id = any (principals) or e.trainer_id = any (principals) or e.department_id in (select s.department_id from subtree s))
      and e.valid_from <= day and e.valid_to > day and e.exit_on >= day and e.known_to = '9999-12-31 00:00:00+00'
      and (not e.person_id = any (principals)
        or (e.manager_id = any (principals) and e.manager_id <> e.person_id)
        or (e.trainer_id = any (principals) and e.trainer_id <> e.person_id))
    union
    select e.person_id, e.manager_id from employment_facts e join line l on e.manager_id = l.person_id
    where e.valid_from <= day and e.valid_to > day and e.exit_on >= day and e.known_to = '9999-12-31 00:00:00+00'
      and not e.person_id = any (principals)
  )
  select distinct l.person_id from line l
$$;
-- +goose StatementEnd

-- +goose Down
select 1;
