package planned_test

import (
	"bytes"
	"strings"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/people"
	"zaemme/internal/planned"
)

// A run is made once on its working day; after three weeks without a server it is
// made up for once, and says so.
func TestARunIsMadeOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.plan(w.hr, planned.Terms{Rhythm: planned.Weekly, Day: 1, Variant: planned.HR}, "", "petra@gemeinde.example", "rita@gemeinde.example")
	for day, want := range map[string]int{"2026-11-20": 0, "2026-11-22": 0} {
		if counts := w.morning(day); counts["runs"] != want {
			t.Errorf("%s: %v", day, counts)
		}
	}
	if counts := w.morning("2026-11-23"); counts["runs"] != 1 || counts["mails"] != 2 {
		t.Errorf("on its day: %v", counts)
	}
	if counts := w.morning("2026-11-23"); counts["runs"] != 0 || counts["mails"] != 0 {
		t.Errorf("a second time: %v", counts)
	}
	if counts := w.morning("2026-12-18"); counts["runs"] != 1 { // Mondays 30 November, 7 and 14 December were missed
		t.Errorf("after three weeks: %v", counts)
	}
	runs := w.runs(p)
	if len(runs) != 2 || runs[0].AsOf.String() != "2026-12-13" || runs[0].Missed != 2 || !runs[0].Late() || runs[1].Missed != 0 || runs[1].Late() {
		t.Fatalf("the runs are %+v", runs)
	}
	w.dispatch("2026-12-18 06:55")
	if mails := w.mails(); len(mails) != 0 {
		t.Fatalf("%d mails leave before working hours", len(mails))
	}
	w.dispatch("2026-12-18 07:31")
	mails := w.mails()
	if len(mails) != 2 { // those of November are passed over by the newer run
		t.Fatalf("%d mails", len(mails))
	}
	for _, m := range mails {
		if !strings.Contains(m.Raw, "/berichte/ausgabe/"+runs[0].UID) || strings.Contains(m.Raw, "Vor Nach") || strings.Contains(m.Raw, "spreadsheetml") {
			t.Errorf("the mail to %s is\n%s", m.To, m.Raw)
		}
	}
	if got := reasons(w.runs(p)[1]); got[w.hr] != planned.Newer || got[w.auditor] != planned.Newer {
		t.Errorf("the earlier run says %v", got)
	}
}

// Who may no longer read it gets nothing, when the run is made and when the mail
// leaves, and the run says so; what is attached names nobody and goes to who reads
// month ends alone.
func TestWhoMayNotReadGetsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	terms := variant(planned.Line)
	terms.Brief, terms.Management = true, true
	line := w.plan(w.hr, terms, "BAU", "ruth@gemeinde.example")
	terms.Variant = planned.Brief
	brief := w.plan(w.hr, terms, "", "georg@gemeinde.example", "rita@gemeinde.example", "petra@gemeinde.example")
	w.end("role_grants", w.auditor, "2026-12-01") // before the run
	if counts := w.morning("2026-12-03"); counts["runs"] != 2 || counts["mails"] != 3 || counts["left_out"] != 1 {
		t.Fatalf("%v", counts)
	}
	w.end("role_grants", w.management, "2026-12-02") // between run and mail
	w.dispatch("2026-12-03 08:00")
	if got := reasons(w.runs(brief)[0]); got[w.auditor] != planned.NoRight || got[w.management] != planned.NoRight || got[w.hr] != "" {
		t.Errorf("the run says %v", got)
	}
	if p := w.listed(w.hr, brief.UID, clock("2026-12-03 09:00")); p.LeftOut != 2 {
		t.Errorf("the list says %d were left out", p.LeftOut)
	}
	files := map[string]int{}
	for _, m := range w.mails() {
		files[m.To] = strings.Count(m.Raw, "Content-Disposition: attachment")
		if strings.Contains(m.Raw, "Vor Nach") {
			t.Errorf("a mail to %s names somebody", m.To)
		}
	}
	if len(files) != 2 || files["petra@gemeinde.example"] != 2 || files["ruth@gemeinde.example"] != 0 {
		t.Errorf("files went to %v", files)
	}
	if r := w.runs(line)[0]; len(r.Readers) != 1 || r.Readers[0].Attached || r.Readers[0].State != "sent" {
		t.Errorf("the line's reader: %+v", r.Readers)
	}
	var registered int
	if err := w.Org.DB.Query(t.Context()).Raw(`select count(*) from reports where variant in ('brief', 'management') and created_by = ?`, w.hr).Scan(&registered).Error; err != nil || registered != 2 {
		t.Errorf("%d files are registered, %v", registered, err)
	}
}

