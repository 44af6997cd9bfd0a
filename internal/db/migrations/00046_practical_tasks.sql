-- Practical tasks: read here, carried out at work, confirmed by a superior.

-- +goose Up
alter table course_versions
  drop constraint course_versions_kind_check,
  drop constraint course_versions_pass_percent_check,
  add constraint course_versions_kind_check check (kind in ('online', 'classroom', 'policy', 'practical')),
  add constraint course_versions_pass_percent_check
    check (pass_percent between 0 and 100 and (pass_percent = 0) = (kind in ('policy', 'practical')));

alter table ledger_events
  drop constraint ledger_events_how_check,
  add constraint ledger_events_how_check
    check (how in ('online', 'test_out', 'classroom', 'paper', 'external', 'equivalence', 'imported', 'practical'));

-- What somebody reports of themselves waits like a certificate of their own; who
-- confirms it is another person. The note goes with the scans of other cases.
alter table evidence_cases
  add column version_id bigint references course_versions, -- that the person has read
  add column content_language text,
  add column settings_hash bytea,       -- state of the placeholders the person saw
  add column note text not null default '',
  drop constraint evidence_cases_kind_check,
  drop constraint evidence_cases_own,
  add constraint evidence_cases_kind_check check (kind in ('recognition', 'correction', 'practical')),
  add constraint evidence_cases_own check (proposed_by <> person_id or kind in ('recognition', 'practical') and session_id is null),
  add constraint evidence_cases_practical_check check ((kind = 'practical') = (version_id is not null)),
  add constraint evidence_cases_practical_own check (kind <> 'practical' or proposed_by = person_id and day is not null);
create unique index evidence_cases_practical on evidence_cases (person_id, course_id) where state = 'waiting' and kind = 'practical';

-- +goose Down
select 1;
