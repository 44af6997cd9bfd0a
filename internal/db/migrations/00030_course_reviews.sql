-- Who looks after a course, and who was reminded of its yearly review: once when it
-- comes due, once 30 days later, and never again for the same day of review.

-- +goose Up
create table course_keepers (
  course_id bigint primary key references courses,
  person_id bigint not null references persons,
  since date not null,
  set_by bigint not null references persons
);
create table course_review_reminders (
  course_id bigint not null references courses,
  review_due date not null,
  stage text not null check (stage in ('due', 'late')),
  recipient_id bigint not null references persons,
  outbox_id bigint not null,           -- rows of the outbox go after their term
  sent_on date not null,
  primary key (course_id, review_due, stage, recipient_id)
);

-- +goose Down
select 1;
