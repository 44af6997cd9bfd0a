package app

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/holiday"
	"zaemme/internal/hrimport"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/testing/wide"
)

// A report for (D, T) is asked; then lists, edits by hand, late records,
// corrections, forgetting, settings and holidays come at random, by writers whose
// transactions were open while T was taken too, and while the database's clock is
// set forward and back: asked again, it has the same rows and the same hash.
func TestAReportAsKnownAtAMomentStays(t *testing.T) {
	t.Parallel()
	for seed := range uint64(wide.N(2)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			k := newKnower(t, seed)
			for range 45 {
				k.step()
				k.ask()
			}
			for _, a := range k.asked {
				k.again(a)
			}
			k.varied()
		})
	}
}

// asked is a report as it was when it was asked first.
type asked struct {
	day   calendar.Date
	known time.Time
	rows  string
	sum   [32]byte
	after string // what had been done last
}

type knower struct {
	*real
	*rand.Rand
	owner *db.DB
	lists []month
	asked []asked
	done  map[string]int
	turns []int // of the steps, those still to come
	last  string
}

// newKnower has a database whose clock can be set: functions in front of the
// system's own of these names.
func newKnower(t *testing.T, seed uint64) *knower {
	t.Helper()
	appURL, ownerURL := dbtest.URLs(t)
	owner := dbtest.Owner(t)
	for _, sql := range []string{
		`create schema stepped`,
		`create table stepped.clock (behind interval not null)`,
		`insert into stepped.clock values ('0')`,
		`create function stepped.clock_timestamp() returns timestamptz language sql volatile as
			'select pg_catalog.clock_timestamp() - behind from stepped.clock'`,
		`create function stepped.statement_timestamp() returns timestamptz language sql stable as
			'select pg_catalog.statement_timestamp() - behind from stepped.clock'`,
		`grant usage on schema stepped to public`,
		`grant select on stepped.clock to public`,
	} {
		if err := owner.Query(t.Context()).Exec(sql).Error; err != nil {
			t.Fatal(err)
		}
	}
	join := "?"
	if strings.Contains(appURL, "?") {
		join = "&"
	}
	lists := inventedMonths()
	k := &knower{real: openRealAt(t, lists[0].at, appURL+join+"search_path=stepped,pg_catalog,public", ownerURL), owner: owner,
		Rand: rand.New(rand.NewPCG(seed, 3)), lists: lists, done: map[string]int{}}
	k.take(k.lists[0])
	k.lists = k.lists[1:]
	return k
}

// step does one thing that writes; each kind has its turn before any comes again.
func (k *knower) step() {
	k.t.Helper()
	steps := []struct {
		name string
		do   func() bool // false: nothing to do
	}{
		{"list", k.nextList}, {"days pass", k.daysPass}, {"move", k.move}, {"rename", k.rename}, {"absence", k.absence},
		{"complete", k.complete}, {"complete", k.complete}, {"correct", k.correct}, {"forget", k.forget}, {"setting", k.setting}, {"holiday", k.holiday},
		{"open writer", k.openWriter}, {"open writer", k.openWriter}, {"clock", k.stepClock},
	}
	for range 2 * len(steps) {
		if len(k.turns) == 0 {
			k.turns = k.Perm(len(steps))
		}
		s := steps[k.turns[0]]
		k.turns = k.turns[1:]
		if s.do() {
			k.done[s.name]++
			k.last = s.name
			return
		}
	}
}

// ask takes a report of any day so far, at the horizon.
func (k *knower) ask() {
	k.t.Helper()
	known, err := k.DB.Horizon(k.t.Context())
	k.must(err)
	a := asked{day: k.today().AddDays(-k.IntN(60)), known: known, after: k.last}
	a.rows, a.sum = k.report(a.day, known)
	k.asked = append(k.asked, a)
	k.again(k.asked[k.IntN(len(k.asked))])
}

func (k *knower) again(a asked) {
	k.t.Helper()
	if rows, sum := k.report(a.day, a.known); rows != a.rows || sum != a.sum {
		k.t.Fatalf("the report of %s as known at %s, asked after %q, has changed by %q", a.day, a.known, a.after, k.last)
	}
}

