-- A page about a team reads the departments of its people and those above them, not
-- the whole tree.

-- +goose Up
create index department_facts_department on department_facts (department_id, valid_from);

-- +goose Down
select 1;
