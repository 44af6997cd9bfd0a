-- Reminders: what is sent when, as data; addresses that do not exist; texts of HR.

-- +goose Up
-- The steps of a scope: of all duties, of those from a curriculum, or of one
-- course. The narrower scope holds; without a row the steps as delivered. version
-- names a row in what was sent (reminder_keys.policy).
create table reminder_policies (
  id bigint generated always as identity primary key,
  scope text not null check (scope = 'all' or scope ~ '^(course|curriculum):[^ ]+$'),
  version integer not null check (version > 1), -- 1 is as delivered
  steps jsonb not null,                         -- see reminder.Step
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  actor_id bigint references persons,
  check (valid_from < valid_to),
  check (known_from <= known_to),
  exclude using gist (scope with =, daterange(valid_from, valid_to) with &&) where (known_to = '9999-12-31 00:00:00+00')
);
create sequence reminder_policy_version start 2;

-- What the settings before said goes on, under the first version of its own.
insert into reminder_policies (scope, version, steps, valid_from, known_from)
select 'all', nextval('reminder_policy_version'), steps, valid_from, clock_timestamp()
from (
  select k.valid_from, jsonb_agg(s.step || case s.step ->> 'code'
      when 'due_before' then jsonb_build_object('offset', -k.before)
      when 'due_after' then jsonb_build_object('max_repeats', k.weekly)
      else '{}' end order by s.no) filter (where s.step ->> 'code' <> 'due_before' or k.before > 0) as steps
  from (
    select coalesce(max(cast(value #>> '{}' as integer)) filter (where key = 'reminder_days_before'), 14) as before,
      coalesce(max(cast(value #>> '{}' as integer)) filter (where key = 'reminder_weekly'), 3) as weekly, min(valid_from) as valid_from
    from settings
    where key in ('reminder_days_before', 'reminder_weekly') and valid_from <= current_date and valid_to > current_date
      and known_to = '9999-12-31 00:00:00+00'
    having count(*) > 0
  ) k,
  jsonb_array_elements('[
    {"code": "assigned", "anchor": "assigned", "only_if": ["open", "in_progress", "in_grace", "overdue", "expired"], "audience": "person"},
    {"code": "due_before", "anchor": "due", "offset": -14, "only_if": ["open", "in_progress", "in_grace", "overdue", "expired"], "audience": "person"},
    {"code": "due_soon", "anchor": "due", "offset": -3, "working_days": true, "only_if": ["open", "in_progress", "in_grace", "overdue", "expired"], "audience": "person"},
    {"code": "due_after", "anchor": "due", "offset": 1, "working_days": true, "repeat_every": 7, "max_repeats": 3, "only_if": ["open", "in_progress", "in_grace", "overdue", "expired"], "audience": "person"},
    {"code": "window", "anchor": "window_open", "only_if": ["expiring"], "audience": "person"},
    {"code": "expiry_before", "anchor": "expiry", "offset": -30, "only_if": ["expiring"], "audience": "person"},
    {"code": "expiry_soon", "anchor": "expiry", "offset": -7, "only_if": ["expiring"], "audience": "person"},
    {"code": "manager", "anchor": "due", "offset": 1, "repeat_every": 7, "max_repeats": 520, "only_if": ["in_grace", "overdue", "expired"], "audience": "manager"},
    {"code": "lead", "anchor": "due", "offset": 14, "repeat_every": 7, "max_repeats": 520, "only_if": ["in_grace", "overdue", "expired"], "audience": "lead"},
    {"code": "hr", "anchor": "due", "offset": 21, "repeat_every": 7, "max_repeats": 520, "only_if": ["in_grace", "overdue", "expired"], "audience": "hr"}
  ]'::jsonb) with ordinality as s (step, no)
  group by k.valid_from
) carried;

-- Hash of the address that a mail server does not know: nothing more goes there
-- until the person has another one, or somebody lets the message leave again.
alter table outbox add column refused_address bytea check (length(refused_address) = 32);
create index outbox_refused on outbox (recipient_id) where refused_address is not null;

-- Texts of mails as HR words them; without a row as delivered.
create table mail_texts (
  id bigint generated always as identity primary key,
  key text not null,
  lang text not null check (lang ~ '^[a-z]{2}$'),
  forms jsonb,                                  -- plural form -> text; null: as delivered again
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  actor_id bigint references persons,
  check (known_from <= known_to)
);
create unique index mail_texts_now on mail_texts (key, lang) where known_to = '9999-12-31 00:00:00+00';
create index mail_texts_history on mail_texts (key, lang, known_from);

-- +goose Down
select 1;
