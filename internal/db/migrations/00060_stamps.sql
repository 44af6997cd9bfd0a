-- Each transaction that records looks for what is recorded ahead of the clock. That
-- took a look at every fact about people and, in a night of many, at all events since
-- the last vacuum (a BRIN index knows nothing of them until then). Now it reads the
-- ends of indices. What still holds has no end that could lie ahead, and is not in
-- the partial ones. Events of one transaction share their moment, so a B-tree keeps
-- them in a few bytes each.

-- +goose Up
drop index ledger_events_recorded;
create index ledger_events_recorded on ledger_events (recorded_at);
create index person_traits_known on person_traits (known_from);
create index person_traits_ended on person_traits (known_to) where known_to < '9999-12-31 00:00:00+00';
create index employment_facts_known on employment_facts (known_from);
create index employment_facts_ended on employment_facts (known_to) where known_to < '9999-12-31 00:00:00+00';
create index absences_known on absences (known_from);
create index absences_ended on absences (known_to) where known_to < '9999-12-31 00:00:00+00';

-- +goose Down
select 1;
