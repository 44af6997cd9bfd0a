-- The ledger: events, their folded dates as bitemporal slices, and today's row.

-- +goose Up
create table ledger_events (
  id bigint generated always as identity primary key,
  person_id bigint not null references persons,
  course_id bigint not null references courses,
  cycle smallint not null check (cycle > 0),
  kind text not null check (kind in ('assigned', 'due_set', 'started', 'completed', 'acknowledged', 'recorded', 'exempted',
    'extended', 'paused', 'resumed', 'withdrawn', 'revoked', 'corrected', 'taken')),
  effective_on date not null,
  recorded_at timestamptz not null,
  actor_id bigint,                      -- null: the system
  reason text not null default '',      -- a code from a list
  voids bigint references ledger_events,
  replaces boolean not null default false, -- of a correction: its columns stand in for the voided event's
  -- finished dates, written by whoever moves them
  due_on date,
  grace_until date,
  pause_from date,
  pause_until date,
  exempt_until date,
  valid_until date,
  window_from date,
  -- terms in force
  mandatory boolean,
  validity_months smallint,
  variant text not null default '',     -- of the content, empty: the full one
  test_out boolean,
  rule_id bigint references rules,
  rule_version integer,
  reasons jsonb,                        -- every rule that asks for it: [{rule, version}]
  calculation jsonb,                    -- steps of the due date, as shown
  -- completion
  version_id bigint references course_versions,
  content_language text,
  settings_hash bytea,                  -- state of the placeholders the person saw
  how text check (how in ('online', 'test_out', 'classroom', 'paper', 'external', 'equivalence', 'imported')),
  evidence_no text,
  source_event bigint references ledger_events, -- of an equivalence: the completion it rests on
  confirmed_by bigint,
  batch_id bigint references batches,
  check ((kind = 'corrected') = (voids is not null)),
  check (not replaces or kind = 'corrected'),
  check (voids < id),
  check (due_on <= grace_until),
  check (kind not in ('completed', 'recorded', 'taken') or (how is not null and evidence_no is not null and valid_until is not null)),
  check (confirmed_by is null or (confirmed_by is distinct from person_id and confirmed_by is distinct from actor_id))
);
create index ledger_events_duty on ledger_events (person_id, course_id, id);
create unique index ledger_events_evidence on ledger_events (evidence_no) where evidence_no is not null;
create index ledger_events_recorded on ledger_events using brin (recorded_at);
create index ledger_events_voids on ledger_events (voids) where voids is not null;
create trigger ledger_events_keep before update or delete or truncate on ledger_events
  for each statement execute function refuse_change();

-- What Fold yields, as slices: (D, T) is one row filter. No predicate and no
-- index may name next_from, next_known or known_to, else HOT updates are lost.
create table assignment_states (
  person_id bigint not null,
  course_id bigint not null,
  known_from timestamptz not null,
  known_to timestamptz not null default '9999-12-31 00:00:00+00',
  next_known timestamptz not null default '9999-12-31 00:00:00+00',
  valid_from date not null,
  next_from date not null default '9999-12-31',
  cycle smallint not null,             -- 0: every event is void
  assigned_on date,
  original_due_on date,
  due_on date,
  grace_until date,
  extended_until date,
  lapse_due_on date, -- moved after the completion: holds once that has ended
  started_on date,
  completed_on date,
  valid_until date, -- 9999-12-31: never ends
  window_from date,
  rule_id bigint,
  rule_version integer,
  version_id bigint, -- of the completion that counts
  how text,
  evidence_no text,
  assigned_event bigint,
  completed_event bigint,
  -- of the other cycles: the one whose completion counts, else the last completed
  prev_cycle smallint,
  prev_assigned_on date,
  prev_original_due_on date,
  prev_due_on date,
  prev_grace_until date,
  prev_extended_until date,
  prev_lapse_due_on date,
  prev_started_on date,
  prev_completed_on date,
  prev_valid_until date,
  prev_window_from date,
  prev_rule_id bigint,
  prev_rule_version integer,
  prev_version_id bigint,
  prev_how text,
  prev_evidence_no text,
  prev_assigned_event bigint,
  prev_completed_event bigint,
  mandatory boolean not null,
  renewal boolean not null,             -- an earlier completion was valid when the cycle was assigned
  corrected boolean not null,
  withdrawn_on date,                    -- first day without the duty
  first_due_on date,                    -- earliest of the cycles since it was last assigned anew
  exempt_from date,
  exempt_until date,
  pause_from date,
  pause_until date
) with (fillfactor = 90);
create index assignment_states_duty on assignment_states (person_id, course_id, valid_from);

