package planned_test

import (
	"errors"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/planned"
)

var monthly = planned.Terms{Rhythm: planned.Monthly, Day: 3, Variant: planned.Brief}

func variant(v planned.Variant) planned.Terms {
	return planned.Terms{Rhythm: planned.Monthly, Day: 3, Variant: v}
}

// What may be planned is what its owner may answer for, to people who may read it;
// an error names the field and what was typed.
func TestWhatMayBePlanned(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	silent := w.Person("Beat", "Ohne", "", w.fin, 0)
	w.Grant(silent, "management")
	weekly := planned.Terms{Rhythm: planned.Weekly, Day: 1, Variant: planned.Brief}
	for name, c := range map[string]struct {
		by         int64
		terms      planned.Terms
		department string
		to         []string
		want       string // key of the error, and field
	}{
		"the Kurzbericht to management":        {w.hr, monthly, "", []string{"georg@gemeinde.example", "rita@gemeinde.example"}, ""},
		"to somebody who reads no figures":     {w.hr, monthly, "", []string{"ruth@gemeinde.example"}, "error.planned.recipient_no_right recipients"},
		"to nobody":                            {w.hr, monthly, "", nil, "error.planned.nobody recipients"},
		"to somebody unknown":                  {w.hr, monthly, "", []string{"x@gemeinde.example"}, "error.planned.unknown recipients"},
		"the Kurzbericht every week":           {w.hr, weekly, "", []string{"georg@gemeinde.example"}, "error.planned.frozen_weekly rhythm"},
		"the Kurzbericht of a department":      {w.hr, monthly, "BAU", []string{"georg@gemeinde.example"}, "error.planned.frozen_department department"},
		"no such department":                   {w.hr, variant(planned.HR), "XX", []string{"rita@gemeinde.example"}, "error.report.department department"},
		"an eleventh working day":              {w.hr, planned.Terms{Rhythm: planned.Monthly, Day: 11, Variant: planned.Brief}, "", nil, "error.planned.day day"},
		"a Saturday":                           {w.hr, planned.Terms{Rhythm: planned.Weekly, Day: 6, Variant: planned.HR}, "", nil, "error.planned.weekday weekday"},
		"a language that nobody reads":         {w.hr, planned.Terms{Rhythm: planned.Monthly, Day: 1, Variant: planned.HR, Language: "xx"}, "", nil, "error.planned.language language"},
		"the line of Bau to its head":          {w.hr, variant(planned.Line), "BAU", []string{"ruth@gemeinde.example"}, ""},
		"the line of Finanzen to another":      {w.hr, variant(planned.Line), "FIN", []string{"ruth@gemeinde.example"}, "error.planned.recipient_no_right recipients"},
		"HR's report to management":            {w.hr, variant(planned.HR), "", []string{"georg@gemeinde.example"}, "error.planned.recipient_no_right recipients"},
		"of everybody to HR of a part":         {w.hr, variant(planned.HR), "", []string{"paul@gemeinde.example"}, "error.planned.recipient_no_right recipients"},
		"of Bau to HR of Bau":                  {w.hr, variant(planned.HR), "BAU", []string{"paul@gemeinde.example"}, ""},
		"HR of Bau plans Bau":                  {w.part, variant(planned.HR), "BAU", []string{"paul@gemeinde.example", "petra@gemeinde.example"}, ""},
		"HR of Bau plans Finanzen":             {w.part, variant(planned.HR), "FIN", []string{"petra@gemeinde.example"}, "error.planned.beyond department"},
		"HR of Bau plans everybody":            {w.part, variant(planned.HR), "", []string{"petra@gemeinde.example"}, "error.planned.beyond department"},
		"the head plans the own line":          {w.head, variant(planned.Line), "", []string{"petra@gemeinde.example"}, ""}, // to herself alone
		"the head plans HR's report":           {w.head, variant(planned.HR), "BAU", nil, "error.planned.beyond variant"},
		"Revision plans for itself":            {w.auditor, variant(planned.HR), "", nil, ""},
		"management plans the own Kurzbericht": {w.management, monthly, "", nil, ""},
		"management without a mailbox":         {silent, monthly, "", nil, "error.planned.no_own_mailbox "},
		"management plans names":               {w.management, variant(planned.HR), "", nil, "error.planned.beyond variant"},
		"who has no role plans":                {w.luca, monthly, "", nil, "error.planned.beyond variant"},
	} {
		uid, err := w.save(c.by, planned.Draft{Terms: c.terms, Department: c.department}, c.to...)
		got := ""
		var e *apperr.Error
		if errors.As(err, &e) {
			got = e.Key + " " + e.Field
		} else if err != nil {
			t.Fatal(name, err)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
			continue
		}
		if c.want != "" {
			continue
		}
		if p := w.listed(c.by, uid, made); (c.by == w.head || c.by == w.auditor || c.by == w.management) && (len(p.People) != 1 || p.People[0] != c.by) {
			t.Errorf("%s: it goes to %v", name, p.People)
		}
	}
}

