-- Who gave feedback by name is told by mail of the answer, unless they did not want
-- that.

-- +goose Up
alter table feedback add column tell boolean not null default false;

-- +goose Down
select 1;
