-- Roles that are granted in the app, and keys for other programs.

-- +goose Up
alter table role_grants drop constraint role_grants_role_check;
alter table role_grants add constraint role_grants_role_check check (role in ('hr', 'author', 'trainer', 'management',
  'auditor', 'privacy', 'alliance', 'admin', 'officials_care'));
-- An auditor's right ends. That it has a purpose is checked when it is granted:
-- the text goes when the person is forgotten.
alter table role_grants add constraint role_grants_auditor_ends check (role <> 'auditor' or valid_to < '9999-12-31');
-- One grant per person, role and subtree at a time.
alter table role_grants add constraint role_grants_once exclude using gist
  (person_id with =, role with =, (coalesce(department_id, 0)) with =, daterange(valid_from, valid_to) with &&)
  where (known_to = '9999-12-31 00:00:00+00');

-- A key by which another program reads; only its hash is stored.
create table api_tokens (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  name text not null check (name <> ''),
  department_id bigint references departments,              -- null: the whole organisation
  may text not null check (may in ('reports')),
  created_by bigint not null references persons,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by bigint references persons,
  check (expires_at > created_at and expires_at <= created_at + interval '1 year 1 day'),
  check ((revoked_at is null) = (revoked_by is null))
);

-- +goose Down
select 1;
