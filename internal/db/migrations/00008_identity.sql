-- Sessions that people see and end, accounts of an identity provider, second
-- factors.

-- +goose Up
-- Who somebody is at a provider: issuer and subject, linked once to the person.
create table identities (
  id bigint generated always as identity primary key,
  person_id bigint not null references persons,
  issuer text not null check (issuer <> ''),
  subject text not null check (subject <> ''),
  claim text not null,                  -- whose value named the person when it was linked
  linked_at timestamptz not null,
  unique (issuer, subject),
  unique (person_id, issuer)
);

alter table sessions
  add column uid uuid not null unique default gen_random_uuid(), -- names it without its secret
  add column opened_by text not null default 'password'
    check (opened_by in ('password', 'code', 'link', 'oidc', 'passkey', 'card')),
  add column second_at timestamptz,               -- the second factor was shown
  add column renew boolean not null default false, -- rights have changed: the next page gets a new token
  add column renewed_at timestamptz,
  add column previous_hash bytea unique check (length(previous_hash) = 32), -- good for what was under way at renewed_at
  add column previous_form bytea check (length(previous_form) = 32),        -- of the forms that were open then
  add column identity_id bigint references identities on delete cascade,
  add column provider_session text,               -- the provider's name of its own session
  add column id_token text,                       -- tells the provider who signs out; goes with the session
  add check ((identity_id is null) = (opened_by <> 'oidc'));
create index sessions_identity on sessions (identity_id) where identity_id is not null;

-- What a browser was asked and has not answered yet: once only, for minutes.
create table challenges (
  token_hash bytea primary key check (length(token_hash) = 32),
  purpose text not null check (purpose in ('oidc', 'passkey', 'passkey_new')),
  person_id bigint references persons,
  data jsonb not null,
  expires_at timestamptz not null
);

-- The code app of a person. The secret is shown until it is confirmed, then never.
create table totp_secrets (
  person_id bigint primary key references persons,
  secret bytea not null check (length(secret) = 20),
  created_at timestamptz not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0   -- of the last code accepted: none is good twice
);

create table passkeys (
  id bigint generated always as identity primary key,
  uid uuid not null unique default gen_random_uuid(),
  person_id bigint not null references persons,
  credential_id bytea not null unique,
  name text not null check (name <> ''),
  credential jsonb not null,            -- public key, counter, flags: nothing secret
  created_at timestamptz not null,
  used_at timestamptz
);
create index passkeys_person on passkeys (person_id);

create table recovery_codes (
  person_id bigint not null references persons,
  code_hash bytea not null check (length(code_hash) = 32),
  used_at timestamptz,
  primary key (person_id, code_hash)
);

-- +goose Down
select 1;
