-- Persons, the dated department tree, employments, absences, deputies, roles,
-- and how somebody gets in.

-- +goose Up
-- A person's identity. What names somebody is here and is undated; it goes when
-- the person is forgotten. Reports hash only uid.
create table persons (
  id bigint generated always as identity primary key,
  uid uuid not null unique default gen_random_uuid(),
  personnel_no text unique check (personnel_no <> ''),
  last_name text not null default '',
  first_name text not null default '',
  email text,
  login text,
  language text not null default 'de' check (language in ('de', 'en', 'fr', 'it')),
  language_chosen boolean not null default false,           -- by the person: no staff list changes it
  created_at timestamptz not null default clock_timestamp(),
  forgotten_at timestamptz,
  sort_name text generated always as (last_name || ' ' || first_name) stored
);
create unique index persons_login on persons (lower(login)) where login is not null;
create index persons_email on persons (lower(email)) where email is not null;

-- What a rule or a report asks of a person apart from the employment.
create table person_traits (
  id bigint generated always as identity primary key,
  person_id bigint not null references persons,
  has_pc boolean not null,
  pc_source text not null check (pc_source in ('mail', 'column', 'hr')),
  tags text[] not null default '{}',
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  batch_id bigint,
  check (valid_from < valid_to),
  check (known_from <= known_to),
  exclude using gist (person_id with =, daterange(valid_from, valid_to) with &&) where (known_to = '9999-12-31 00:00:00+00')
);

create table sites (
  id bigint generated always as identity primary key,
  name text not null unique,
  calendar text not null default 'luzern'
);

create table departments (
  id bigint generated always as identity primary key,
  code text not null unique check (code <> ''),
  official boolean not null default false -- elected members: reminded by the Gemeindekanzlei
);
create table department_facts (
  id bigint generated always as identity primary key,
  department_id bigint not null references departments,
  parent_id bigint references departments,
  name text not null,
  head_id bigint references persons,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  batch_id bigint,
  check (parent_id is distinct from department_id),
  check (valid_from < valid_to),
  check (known_from <= known_to),
  exclude using gist (department_id with =, daterange(valid_from, valid_to) with &&) where (known_to = '9999-12-31 00:00:00+00')
);
create index department_facts_head on department_facts (head_id) where head_id is not null;

create table employments (
  id bigint generated always as identity primary key,
  person_id bigint not null references persons,
  no text not null default '1',
  unique (person_id, no),
  unique (id, person_id)
);
-- An employment's facts; its time span is entry_on to the end of the last fact.
create table employment_facts (
  id bigint generated always as identity primary key,
  employment_id bigint not null,
  person_id bigint not null,
  department_id bigint not null references departments,
  site_id bigint references sites,
  function text not null default '',
  pensum numeric(5,2) check (pensum > 0 and pensum <= 100), -- null: by the hour
  category text not null check (category in ('permanent', 'fixed_term', 'hourly', 'apprentice', 'intern',
    'civilian_service', 'agency', 'official', 'external', 'teacher', 'militia')),
  entry_on date not null,
  exit_on date not null default '9999-12-31',               -- last day of employment
  manager_id bigint references persons,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  batch_id bigint,
  foreign key (employment_id, person_id) references employments (id, person_id),
  check (entry_on <= exit_on),
  check (valid_from < valid_to),
  check (known_from <= known_to),
  exclude using gist (employment_id with =, daterange(valid_from, valid_to) with &&) where (known_to = '9999-12-31 00:00:00+00')
);
create index employment_facts_person on employment_facts (person_id, valid_from);
create index employment_facts_department on employment_facts (department_id, valid_from);
create index employment_facts_manager on employment_facts (manager_id) where manager_id is not null;

create table absences (
  id bigint generated always as identity primary key,
  person_id bigint not null references persons,
  from_on date not null,
  until_on date not null default '9999-12-31',              -- last day of absence
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  batch_id bigint,
  check (from_on <= until_on),
  check (known_from <= known_to)
);
create index absences_person on absences (person_id, from_on);

create table deputies (
  id bigint generated always as identity primary key,
  person_id bigint not null references persons,
  deputy_id bigint not null references persons,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  batch_id bigint,
  check (person_id <> deputy_id),
  check (valid_from < valid_to),
  check (known_from <= known_to)
);
create index deputies_deputy on deputies (deputy_id);

