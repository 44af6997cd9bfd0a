package payroll_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/payroll"
	"zaemme/internal/report/reporttest"
	"zaemme/internal/testing/dbtest"
)

var (
	now   = time.Date(2027, time.April, 9, 9, 0, 0, 0, time.UTC)
	today = calendar.DateOf(now)
)

func month(m time.Month) calendar.Date { return calendar.NewDate(2027, m, 1) }

// world has Luca, who is paid by the hour, and Anna, who is not.
type world struct {
	*reporttest.Org
	bau, luca, anna int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Org: reporttest.New(t, dbtest.New(t))}
	w.bau = w.Department("BAU", "Bau und Umwelt", 0)
	w.Course("IS-01", "Informationssicherheit")
	w.Course("DS-01", "Datenschutz")
	w.Rule()
	w.luca = w.hourly("Luca")
	w.anna = w.Person("Anna", "Muster", "anna@gemeinde.example", w.bau, 0)
	return w
}

func (w *world) hourly(first string) int64 {
	w.T.Helper()
	id := w.Person(first, "Vorlage", "", w.bau, 0)
	w.Insert(`update employment_facts set pensum = null, category = 'hourly' where person_id = @p returning id`, map[string]any{"p": id})
	return id
}

// learn is a completion of a duty that was assigned for it.
func (w *world) learn(person int64, code string, day calendar.Date) ledger.Event {
	w.T.Helper()
	return w.learnCycle(person, code, 1, day)
}

// learnCycle is learn for a renewal.
func (w *world) learnCycle(person int64, code string, cycle int16, day calendar.Date) ledger.Event {
	w.T.Helper()
	assigned := w.Assigned(person, code, day.AddDays(-20), day.AddDays(10))
	assigned.Cycle = cycle
	done := w.Append(assigned, w.Completed(person, code, cycle, day, day.AddDays(365)))
	return done[1]
}

func (w *world) owed(m time.Month) []payroll.Line {
	w.T.Helper()
	lines, err := payroll.Read(w.T.Context(), w.DB, month(m), now.AddDate(70, 0, 0))
	if err != nil {
		w.T.Fatal(err)
	}
	return lines
}

func words(lines []payroll.Line) string {
	var list []string
	for _, l := range lines {
		list = append(list, fmt.Sprintf("%s %d %s", l.CompletedOn, l.Minutes, l.Cause))
	}
	return strings.Join(list, ", ")
}

func (w *world) closing(m time.Month) (string, error) {
	w.T.Helper()
	return payroll.Close(w.T.Context(), w.DB, payroll.Closing{Month: month(m), Digest: payroll.Digest(w.owed(m)), Actor: w.anna, Now: now})
}

func (w *world) close(m time.Month) []payroll.Line {
	w.T.Helper()
	uid, err := w.closing(m)
	if err != nil {
		w.T.Fatal(err)
	}
	_, lines, err := payroll.ReadExport(w.T.Context(), w.DB, uid)
	if err != nil {
		w.T.Fatal(err)
	}
	return lines
}

