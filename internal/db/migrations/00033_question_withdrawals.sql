-- Questions that authors have withdrawn.

-- +goose Up
-- The version stays as it was; from the moment on the question counts as right in it,
-- also in what was handed in thirty days before, and is asked of nobody any more. A
-- version that takes the question over as it was takes the withdrawal over, with the
-- row that it comes from.
create table question_withdrawals (
  version_id bigint not null references course_versions,
  question text not null,
  withdrawn_at timestamptz not null,
  known_from timestamptz not null,
  actor_id bigint not null references persons,
  reason text not null check (reason <> '' and length(reason) <= 600),
  primary key (version_id, question)
);
create trigger question_withdrawals_keep before update or delete or truncate on question_withdrawals
  for each statement execute function refuse_change();
create index attempts_handed_in on attempts (course_id, handed_in_at) where possible is not null;

-- +goose Down
select 1;