-- One row per duty: the row to lock, and today's lists: the state after all that
-- is recorded. Never asked for a past day.
create table assignments (
  person_id bigint not null references persons,
  course_id bigint not null references courses,
  revision bigint not null,             -- number of events of the duty
  cycle smallint not null,             -- 0: every event is void
  assigned_on date,
  original_due_on date,
  due_on date,
  grace_until date,
  extended_until date,
  lapse_due_on date, -- moved after the completion: holds once that has ended
  started_on date,
  completed_on date,
  valid_until date, -- 9999-12-31: never ends
  window_from date,
  rule_id bigint,
  rule_version integer,
  version_id bigint, -- of the completion that counts
  how text,
  evidence_no text,
  assigned_event bigint,
  completed_event bigint,
  -- of the other cycles: the one whose completion counts, else the last completed
  prev_cycle smallint,
  prev_assigned_on date,
  prev_original_due_on date,
  prev_due_on date,
  prev_grace_until date,
  prev_extended_until date,
  prev_lapse_due_on date,
  prev_started_on date,
  prev_completed_on date,
  prev_valid_until date,
  prev_window_from date,
  prev_rule_id bigint,
  prev_rule_version integer,
  prev_version_id bigint,
  prev_how text,
  prev_evidence_no text,
  prev_assigned_event bigint,
  prev_completed_event bigint,
  mandatory boolean not null,
  renewal boolean not null,             -- an earlier completion was valid when the cycle was assigned
  corrected boolean not null,
  withdrawn_on date,                    -- first day without the duty
  first_due_on date,                    -- earliest of the cycles since it was last assigned anew
  exempt_from date,
  exempt_until date,
  pause_from date,
  pause_until date,
  primary key (person_id, course_id)
) with (fillfactor = 90);

-- Status of REPORT.md §2 on a day, null without a row. It repeats Dates.Status of
-- package ledger, and a property test holds one to the other. Called with plain
-- columns it is inlined; ledger.StatusSQL writes the call.
create function duty_status(
  day date, assigned_on date, due_on date, grace_until date, lapse_due_on date, started_on date,
  completed_on date, valid_until date, window_from date, cycle smallint, renewal boolean, withdrawn_on date,
  prev_cycle smallint, prev_assigned_on date, prev_due_on date, prev_lapse_due_on date,
  prev_completed_on date, prev_valid_until date, prev_window_from date,
  exempt_from date, exempt_until date, pause_from date, pause_until date
) returns text language sql immutable parallel safe as $$
  select case
    when (assigned_on is null or assigned_on > day) and (prev_assigned_on is null or prev_assigned_on > day) then null
    when withdrawn_on <= day then null
    when completed_on <= day and valid_until >= day
      and (prev_cycle > cycle and prev_completed_on <= day and prev_valid_until >= day) is not true
      then case when window_from <= day then 'expiring' else 'fulfilled' end
    when prev_completed_on <= day and prev_valid_until >= day
      then case when prev_window_from <= day then 'expiring' else 'fulfilled' end
    when exempt_from <= day and exempt_until >= day then 'exempt'
    when pause_from <= day and pause_until >= day and (pause_from <= case when assigned_on <= day
        then case when completed_on <= day then greatest(valid_until, lapse_due_on) else greatest(due_on, grace_until) end
        else greatest(prev_valid_until, prev_lapse_due_on) end) is not false then 'paused'
    when case when assigned_on <= day
        then case when completed_on <= day then greatest(valid_until, lapse_due_on) else greatest(due_on, grace_until) end
        else greatest(prev_valid_until, prev_lapse_due_on) end < day
      then case when renewal or completed_on <= day or assigned_on > day or assigned_on is null then 'expired' else 'overdue' end
    when case when assigned_on <= day
        then case when completed_on <= day then greatest(valid_until, lapse_due_on) else greatest(due_on, grace_until) end
        else greatest(prev_valid_until, prev_lapse_due_on) end is null then 'undated'
    when assigned_on <= day and (completed_on <= day) is not true and due_on < day then 'in_grace'
    when assigned_on <= day and (completed_on <= day) is not true and started_on <= day then 'in_progress'
    else 'open'
  end
$$;

-- The due date in effect on that day: Governing.Due of package ledger.
create function duty_due(
  day date, assigned_on date, due_on date, grace_until date, lapse_due_on date, started_on date,
  completed_on date, valid_until date, window_from date, cycle smallint, renewal boolean, withdrawn_on date,
  prev_cycle smallint, prev_assigned_on date, prev_due_on date, prev_lapse_due_on date,
  prev_completed_on date, prev_valid_until date, prev_window_from date,
  exempt_from date, exempt_until date, pause_from date, pause_until date
) returns date language sql immutable parallel safe as $$
  select case
    when (assigned_on is null or assigned_on > day) and (prev_assigned_on is null or prev_assigned_on > day) then null
    when withdrawn_on <= day then null
    when completed_on <= day and valid_until >= day
      and (prev_cycle > cycle and prev_completed_on <= day and prev_valid_until >= day) is not true then due_on
    when prev_completed_on <= day and prev_valid_until >= day then prev_due_on
    when pause_from <= day and pause_until = date '9999-12-31' and (pause_from <= case when assigned_on <= day
        then case when completed_on <= day then greatest(valid_until, lapse_due_on) else greatest(due_on, grace_until) end
        else greatest(prev_valid_until, prev_lapse_due_on) end) is not false then null
    when assigned_on <= day
      then case when completed_on <= day then greatest(valid_until, lapse_due_on) else due_on end
    else greatest(prev_valid_until, prev_lapse_due_on)
  end
$$;

-- Of each sealed row a short digest, so that verification can name the row that
-- was changed: 18 bytes an entry (table, operation, id, first 8 bytes of the
-- SHA-256 of its line), in the order in which the seal reads them.
create table seal_rows (
  seal_id bigint not null references seals,
  part integer not null,
  entries bytea not null check (length(entries) > 0),
  primary key (seal_id, part)
);
create trigger seal_rows_keep before update or delete or truncate on seal_rows
  for each statement execute function refuse_change();

-- +goose Down
select 1;
