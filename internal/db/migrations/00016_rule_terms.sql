-- Terms of a duty: a completion may be valid until a day of every year.

-- +goose Up
alter table ledger_events add column validity_day smallint
  check (validity_day between 101 and 1231);   -- month * 100 + day, besides or instead of months

-- +goose Down
select 1;