// report has what is left of a row when somebody is forgotten: ID, department,
// course, dates and status; in an order of its own, since a report goes by names.
func (k *knower) report(day calendar.Date, known time.Time) (rows string, sum [32]byte) {
	k.t.Helper()
	q := report.Compliance(day, k.now)
	q.KnownAt = known
	_, sum, err := k.Reports.Figures(k.t.Context(), q)
	k.must(err)
	var all []string
	k.must(k.Reports.Rows(k.t.Context(), q, func(s *report.Subject, list []report.Row) error {
		var units []string
		for _, d := range s.Departments {
			units = append(units, d.Code)
		}
		for _, r := range list {
			all = append(all, fmt.Sprint(s.ID, units, s.Counted, r.Course.Code, r.Status, r.Due, r.GraceUntil, r.FirstDueOn, r.Corrected, r.Cycle))
		}
		return nil
	}))
	slices.Sort(all)
	return strings.Join(all, "\n"), sum
}

// varied holds that the test has shown something.
func (k *knower) varied() {
	k.t.Helper()
	different := map[[32]byte]bool{}
	for _, a := range k.asked {
		different[a.sum] = true
	}
	if len(different) < len(k.asked)/3 {
		k.t.Errorf("%d different reports of %d", len(different), len(k.asked))
	}
	for _, name := range []string{"complete", "move", "open writer", "clock"} {
		if k.done[name] == 0 {
			k.t.Errorf("no %s in %v", name, k.done)
		}
	}
	if v, err := k.Ledger.Verify(k.t.Context(), k.DB, nil); err != nil || v.Broken != nil {
		k.t.Errorf("the ledger: %+v, %v", v.Broken, err)
	}
}

func (k *knower) nextList() bool {
	if len(k.lists) == 0 {
		return false
	}
	if k.lists[0].at.After(k.now) {
		k.now = k.lists[0].at
	}
	k.take(k.lists[0])
	k.lists = k.lists[1:]
	return true
}

func (k *knower) daysPass() bool {
	k.now = k.now.AddDate(0, 0, 1+k.IntN(25))
	_, err := k.Change.RunDay(k.t.Context(), k.today())
	k.must(err)
	return true
}

// try applies an edit by hand; what the edit refuses is no step.
func (k *knower) try(b hrimport.ByHand) bool {
	k.t.Helper()
	plan, err := k.HRImport.Edit(k.t.Context(), b, "", 0, k.today(), k.now)
	if err != nil || plan.Empty() {
		return false
	}
	_, err = k.Change.Apply(k.t.Context(), plan.UID.String(), 0, plan.Draft.Confirm, k.now)
	k.must(err)
	return true
}

// anybody is a random person on record, with a main employment.
func (k *knower) anybody() (*people.Roster, string, *people.EmploymentEntry) {
	k.t.Helper()
	roster, err := people.LoadRoster(k.t.Context(), k.DB, k.today())
	k.must(err)
	keys := slices.Sorted(maps.Keys(roster.Persons))
	k.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	for _, key := range keys {
		if had := roster.Persons[key].Employments["1"]; had != nil && had.ExitOn >= k.today() && had.EntryOn < k.today() {
			return roster, key, had
		}
	}
	return roster, "", nil
}

func (k *knower) move() bool {
	_, key, had := k.anybody()
	if had == nil {
		return false
	}
	state := had.EmploymentState
	state.Department = fmt.Sprint(11 + k.IntN(4))
	state.Pensum = float64(40 + 10*k.IntN(6))
	return k.try(hrimport.ByHand{From: max(k.today().AddDays(-k.IntN(20)), had.EntryOn), Employment: &hrimport.EmploymentEdit{Person: key, No: "1", State: state}})
}

func (k *knower) rename() bool {
	roster, _, _ := k.anybody()
	code := fmt.Sprint(11 + k.IntN(4))
	d := roster.Departments[code]
	if d == nil {
		return false
	}
	state := d.DepartmentState
	state.Name = fmt.Sprintf("Bereich %d, Fassung %d", k.IntN(100), len(k.asked))
	return k.try(hrimport.ByHand{From: k.today().AddDays(-k.IntN(10)), Department: &hrimport.DepartmentEdit{Code: code, State: state}})
}

func (k *knower) absence() bool {
	_, key, had := k.anybody()
	if had == nil {
		return false
	}
	from := k.today().AddDays(k.IntN(40) - 20)
	return k.try(hrimport.ByHand{From: k.today(), Absence: &hrimport.AbsenceEdit{Person: key,
		After: &calendar.Interval{From: from, Until: from.AddDays(5 + k.IntN(40))}}})
}

// append adds events in a transaction of their own; what the ledger refuses is no
// step.
func (k *knower) append(events ...ledger.Event) bool {
	k.t.Helper()
	err := k.DB.Write(k.t.Context(), func(tx *db.Tx) error {
		_, err := k.Ledger.Append(k.t.Context(), tx, events...)
		return err
	})
	return err == nil
}

