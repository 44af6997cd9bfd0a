-- A message is held, marked and finished in three updates, and as long as its state
-- stood in the indices, each of them wrote up to seven anew. Now the indices of what is
-- still to leave ask for done_at, which changes only when a message is finished: what
-- comes before that is written beside the row in its page, which keeps room for it,
-- and touches no index.

-- +goose Up
update outbox set done_at = null where state in ('waiting', 'handing_over') and done_at is not null;
alter table outbox set (fillfactor = 50);
alter table outbox drop constraint outbox_state_check;
alter table outbox add constraint outbox_state_check check (
  state in ('sent', 'suppressed', 'parked', 'uncertain') or state in ('waiting', 'handing_over') and done_at is null);
drop index outbox_due;
drop index outbox_kind;
drop index outbox_state;
create index outbox_due on outbox (next_at, id) where done_at is null;
create index outbox_kind on outbox (kind, next_at, id) where done_at is null;
create index outbox_reason on outbox (id) where reason <> ''; -- what is parked or uncertain has one

-- +goose Down
select 1;