// Who is not HR sees the own plans; HR sees those about its people, and may take
// them over; a plan that somebody has changed is not overwritten unseen.
func TestWhoHandlesAPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own := w.plan(w.head, variant(planned.Line), "BAU")
	all := w.plan(w.hr, monthly, "", "georg@gemeinde.example")
	for person, want := range map[int64][2]bool{w.head: {true, false}, w.hr: {true, true}, w.part: {true, false}, w.auditor: {false, false}, w.management: {false, false}} {
		for i, uid := range []string{own.UID, all.UID} {
			_, err := w.Plan(t.Context(), uid, w.act(person, made))
			if err != nil && !apperr.Is(err, apperr.NotFound) || (err == nil) != want[i] {
				t.Errorf("person %d, plan %d: %v", person, i, err)
			}
			if err := w.turn(person, uid, planned.Paused, made); !want[i] && !apperr.Is(err, apperr.NotFound) {
				t.Errorf("person %d pauses plan %d: %v", person, i, err)
			}
			if want[i] && person != w.hr && person != w.part { // who resumes it owns it
				_ = w.turn(person, uid, planned.Active, made)
			}
		}
	}
	_ = w.turn(w.hr, own.UID, planned.Paused, made) // it may stand still already
	if err := w.turn(w.hr, own.UID, planned.Active, made); err != nil {
		t.Error(err)
	}
	if own = w.listed(w.hr, own.UID, made); own.OwnerID != w.hr {
		t.Errorf("HR resumed it, and %d answers for it", own.OwnerID)
	}
	change := planned.Draft{UID: all.UID, Revision: all.Revision, Terms: monthly}
	if _, err := w.save(w.hr, change, "georg@gemeinde.example"); !apperr.Is(err, apperr.Stale) {
		t.Errorf("an old revision: %v", err)
	}
	change.Revision = w.listed(w.hr, all.UID, made).Revision
	if _, err := w.save(w.hr, change, "rita@gemeinde.example"); err != nil {
		t.Error(err)
	}
	if p := w.listed(w.hr, all.UID, made); len(p.People) != 1 || p.People[0] != w.auditor {
		t.Errorf("it goes to %v", p.People)
	}
	var log []string
	if err := w.Org.DB.Query(t.Context()).Raw(`select action || ' ' || array_to_string(fields, ',') from audit_log where object_id = ? order by id`, all.UID).Scan(&log).Error; err != nil ||
		len(log) < 2 || log[0] != "report_plan.made " || log[len(log)-1] != "report_plan.changed recipients" {
		t.Errorf("the log says %v, %v", log, err)
	}
}

// Ending is undone by taking it up again, from that day on.
func TestEndingIsUndone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.plan(w.hr, monthly, "", "georg@gemeinde.example")
	if err := w.turn(w.hr, p.UID, planned.Ended, made); err != nil {
		t.Fatal(err)
	}
	if counts := w.morning("2026-12-03"); counts["runs"] != 0 {
		t.Errorf("an ended plan runs: %v", counts)
	}
	if err := w.turn(w.hr, p.UID, planned.Ended, made); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("ended twice: %v", err)
	}
	if err := w.turn(w.hr, p.UID, planned.Active, clock("2026-12-10 10:00")); err != nil {
		t.Fatal(err)
	}
	if counts := w.morning("2026-12-11"); counts["runs"] != 0 {
		t.Errorf("what was due while it had ended is sent: %v", counts)
	}
	if counts := w.morning("2027-01-06"); counts["runs"] != 1 {
		t.Errorf("it does not run: %v", counts)
	}
}

// Who only gets a report knows that it comes, and when, and nothing else of it.
func TestWhatComesIsKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.plan(w.hr, variant(planned.Line), "BAU", "ruth@gemeinde.example")
	list, err := w.List(t.Context(), w.act(w.head, made))
	if err != nil || len(list) != 1 || !list[0].Comes || list[0].Owner != "Petra Probe" || len(list[0].Next) == 0 {
		t.Fatalf("%+v, %v", list, err)
	}
	if _, err := w.Plan(t.Context(), p.UID, w.act(w.head, made)); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("its page: %v", err)
	}
	if list, err := w.List(t.Context(), w.act(w.management, made)); err != nil || len(list) != 0 {
		t.Errorf("somebody else: %+v, %v", list, err)
	}
	if err := w.turn(w.hr, p.UID, planned.Paused, made); err != nil {
		t.Fatal(err)
	}
	if list, err := w.List(t.Context(), w.act(w.head, made)); err != nil || len(list) != 0 {
		t.Errorf("while it is paused: %+v, %v", list, err)
	}
}
