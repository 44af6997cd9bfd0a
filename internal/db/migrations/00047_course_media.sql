-- The films, sounds and captions of courses: what is listed here is shown to everybody
-- who is signed in, other files are not.

-- +goose Up
create table course_media (
  hash bytea primary key references blobs,
  added_at timestamptz not null default clock_timestamp()
);

-- +goose Down
select 1;