// A month owes what was learned in it by who is paid by the hour; once closed it owes
// nothing more, and what becomes known later comes with the next export.
func TestAMonth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.learn(w.luca, "IS-01", month(1).AddDays(-3)) // before the first export: paid, or not, by other means
	w.learn(w.luca, "DS-01", month(1).AddDays(9))
	w.learn(w.anna, "DS-01", month(1).AddDays(9)) // by the month
	beside := w.hourly("Maria")
	w.Employ(beside, w.bau, 0, 40, "permanent")
	w.learn(beside, "IS-01", month(1).AddDays(30))
	outside := w.Completed(w.hourly("Noël"), "IS-01", 1, month(1).AddDays(4), calendar.Forever)
	outside.How, outside.Kind = ledger.HowExternal, ledger.KindTaken
	w.Append(outside)
	got := w.owed(1)
	if words(got) != "2027-01-10 45 completed, 2027-01-31 45 completed" || got[0].Salaried || !got[1].Salaried || got[0].DepartmentID != w.bau {
		t.Fatalf("January owes %s: %+v", words(got), got)
	}
	if closed := w.close(1); words(closed) != words(got) {
		t.Errorf("closed with %s", words(closed))
	}
	if got := w.owed(1); len(got) != 0 {
		t.Errorf("after that January owes %s", words(got))
	}
	// Known in March only: a session of January, and that the first one never counted.
	w.learn(w.hourly("Otto"), "IS-01", month(1).AddDays(20))
	w.learnCycle(w.luca, "IS-01", 2, month(2).AddDays(3)) // renewed
	w.Append(ledger.Event{PersonID: w.luca, CourseID: w.Courses["DS-01"], Cycle: 1, Kind: ledger.KindRevoked, EffectiveOn: today, ActorID: w.anna, Reason: "mistake",
		DueOn: today.AddDays(30)})
	if got, want := words(w.close(2)), "2027-01-10 -45 revoked, 2027-01-21 45 late, 2027-02-04 45 completed"; got != want {
		t.Errorf("February closes with %s, want %s", got, want)
	}
	if got := w.owed(1); len(got) != 0 {
		t.Errorf("January owes %s again", words(got))
	}
	// The revocation was wrong: the minutes come back, once.
	events, err := ledger.New().Events(t.Context(), w.DB, w.luca, w.Courses["DS-01"])
	if err != nil {
		t.Fatal(err)
	}
	w.Append(ledger.Event{PersonID: w.luca, CourseID: w.Courses["DS-01"], Cycle: 1, Kind: ledger.KindCorrected, Voids: events[len(events)-1].ID, EffectiveOn: today,
		ActorID: w.anna, Reason: "mistake"})
	if got := words(w.owed(3)); got != "2027-01-10 45 late" {
		t.Errorf("March owes %s", got)
	}
	list, err := payroll.Exports(t.Context(), w.DB, month(1))
	if err != nil || len(list) != 1 || list[0].Lines != 2 || list[0].Minutes != 90 {
		t.Errorf("%+v, %v", list, err)
	}
}

// A completion moved to another day, or of somebody who never was paid by the hour,
// is taken back; the day that is right is paid.
func TestWhatIsTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.learn(w.luca, "IS-01", month(1).AddDays(9))
	w.learn(w.hourly("Maria"), "IS-01", month(1).AddDays(11))
	w.close(1)
	moved := first
	moved.RecordedAt = time.Time{}
	moved.ID, moved.Kind, moved.Voids, moved.Replaces, moved.EffectiveOn, moved.EvidenceNo, moved.ActorID, moved.Reason = 0, ledger.KindCorrected, first.ID, true,
		month(2).AddDays(1), "IS-01-MOVED", w.anna, "mistake"
	w.Append(moved)
	w.Insert(`update employment_facts set pensum = 80, category = 'permanent' where person_id = (select id from persons where first_name = 'Maria') returning id`, nil)
	if got, want := words(w.close(2)), "2027-01-10 -45 corrected, 2027-01-12 -45 not_hourly, 2027-02-02 45 completed"; got != want {
		t.Errorf("February closes with %s, want %s", got, want)
	}
}

func TestClosingIsWhatWasShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if _, err := payroll.Close(t.Context(), w.DB, payroll.Closing{Month: today, Actor: w.anna, Now: now}); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("a month that is not over: %v", err)
	}
	shown := payroll.Digest(w.owed(3))
	w.learn(w.luca, "IS-01", month(3).AddDays(2))
	if _, err := payroll.Close(t.Context(), w.DB, payroll.Closing{Month: month(3), Digest: shown, Actor: w.anna, Now: now}); !apperr.Is(err, apperr.Stale) {
		t.Errorf("what was not shown: %v", err)
	}
	w.close(3)
	if _, err := w.closing(2); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("a month before the first: %v", err)
	}
	if _, err := w.closing(3); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("nothing new: %v", err)
	}
	if _, _, err := payroll.ReadExport(t.Context(), w.DB, "nobody-knows-it"); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("an unknown export: %v", err)
	}
	for _, change := range []string{`update payroll_lines set minutes = 1`, `delete from payroll_exports`} {
		if err := w.DB.Write(t.Context(), func(tx *db.Tx) error { return tx.Query(context.Background()).Exec(change).Error }); err == nil {
			t.Errorf("%s is possible", change)
		}
	}
}

// opens are the months that wait to be closed.
func (w *world) opens() string {
	w.T.Helper()
	list, err := payroll.Open(w.T.Context(), w.DB, today)
	if err != nil {
		w.T.Fatal(err)
	}
	return fmt.Sprint(list)
}

