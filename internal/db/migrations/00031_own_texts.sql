-- Own texts of a municipality beside a course. A version holds what people read;
-- where own texts are in it, its source holds the course and the own texts apart,
-- as its files have them. An update that is taken over is the base of the next one.

-- +goose Up
create table course_version_sources (
  version_id bigint primary key references course_versions,
  content_hash bytea not null check (length(content_hash) = 32),
  content jsonb not null
);
create trigger course_version_sources_keep before update or delete or truncate on course_version_sources
  for each statement execute function refuse_change();

alter table course_updates add column taken_by bigint references course_versions; -- the version that it went into
alter table course_drafts add column update_hash bytea; -- of the update that it takes over

-- +goose Down
select 1;
