-- Secret addresses under which people's calendars read their due dates.

-- +goose Up
create table calendar_feeds (
  id bigint generated always as identity primary key,
  person_id bigint not null references persons,
  token_hash bytea not null unique check (length(token_hash) = 32),
  created_at timestamptz not null,
  read_at timestamptz,                  -- last time, to the hour
  ended_at timestamptz
);
create unique index calendar_feeds_person on calendar_feeds (person_id) where ended_at is null;

-- +goose Down
select 1;
