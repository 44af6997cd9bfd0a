-- What a shown plan does to duties, a row for each: so that one for everybody can be
-- shown page by page and applied part by part. The rows are written in the
-- transaction that writes their plan and go when its term has ended; a foreign key
-- would look the plan up for every row.

-- +goose Up
create table plan_effects (
  plan_id bigint not null,
  part integer not null,                -- all of a person are in one part
  n integer not null,                   -- place within the part
  person_id bigint not null,            -- negative: a new person, for the time being
  person text not null,                 -- key
  name text not null,                   -- as of the plan, last name first
  department text not null,             -- name of that of the main employment
  course_id bigint not null,
  course text not null,                 -- code
  kind text not null check (kind in ('gain', 'lose', 'move', 'keep')),
  from_due date,
  to_due date,
  reason text not null,
  anyway boolean not null,              -- the day brings it, not the plan
  detail json,
  primary key (plan_id, part, n)
);
-- What plans held so far has no rows: they are computed again before they are
-- applied.
update plans set state = 'stale' where state = 'shown';
update plans set effects = '{}';

-- +goose Down
select 1;
