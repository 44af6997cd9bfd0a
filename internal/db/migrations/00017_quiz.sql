-- An attempt keeps what it draws from the pool, and what it is for; answers may
-- also be typed.

-- +goose Up
alter table attempts
  add column form text not null default 'quiz' check (form in ('quiz', 'test_out', 'difference')),
  add column questions text[];           -- drawn at the start, in the order of the version; null: all of the version
alter table attempt_answers
  add column typed text not null default ''; -- of questions that are answered by typing, as typed

-- +goose Down
select 1;
