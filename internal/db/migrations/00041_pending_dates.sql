-- What is due and what ends in the coming months is found by its date.

-- +goose Up
create index assignments_due on assignments (due_on) where completed_on is null and mandatory;
create index assignments_until on assignments (valid_until) where valid_until < date '9999-12-31' and mandatory;
create index assignments_prev_until on assignments (prev_valid_until) where prev_valid_until < date '9999-12-31' and mandatory;

-- +goose Down
select 1;
