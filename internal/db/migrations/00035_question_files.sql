-- A file of questions that waits to be taken into a draft: shown first, then taken as
-- shown. Once taken the content goes and the list of what was left out stays, for
-- the author to work through.

-- +goose Up
create table course_draft_imports (
  draft_id bigint primary key references course_drafts on delete cascade,
  name text not null,                    -- of the file
  content bytea,                         -- null once taken
  module int not null default 0,         -- where questions go that do not say, 0: nowhere yet
  competence text not null default '',
  outcome jsonb,                         -- once taken: what was found, taken and left out
  added_by bigint not null references persons,
  added_at timestamptz not null,
  taken_at timestamptz,
  check ((taken_at is null) = (content is not null) and (taken_at is null) = (outcome is null))
);

-- +goose Down
select 1;
