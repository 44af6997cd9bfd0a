package report_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/report/reporttest"
	"zaemme/internal/testing/dbtest"
	"zaemme/views"
)

var (
	now   = time.Date(2026, time.November, 21, 9, 0, 0, 0, time.UTC)
	today = calendar.DateOf(now)
)

// world is a generated organisation: departments three levels deep, second
// employments, persons outside the total, managers, and duties in every status.
type world struct {
	*reporttest.Org
	service     *report.Service
	departments []int64
	codes       []string
	persons     []int64
	boss        int64 // heads departments[1] and its subtree
	injected    int64
}

var courseCodes = []string{"DS-01", "IS-01", "KI-01", "ZA-01"}

func generate(t testing.TB, seed uint64, persons int) *world {
	t.Helper()
	d := dbtest.New(t)
	bundle, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(seed, 7))
	w := &world{Org: reporttest.New(t, d), service: &report.Service{DB: d, Texts: bundle, Version: "test"}}
	w.From = today.AddDays(-900)
	for i := range 6 {
		var parent int64
		if i > 0 {
			parent = w.departments[[]int{0, 0, 0, 1, 1, 3}[i]]
		}
		code := fmt.Sprintf("D%d", i)
		w.departments = append(w.departments, w.Department(code, "Abteilung "+code, parent))
		w.codes = append(w.codes, code)
	}
	for i, code := range courseCodes {
		w.Course(code, fmt.Sprintf("Kurs %d", i))
	}
	w.Rule()
	w.boss = w.Person("Ruth", "Beispiel", "r@x", w.departments[0], 0)
	w.Head(w.departments[1], w.boss)
	w.injected = w.Person("=1+1", "@SUM(A1)", "+49", w.departments[3], w.boss)
	w.persons = []int64{w.injected}
	for i := range persons - 1 {
		mail := ""
		if r.IntN(3) > 0 {
			mail = fmt.Sprintf("p%d@gemeinde.example", i)
		}
		id := w.Person(fmt.Sprintf("Vor%d", i), fmt.Sprintf("Nach%d", r.IntN(50)), mail, w.departments[r.IntN(6)], 0)
		switch r.IntN(6) {
		case 0:
			w.Employ(id, w.departments[r.IntN(6)], w.boss, 40, "hourly")
		case 1:
			w.Employ(id, w.departments[r.IntN(6)], 0, 10, "official")
		}
		w.persons = append(w.persons, id)
	}
	official := w.Insert(`insert into persons (first_name, last_name) values ('Eva', 'Rat') returning id`, nil)
	w.Employ(official, w.departments[0], 0, 80, "official")
	w.persons = append(w.persons, official)
	var events []ledger.Event
	for _, p := range w.persons {
		for _, code := range courseCodes {
			events = append(events, w.duty(r, p, code)...)
		}
	}
	w.Append(events...)
	return w
}

// duty is a random but valid history of one duty.
func (w *world) duty(r *rand.Rand, person int64, code string) []ledger.Event {
	on := today.AddDays(-20 - r.IntN(500))
	due := on.AddDays(30)
	assigned := w.Assigned(person, code, on, due)
	at := func(kind ledger.Kind, cycle int16, after int) ledger.Event {
		return ledger.Event{PersonID: person, CourseID: w.Courses[code], Cycle: cycle, Kind: kind, EffectiveOn: on.AddDays(after)}
	}
	switch r.IntN(13) {
	case 0:
		return nil
	case 1:
		return []ledger.Event{assigned, at(ledger.KindWithdrawn, 1, 15)}
	case 2:
		e := at(ledger.KindExempted, 1, 3)
		e.Reason = "prior_knowledge"
		return []ledger.Event{assigned, e}
	case 3:
		return []ledger.Event{assigned, at(ledger.KindPaused, 1, 5)}
	case 4:
		e := at(ledger.KindExtended, 1, 10)
		e.DueOn, e.Reason = today.AddDays(r.IntN(60)-20), "workload"
		return []ledger.Event{assigned, e}
	case 5:
		assigned.GraceUntil = today.AddDays(r.IntN(40) - 5)
		assigned.GraceUntil = max(assigned.GraceUntil, due)
		return []ledger.Event{assigned}
	case 6:
		assigned.DueOn = 0
		return []ledger.Event{assigned}
	case 7: // a renewal
		until := on.AddDays(400)
		next := w.Assigned(person, code, until.AddDays(-60), until)
		next.Cycle = 2
		list := []ledger.Event{assigned, w.Completed(person, code, 1, on.AddDays(12), until)}
		if next.EffectiveOn < today {
			list = append(list, next)
		}
		return list
	case 8:
		return []ledger.Event{assigned, at(ledger.KindStarted, 1, 2)}
	case 9:
		return []ledger.Event{assigned}
	default:
		done := w.Completed(person, code, 1, on.AddDays(r.IntN(45)), on.AddDays(365+r.IntN(300)))
		if r.IntN(4) == 0 {
			done.Kind, done.How, done.ActorID, done.ConfirmedBy = ledger.KindRecorded, ledger.HowExternal, 0, w.boss
		}
		return []ledger.Event{assigned, done}
	}
}

// hr asks for everything.
func (w *world) hr(asOf calendar.Date) report.Query {
	return report.Query{AsOf: asOf, Scope: people.Scope{Everyone: true, Day: today}, Variant: report.HR, Language: "de", Now: now,
		By: people.Person{ID: w.boss, FirstName: "Ruth", LastName: "Beispiel"}}
}

// line asks for the boss' own line.
func (w *world) line(asOf calendar.Date) report.Query {
	w.T.Helper()
	scope, err := people.ScopeOf(w.T.Context(), w.DB, w.boss, today)
	if err != nil {
		w.T.Fatal(err)
	}
	q := w.hr(asOf)
	q.Scope, q.Variant = scope, report.Line
	return q
}

func (w *world) write(q report.Query) ([]byte, report.Report) {
	w.T.Helper()
	var out bytes.Buffer
	r, err := w.service.Write(context.WithoutCancel(w.T.Context()), &out, q)
	if err != nil {
		w.T.Fatal(err)
	}
	return out.Bytes(), r
}

func (w *world) figures(q report.Query) (*report.Figures, [32]byte) {
	w.T.Helper()
	f, hash, err := w.service.Figures(w.T.Context(), q)
	if err != nil {
		w.T.Fatal(err)
	}
	return f, hash
}

func (w *world) rows(q report.Query) (list []report.Row) {
	w.T.Helper()
	if err := w.service.Rows(w.T.Context(), q, func(_ *report.Subject, rows []report.Row) error {
		list = append(list, rows...)
		return nil
	}); err != nil {
		w.T.Fatal(err)
	}
	return list
}
