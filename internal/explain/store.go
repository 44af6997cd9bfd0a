package explain

import (
	"context"
	"encoding/json"
	"fmt"

	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/extension"
	"zaemme/internal/ledger"
)

// Read reads what is on record of the person: four statements, whatever the number
// of duties.
func Read(ctx context.Context, c db.Conn, l *ledger.Ledger, person int64) (Known, error) {
	k := Known{Events: map[int64][]ledger.Event{}, Rules: map[ledger.Reason]coursefile.Texts{}, Names: map[int64]string{},
		Requests: map[int64][]extension.Request{}, Cases: map[int64][]evidence.Case{}}
	events, err := l.EventsOf(ctx, c, person)
	if err != nil {
		return k, err
	}
	actors, rules := []int64{}, []ledger.Reason{}
	for _, e := range events {
		k.Events[e.CourseID] = append(k.Events[e.CourseID], e)
		actors = append(actors, e.ActorID, e.ConfirmedBy)
		rules = append(rules, e.Reasons...)
		if e.RuleID != 0 {
			rules = append(rules, ledger.Reason{Rule: e.RuleID, Version: e.RuleVersion})
		}
	}
	requests, err := extension.Of(ctx, c, person)
	if err != nil {
		return k, err
	}
	for _, r := range requests {
		k.Requests[r.CourseID] = append(k.Requests[r.CourseID], r)
		actors = append(actors, r.DecidedBy)
	}
	cases, err := evidence.Of(ctx, c, person)
	if err != nil {
		return k, err
	}
	for _, one := range cases {
		k.Cases[one.CourseID] = append(k.Cases[one.CourseID], one)
		actors = append(actors, one.ProposedBy, one.DecidedBy)
	}
	return k, k.readWords(ctx, c, rules, actors)
}

// readWords are the titles of the rules in the versions that asked, and the names
// of who acted, in one statement.
func (k *Known) readWords(ctx context.Context, c db.Conn, rules []ledger.Reason, persons []int64) error {
	asked, err := json.Marshal(map[string]any{"rules": rules, "persons": persons})
	if err != nil {
		return fmt.Errorf("explain: words: %w", err)
	}
	var rows []struct {
		ID      int64
		Version int32 // 0: a person
		Word    string
	}
	if err := c.Query(ctx).Raw(`
		with asked as (select cast(@asked as jsonb) as a)
		select r.rule as id, r.version, t.title::text as word
		from (select distinct rule, version from asked, jsonb_to_recordset(a -> 'rules') as r (rule bigint, version integer)) r
		cross join lateral (
			select f.title from rule_facts f where f.rule_id = r.rule and f.version = r.version
			order by f.id desc limit 1) t
		union all
		select p.id, 0, coalesce(nullif(trim(p.first_name || ' ' || p.last_name), ''), p.uid::text)
		from persons p where p.id in (select value::bigint from asked, jsonb_array_elements_text(a -> 'persons'))`,
		map[string]any{"asked": string(asked)}).Scan(&rows).Error; err != nil {
		return fmt.Errorf("explain: words: %w", err)
	}
	for _, r := range rows {
		if r.Version == 0 {
			k.Names[r.ID] = r.Word
			continue
		}
		var title coursefile.Texts
		if err := json.Unmarshal([]byte(r.Word), &title); err != nil {
			return fmt.Errorf("explain: title of rule %d: %w", r.ID, err)
		}
		k.Rules[ledger.Reason{Rule: r.ID, Version: r.Version}] = title
	}
	return nil
}