create table role_grants (
  id bigint generated always as identity primary key,
  person_id bigint not null references persons,
  role text not null check (role in ('hr', 'author', 'management', 'auditor', 'privacy', 'admin', 'officials_care')),
  department_id bigint references departments,              -- null: the whole organisation
  granted_by bigint references persons,                     -- null: at installation
  purpose text not null default '',
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  check (granted_by is distinct from person_id),
  check (valid_from < valid_to),
  check (known_from <= known_to)
);
create index role_grants_person on role_grants (person_id);

create table credentials (
  person_id bigint primary key references persons,
  password_hash text not null,
  changed_at timestamptz not null,
  must_change boolean not null default false
);
create table sessions (
  token_hash bytea primary key check (length(token_hash) = 32),
  person_id bigint not null references persons,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  device text not null default ''
);
create index sessions_person on sessions (person_id);
create table one_time_links (
  token_hash bytea primary key check (length(token_hash) = 32),
  purpose text not null check (purpose in ('first_admin', 'password')),
  person_id bigint references persons,
  expires_at timestamptz not null,
  used_at timestamptz
);
-- Failed attempts per account and per address; old rows are swept.
create table sign_in_failures (
  id bigint generated always as identity primary key,
  key text not null,
  at timestamptz not null
);
create index sign_in_failures_key on sign_in_failures (key, at);

-- A proposed change as it was shown, and the batch that applied it.
create table plans (
  id bigint generated always as identity primary key,
  uid uuid not null unique default gen_random_uuid(),
  kind text not null,                   -- people, rules
  title text not null,
  created_by bigint references persons, -- null: the system
  created_at timestamptz not null,
  effective_on date not null,
  source jsonb not null default '{}',   -- file name, rows, SHA-256 of the file; never the file
  body jsonb not null,                  -- the change itself
  effects jsonb not null,               -- duties and mails that follow
  digest bytea not null check (length(digest) = 32),
  state text not null default 'shown' check (state in ('shown', 'applied', 'stale', 'discarded')),
  expires_at timestamptz not null
);
create index plans_state on plans (kind, state, id);
create table batches (
  id bigint generated always as identity primary key,
  plan_id bigint references plans,
  kind text not null,
  actor_id bigint references persons,
  applied_at timestamptz not null,
  effective_on date not null,
  counts jsonb not null default '{}'
);

-- Who reports to one of the principals on the day, directly or not, and who
-- works in a department that one of them or of those heads. The principals
-- themselves are in it only where another principal leads them. Rights are
-- judged by what is known now.
-- +goose StatementBegin
create function people_line(principals bigint[], day date) returns table (person_id bigint) language sql stable as $$
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
    where (e.manager_id = any (principals) or e.department_id in (select s.department_id from subtree s))
      and e.valid_from <= day and e.valid_to > day and e.exit_on >= day and e.known_to = '9999-12-31 00:00:00+00'
      and (not e.person_id = any (principals) or (e.manager_id = any (principals) and e.manager_id <> e.person_id))
    union
    select e.person_id, e.manager_id from employment_facts e join line l on e.manager_id = l.person_id
    where e.valid_from <= day and e.valid_to > day and e.exit_on >= day and e.known_to = '9999-12-31 00:00:00+00'
      and not e.person_id = any (principals)
  )
  select distinct l.person_id from line l
$$;
-- +goose StatementEnd

-- Who works in one of the departments or below on the day.
-- +goose StatementBegin
create function people_within(roots bigint[], day date) returns table (person_id bigint) language sql stable as $$
  with recursive subtree(department_id) as (
    select unnest(roots)
    union
    select f.department_id from department_facts f join subtree s on f.parent_id = s.department_id
    where f.valid_from <= day and f.valid_to > day and f.known_to = '9999-12-31 00:00:00+00'
  )
  select distinct e.person_id from employment_facts e join subtree s using (department_id)
  where e.valid_from <= day and e.valid_to > day and e.exit_on >= day and e.known_to = '9999-12-31 00:00:00+00'
$$;
-- +goose StatementEnd

-- +goose Down
select 1;
