-- What a key may read: figures of month ends, or also rows without names, which HR
-- for the whole organisation alone gives to another program.

-- +goose Up
alter table api_tokens drop constraint api_tokens_may_check;
alter table api_tokens add constraint api_tokens_may_check check (may in ('reports', 'rows'));

-- +goose Down
select 1;