// Who is absent gets the mail back at work, unless a newer run has come.
func TestWhoIsAbsentIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.plan(w.hr, monthly, "", "georg@gemeinde.example")
	w.Insert(`insert into absences (person_id, from_on, until_on, known_from) values (@p, '2026-12-01', '2026-12-09', @stamp) returning id`, map[string]any{"p": w.management})
	w.morning("2026-12-03")
	for _, moment := range []string{"2026-12-03 09:00", "2026-12-09 09:00"} {
		if w.dispatch(moment); len(w.mails()) != 0 {
			t.Fatalf("%s: a mail to somebody absent", moment)
		}
	}
	if r := w.runs(p)[0].Readers[0]; r.Wait != "absent" {
		t.Errorf("the run says %+v", r)
	}
	if w.dispatch("2026-12-10 09:00"); len(w.mails()) != 1 {
		t.Error("no mail after the absence")
	}
}

// Where the owner leaves or loses the role the plan stands still, on a day off too;
// somebody of HR who resumes it answers for it.
func TestAPlanStandsWithItsOwner(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	second := w.Person("Sara", "Zweite", "sara@gemeinde.example", w.fin, 0)
	w.Grant(second, "hr")
	p := w.plan(w.hr, monthly, "", "georg@gemeinde.example")
	gone := w.plan(w.head, variant(planned.Line), "BAU")
	w.end("role_grants", w.hr, "2026-11-28")
	w.exec(`update employment_facts set exit_on = '2026-11-27' where person_id = ?`, w.head)
	if counts := w.morning("2026-11-28"); counts["paused"] != 2 { // a Saturday
		t.Fatalf("%v", counts)
	}
	for _, uid := range []string{p.UID, gone.UID} {
		if one := w.listed(second, uid, clock("2026-11-28 10:00")); one.State != planned.Paused || one.Why != planned.Owner {
			t.Errorf("%s, because of %q", one.State, one.Why)
		}
	}
	if counts := w.morning("2026-12-03"); counts["runs"] != 0 {
		t.Errorf("it runs: %v", counts)
	}
	if err := w.turn(w.hr, p.UID, planned.Active, clock("2026-12-03 10:00")); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("who lost the role resumes it: %v", err)
	}
	if err := w.turn(second, p.UID, planned.Active, clock("2026-12-03 10:00")); err != nil {
		t.Fatal(err)
	}
	if counts := w.morning("2027-01-06"); counts["runs"] != 1 || counts["mails"] != 1 {
		t.Errorf("resumed: %v", counts)
	}
}

// What a link leads to is made for its reader by the rights of then, once the run is
// theirs: HR's as it was known when the run was made, and logged.
func TestALinkOpensWhatItsReaderMayRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.plan(w.hr, variant(planned.HR), "BAU", "petra@gemeinde.example", "paul@gemeinde.example")
	own := w.plan(w.head, variant(planned.Line), "BAU")
	w.morning("2026-12-03")
	now := clock("2026-12-04 10:00")
	run, line := w.runs(p)[0], w.runs(own)[0]
	open := func(person int64, uid string) (planned.Opened, error) {
		return w.Open(t.Context(), uid, w.act(person, now))
	}
	if _, err := open(w.auditor, run.UID); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("somebody to whom it did not go: %v", err)
	}
	if _, err := open(w.hr, line.UID); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("HR opens the line of somebody: %v", err)
	}
	for person, uid := range map[int64]string{w.part: run.UID, w.head: line.UID} {
		o, err := open(person, uid)
		if err != nil {
			t.Fatal(err)
		}
		by, err := people.Get(t.Context(), w.Org.DB, person)
		if err != nil {
			t.Fatal(err)
		}
		q, _ := o.Query(by, "de", w.act(person, now))
		made, err := w.Reports.Write(t.Context(), &bytes.Buffer{}, q)
		if err != nil {
			t.Fatal(err)
		}
		seen, _, err := audit.SeenBy(t.Context(), w.Org.DB, w.luca, 10, 0)
		if err != nil || len(seen) == 0 || seen[0].ViewerID != person {
			t.Errorf("person %d read it, and the log says %+v, %v", person, seen, err)
		}
		for plan, list := range map[int64][]planned.Told{w.part: w.runs(p), w.head: w.runs(own)} {
			for _, r := range list[0].Readers {
				if plan == person && r.PersonID == person && (r.Report != made.UID || r.Opened == nil) {
					t.Errorf("person %d opened %s, and the run says %+v", person, made.UID, r)
				}
			}
		}
	}
	w.end("role_grants", w.part, "2026-12-04")
	if _, err := open(w.part, run.UID); !apperr.Is(err, apperr.Forbidden) {
		t.Errorf("without the role: %v", err)
	}
}
