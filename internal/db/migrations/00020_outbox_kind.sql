-- Of thousands of mails that wait, the one that somebody sits and waits for is
-- found without reading the others.

-- +goose Up
create index outbox_kind on outbox (kind, next_at, id) where state = 'waiting';
