-- Courses written in the browser: drafts as the course's files, versions that were
-- made of them, what a release brings for a course that was edited here, and
-- courses that are no longer offered.

-- +goose Up
create table course_drafts (
  id bigint generated always as identity primary key,
  code text not null check (code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$'),
  base_id bigint references course_versions, -- the version that it began with, null: a new course
  state text not null default 'draft' check (state in ('draft', 'review', 'published', 'discarded')),
  made_by bigint not null references persons,
  made_at timestamptz not null,
  edited_by bigint not null references persons,
  edited_at timestamptz not null,
  submitted_by bigint references persons,
  decided_by bigint references persons,  -- who published, gave back or discarded it
  decided_at timestamptz,
  remark text not null default '',       -- of the reviewer who gave it back
  merges boolean not null default false, -- takes over what a release brings
  notes jsonb not null default '[]',     -- what was corrected on the way to the review
  version_id bigint unique references course_versions, -- what it became
  check ((state = 'published') = (version_id is not null)),
  check (state <> 'review' or submitted_by is not null),
  check (state <> 'published' or decided_by <> submitted_by)
);
create unique index course_drafts_open on course_drafts (code) where state in ('draft', 'review');
create table course_draft_files (
  draft_id bigint not null references course_drafts on delete cascade,
  name text not null,
  content bytea not null,
  primary key (draft_id, name)
);
-- Everybody who has changed a draft: none of them publishes it.
create table course_draft_authors (
  draft_id bigint not null references course_drafts on delete cascade,
  person_id bigint not null references persons,
  primary key (draft_id, person_id)
);

-- Versions that did not come with a release.
create table course_versions_local (
  version_id bigint primary key references course_versions,
  draft_id bigint not null unique references course_drafts,
  reasons jsonb not null default '{}'    -- per warning that was overridden: why
);
create trigger course_versions_local_keep before update or delete or truncate on course_versions_local
  for each statement execute function refuse_change();

-- What a release holds for a course whose newest version was made here.
create table course_updates (
  course_id bigint not null references courses,
  content_hash bytea not null check (length(content_hash) = 32),
  content jsonb not null,
  offered_on date not null,
  closed_at timestamptz,                 -- taken into a draft, or left aside
  primary key (course_id, content_hash)
);

-- Days on which a course is not offered to who has nothing to do with it yet.
create table course_retirements (
  id bigint generated always as identity primary key,
  course_id bigint not null references courses,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  known_from timestamptz not null,
  actor_id bigint not null references persons,
  check (valid_from <= valid_to),
  exclude using gist (course_id with =, daterange(valid_from, valid_to) with &&)
);

-- +goose Down
select 1;