// A month is open once it is over, as long as it has something to hand over and no
// export; what changes in a closed month goes with the next one that is not closed.
func TestOpenMonths(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.opens(); got != "[]" {
		t.Errorf("open in an empty place: %s", got)
	}
	w.learn(w.anna, "IS-01", month(2).AddDays(3)) // by the month
	w.learn(w.luca, "DS-01", today.AddDays(-2))   // the month is not over
	if got := w.opens(); got != "[]" {
		t.Errorf("nothing is to be handed over, open: %s", got)
	}
	done := w.learn(w.luca, "IS-01", month(1).AddDays(9))
	w.learn(w.hourly("Maria"), "IS-01", month(3).AddDays(2))
	if got := w.opens(); got != "[2027-01-01 2027-03-01]" {
		t.Errorf("open: %s", got)
	}
	w.close(1)
	if got := w.opens(); got != "[2027-03-01]" {
		t.Errorf("January is closed, open: %s", got)
	}
	w.close(3)
	if got := w.opens(); got != "[]" {
		t.Errorf("all is closed, open: %s", got)
	}
	w.learn(w.hourly("Otto"), "IS-01", month(1).AddDays(-9)) // before the first export
	if got := w.opens(); got != "[]" {
		t.Errorf("before the first export nothing is handed over, open: %s", got)
	}
	w.Append(ledger.Event{PersonID: w.luca, CourseID: w.Courses["IS-01"], Cycle: 1, Kind: ledger.KindCorrected, Voids: done.ID, EffectiveOn: today, ActorID: w.anna, Reason: "mistake"})
	if got := w.opens(); got != "[2027-02-01]" {
		t.Errorf("January is to be taken back, open: %s", got)
	}
	if got := words(w.close(2)); got != "2027-01-10 -45 corrected" {
		t.Errorf("February hands over %s", got)
	}
	if got := w.opens(); got != "[]" {
		t.Errorf("after that, open: %s", got)
	}
	if n, err := payroll.Open(t.Context(), w.DB, calendar.NewDate(2029, time.June, 1)); err != nil || len(n) != 1 || n[0] != month(4).AddMonths(2) {
		t.Errorf("what is older than can be closed: %v, %v", n, err)
	}
}

// Whatever happens between exports, all lines of a completion make its minutes if it
// stands, and nothing if it does not.
func TestSumsStayRight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rng := rand.New(rand.NewPCG(5, 8))
	var done []ledger.Event
	var people []int64
	for i := range 12 {
		people = append(people, w.hourly(fmt.Sprint("P", i)))
	}
	w.close(1) // nothing yet: from here on every minute passes by an export
	for m := time.January; m <= time.March; m++ {
		for _, p := range people {
			code := []string{"IS-01", "DS-01"}[rng.IntN(2)]
			if !slicesHas(done, p, w.Courses[code]) && rng.IntN(2) == 0 {
				done = append(done, w.learn(p, code, month(time.Month(1+rng.IntN(int(m)))).AddDays(rng.IntN(27))))
			}
		}
		for i := range done {
			if rng.IntN(5) == 0 && done[i].ID != 0 {
				w.Append(ledger.Event{PersonID: done[i].PersonID, CourseID: done[i].CourseID, Cycle: 1, Kind: ledger.KindCorrected, Voids: done[i].ID, EffectiveOn: today,
					ActorID: w.anna, Reason: "mistake"})
				done[i].ID = 0
			}
		}
		for range 2 {
			if _, err := w.closing(m); err != nil && !apperr.Is(err, apperr.Conflict) {
				t.Fatal(err)
			}
		}
	}
	want := 0
	for _, e := range done {
		if e.ID != 0 {
			want += 45
		}
	}
	var got, negative int
	if err := w.DB.Query(t.Context()).Raw(`select coalesce(sum(minutes), 0) from payroll_lines`).Scan(&got).Error; err != nil || got != want || want == 0 {
		t.Errorf("%d minutes were exported, want %d, %v", got, want, err)
	}
	if err := w.DB.Query(t.Context()).Raw(`select count(*) from payroll_lines where minutes < 0`).Scan(&negative).Error; err != nil || negative == 0 {
		t.Errorf("nothing was taken back, %v", err)
	}
}

func slicesHas(list []ledger.Event, person, course int64) bool {
	for _, e := range list {
		if e.PersonID == person && e.CourseID == course {
			return true
		}
	}
	return false
}
