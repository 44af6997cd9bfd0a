-- Getting in without a mailbox: cards with a PIN, and shared tablets.

-- +goose Up
-- A person's card. Of what opens it only hashes are stored; number is a name that
-- somebody types where there is no camera, and never the personnel number. A card
-- waits for its first code or has a PIN, never both; one that has ended has neither.
create table cards (
  id bigint generated always as identity primary key,
  person_id bigint not null references persons,
  number text not null unique check (number ~ '^[0-9]{8}$'),
  token_hash bytea not null unique check (length(token_hash) = 32),
  issued_at timestamptz not null,
  issued_by bigint not null references persons,
  code_hash text,
  code_at timestamptz not null,
  code_by bigint not null references persons,
  code_until timestamptz not null,
  pin_hash text,
  pin_at timestamptz,
  ended_at timestamptz,
  check (code_hash is null or pin_hash is null),
  check (ended_at is null or (code_hash is null and pin_hash is null))
);
create unique index cards_person on cards (person_id) where ended_at is null;
create index cards_history on cards (person_id, id);

-- Wrong PINs and codes by what was shown (a number, or the card itself), also of
-- cards that do not exist; gone after the right one, or after a month.
create table card_tries (
  key text primary key,
  failures integer not null,
  paused_until timestamptz not null,
  at timestamptz not null
);

-- A device that several people use one after the other.
create table tablets (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  name text not null check (name <> ''),
  set_up_at timestamptz not null,
  set_up_by bigint not null references persons,
  used_at timestamptz,
  ended_at timestamptz,
  ended_by bigint references persons
);

-- How the session was opened, and until when it may stay without a sign of life
-- on a shared tablet.
alter table sessions
  add column card_id bigint references cards,
  add column tablet_id bigint references tablets,
  add column idle_until timestamptz;
create index sessions_card on sessions (card_id) where card_id is not null;
create index sessions_tablet on sessions (tablet_id) where tablet_id is not null;

-- +goose Down
select 1;
