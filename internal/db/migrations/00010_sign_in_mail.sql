-- Getting in with a mailbox: codes, invitations, links for a new password.

-- +goose Up
alter table one_time_links drop constraint one_time_links_purpose_check;
alter table one_time_links add constraint one_time_links_purpose_check
  check (purpose in ('first_admin', 'password', 'invitation'));
create index one_time_links_person on one_time_links (person_id) where person_id is not null;

-- What somebody asked to be sent in order to get in. A name that nobody has
-- leaves the same row without a person; nothing is sent for it.
create table sign_in_requests (
  id bigint generated always as identity primary key,
  purpose text not null check (purpose in ('code', 'password', 'invitation')),
  person_id bigint references persons,
  asked_by bigint references persons,                       -- HR, of an invitation; null: the person
  browser bytea unique check (length(browser) = 32),        -- of a code: SHA-256 of what the browser keeps
  origin text not null default '',                          -- keyed hash of person and network address
  asked_at timestamptz not null,
  sent_at timestamptz,                                      -- null: never handed over, so it opens nothing
  tries smallint not null default 0,
  used_at timestamptz
);
create index sign_in_requests_person on sign_in_requests (person_id, purpose, asked_at) where person_id is not null;
create index sign_in_requests_asked on sign_in_requests (asked_at) where purpose <> 'invitation';

-- Who has been here at all; later sign-ins are nobody else's business.
create table first_sign_ins (
  person_id bigint primary key references persons,
  at timestamptz not null
);
insert into first_sign_ins (person_id, at)
select l.subject_id, min(l.at) from audit_log l join persons p on p.id = l.subject_id
where l.action = 'auth.signed_in' group by l.subject_id;

-- Where somebody has signed in from within 90 days: limits that a stranger could
-- use up for everybody do not hold there.
create table sign_in_addresses (
  person_id bigint not null references persons,
  origin text not null,
  seen_at timestamptz not null,
  primary key (person_id, origin)
);

-- +goose Down
drop table sign_in_addresses, first_sign_ins, sign_in_requests;
delete from one_time_links where purpose = 'invitation';
alter table one_time_links drop constraint one_time_links_purpose_check;
alter table one_time_links add constraint one_time_links_purpose_check check (purpose in ('first_admin', 'password'));
drop index one_time_links_person;