// duty is a random duty that is open or fulfilled.
func (k *knower) duty(fulfilled bool) (person, course, event int64, no int16) {
	k.t.Helper()
	row := struct {
		PersonID, CourseID, Event int64
		Cycle                     int16
	}{}
	err := db.One(k.DB.Query(k.t.Context()), &row, `
		select person_id, course_id, cycle, coalesce(completed_event, 0) as event from assignments
		where (completed_on is not null) = ? and withdrawn_on is null order by md5(person_id::text || course_id || ?) limit 1`,
		fulfilled, fmt.Sprint(k.Int64()))
	if err != nil && !db.IsNotFound(err) {
		k.t.Fatal(err)
	}
	return row.PersonID, row.CourseID, row.Event, row.Cycle
}

// complete records a completion, often late.
func (k *knower) complete() bool {
	person, course, _, no := k.duty(false)
	on := k.today().AddDays(-k.IntN(15))
	return person != 0 && k.append(ledger.Event{PersonID: person, CourseID: course, Cycle: no, Kind: ledger.KindCompleted, How: ledger.HowOnline,
		EvidenceNo: fmt.Sprintf("K-%d-%d", len(k.asked), k.IntN(1_000_000)), EffectiveOn: on, ValidUntil: on.AddDays(30 + k.IntN(400))})
}

func (k *knower) correct() bool {
	person, course, event, no := k.duty(true)
	return person != 0 && event != 0 && k.append(ledger.Event{PersonID: person, CourseID: course, Cycle: no, Kind: ledger.KindCorrected,
		EffectiveOn: k.today(), Voids: event, Reason: "wrong_person"})
}

// forget takes what names somebody.
func (k *knower) forget() bool {
	person, _, _, _ := k.duty(k.IntN(2) == 0)
	for _, sql := range []string{
		`update persons set first_name = '', last_name = '', email = null where id = ?`,
		`update employment_facts set function = '' where person_id = ?`,
	} {
		k.must(k.owner.Query(k.t.Context()).Exec(sql, person).Error)
	}
	return person != 0
}

// holiday makes a closure of days gone by or to come, of the set that every site
// follows.
func (k *knower) holiday() bool {
	set, err := holiday.Find(k.t.Context(), k.DB, people.DefaultCalendar)
	k.must(err)
	from := k.today().AddDays(k.IntN(80) - 40)
	closure := holiday.Day{Interval: calendar.Interval{From: from, Until: from.AddDays(k.IntN(5))}, Kind: holiday.Closure, Name: fmt.Sprint("Umbau ", k.IntN(1000))}
	return k.DB.Write(k.t.Context(), func(tx *db.Tx) error {
		return holiday.Change(k.t.Context(), tx, 0, set.Code, holiday.Added, set.ID, func(c holiday.Content) holiday.Content { return c.With(closure) })
	}) == nil // over another closure it is refused
}

func (k *knower) setting() bool {
	k.must(k.DB.Write(k.t.Context(), func(tx *db.Tx) error {
		return settings.Set(k.t.Context(), tx, 0, k.today(), "municipality", fmt.Sprint("Gemeinde ", k.IntN(1000)))
	}))
	return true
}

// openWriter records a completion and leaves its transaction open while a report
// is asked, and the clock stepped now and then.
func (k *knower) openWriter() bool {
	k.t.Helper()
	person, course, _, no := k.duty(false)
	if person == 0 {
		return false
	}
	stamped, commit, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	number := fmt.Sprintf("W-%d-%d", len(k.asked), k.IntN(1_000_000))
	on := k.today().AddDays(-k.IntN(30))
	go func() {
		ended <- k.DB.Write(k.t.Context(), func(tx *db.Tx) error {
			_, err := k.Ledger.Append(k.t.Context(), tx, ledger.Event{PersonID: person, CourseID: course, Cycle: no, Kind: ledger.KindCompleted,
				How: ledger.HowOnline, EvidenceNo: number, EffectiveOn: on, ValidUntil: on.AddDays(300)})
			close(stamped)
			if err == nil {
				<-commit
			}
			return err
		})
	}()
	<-stamped
	if k.IntN(2) == 0 {
		k.stepClock()
	}
	k.ask()
	close(commit)
	return <-ended == nil // what the ledger refuses is no step
}

// stepClock sets the database's clock forward or back, by so little that it soon
// passes what was given out: above that, nothing is recorded at the clock's time.
func (k *knower) stepClock() bool {
	k.must(k.owner.Query(k.t.Context()).Exec(`update stepped.clock set behind = make_interval(secs => ?)`, float64(k.IntN(400)-200)/1000).Error)
	return true
}
