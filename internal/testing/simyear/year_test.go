package simyear

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"zaemme/courses"
	"zaemme/internal/app"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/hrimport"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/testing/mailtest"
)

// size of a play. The full one runs under `make check`.
type size struct {
	people, days, kills int
}

var small, full = size{people: 80, days: 96, kills: 1}, size{people: 6000, days: 365, kills: 3}

// year is one play.
type year struct {
	*town
	size
	t         *testing.T
	app       *app.App
	database  *db.DB // as its owner
	now       time.Time
	first     calendar.Date
	url       string
	server    *mailtest.Server
	faults    faults
	processes [2]*process
	killed    int
	killHour  int              // of the next one
	decided   int              // exemptions and extensions
	ids       map[string]int64 // personnel number → person
	titles    map[string]string
	codes     map[int64]string
	outage    calendar.Interval
	post
}

// The year: what is said of it is held at its end, but for the mails, which are
// held against the truth on the day.
func TestTheSimulatedYear(t *testing.T) {
	t.Parallel()
	s := small
	if os.Getenv("ZAEMME_CHECK") != "" {
		s = full
	}
	y := newYear(t, s)
	began := time.Now()
	for i := range s.days {
		y.day(y.first.AddDays(i), i)
	}
	for _, p := range y.processes {
		p.quit(t)
	}
	t.Logf("%d people, %d days in %s: %d mails, %d killed, faults %+v", len(y.all), s.days, time.Since(began).Round(time.Second), y.mails, y.killed, y.faults.counts())
	y.outcomes()
}

func newYear(t *testing.T, s size) *year {
	t.Helper()
	appURL, _ := dbtest.URLs(t)
	y := &year{size: s, t: t, first: calendar.NewDate(2027, time.February, 1), url: appURL, server: mailtest.New(t), titles: map[string]string{},
		codes: map[int64]string{}, post: newPost(), killHour: 8, database: dbtest.Owner(t)}
	y.town = newTown(7, s.people, y.first)
	y.now = y.at(y.first, 6, 0)
	var err error
	y.app, err = open(t.Context(), appURL, y.server.URL, func() time.Time { return y.now })
	y.must(err)
	t.Cleanup(y.app.Close)
	y.courses()
	y.must(y.app.DB.Write(t.Context(), func(tx *db.Tx) error {
		return settings.Set(t.Context(), tx, 0, y.first, "go_live", y.first.String())
	}))
	y.rules(curriculum.RulesChange{
		Curricula: []curriculum.Curriculum{
			{Code: "alle", Title: coursefile.Texts{"de": "Alle"}, Lines: []curriculum.Line{{Course: "SIM-05"}, {Course: "SIM-06", DueDays: 20}}},
			{Code: "kann", Title: coursefile.Texts{"de": "Freiwillig"}, Lines: []curriculum.Line{{Course: "SIM-10", Mandatory: new(bool)}}},
		},
		Rules: []curriculum.Rule{
			{Code: "alle", Title: coursefile.Texts{"de": "Alle"}, Curriculum: "alle", Active: true},
			{Code: "kann", Title: coursefile.Texts{"de": "Freiwillig"}, Curriculum: "kann", Active: true},
		},
	})
	y.list()
	y.faults.begin(y.server)
	for i := range y.processes {
		y.processes[i] = start(t, appURL, y.server.URL)
	}
	middle := y.first.AddDays(s.days / 2)
	for middle.Weekday() != time.Monday {
		middle++
	}
	y.outage = calendar.Interval{From: middle, Until: middle + 4}
	return y
}

func (y *year) must(err error) {
	y.t.Helper()
	if err != nil {
		y.t.Fatal(err)
	}
}

func (y *year) ctx() context.Context { return y.t.Context() }

func (y *year) at(day calendar.Date, hour, minute int) time.Time {
	year, month, d := day.YMD()
	return time.Date(year, month, d, hour, minute, 0, 0, calendar.Zurich)
}

// courses adds six to those of the program: one is valid for four months only, so
// that its renewal falls into the year.
func (y *year) courses() {
	y.t.Helper()
	list, problems := coursefile.LoadAll(courses.Files)
	if coursefile.HasErrors(problems) {
		y.t.Fatal(problems)
	}
	var added []*coursefile.Course
	for n, name := range []string{"Fünf", "Sechs", "Sieben", "Acht", "Neun", "Zehn"} {
		c := *list[slices.IndexFunc(list, func(c *coursefile.Course) bool { return c.Code == "IS-01" })]
		c.Code, c.Titles, c.Fulfils, c.ValidityMonths = fmt.Sprintf("SIM-%02d", 5+n), coursefile.Texts{"de": "Übungskurs " + name, "en": "Exercise " + name}, nil, 12
		if n == 0 {
			c.ValidityMonths = 4
		}
		added = append(added, &c)
	}
	_, err := course.Sync(y.ctx(), y.app.DB, added, y.first)
	y.must(err)
	y.must(y.app.Catalogue.Refresh(y.ctx()))
	for _, v := range y.app.Catalogue.All() {
		y.titles[v.Code()], y.codes[v.CourseID] = v.Title("de"), v.Code()
	}
}

// rules proposes and applies a change of rules.
func (y *year) rules(c curriculum.RulesChange) {
	y.t.Helper()
	text, err := json.Marshal(c)
	y.must(err)
	plan, err := y.app.Change.Propose(y.ctx(), change.Request{Kind: change.Rules, Title: "Regeln", EffectiveOn: calendar.DateOf(y.now), Input: text}, y.now)
	y.must(err)
	_, err = y.app.Change.Apply(y.ctx(), plan.UID.String(), 0, plan.Draft.Confirm, y.now)
	y.must(err)
}

// list imports HR's list of the day.
func (y *year) list() {
	y.t.Helper()
	day := calendar.DateOf(y.now)
	p, err := y.app.HRImport.Preview(y.ctx(), hrimport.Upload{Name: "personal.csv", Content: y.town.list(day), EffectiveOn: day}, day, 0, y.now)
	y.must(err)
	if p.Blocked {
		y.t.Fatalf("the list of %s: %+v", day, p.Problems)
	}
	_, err = y.app.Change.Apply(y.ctx(), p.Plan.UID.String(), 0, p.Plan.Draft.Confirm, y.now)
	y.must(err)
	_, err = y.database.Pool().ExecContext(y.ctx(), `vacuum (analyze)`) // as autovacuum does in a running installation
	y.must(err)
	y.ids, err = people.Numbers(y.ctx(), y.app.DB)
	y.must(err)
}

// byHand applies an edit; what the program refuses, such as an absence over
// another, was not played.
func (y *year) byHand(b hrimport.ByHand) bool {
	y.t.Helper()
	plan, err := y.app.HRImport.Edit(y.ctx(), b, "", 0, calendar.DateOf(y.now), y.now)
	if err != nil {
		return false
	}
	_, err = y.app.Change.Apply(y.ctx(), plan.UID.String(), 0, plan.Draft.Confirm, y.now)
	y.must(err)
	return true
}

// day plays one.
func (y *year) day(day calendar.Date, i int) {
	y.t.Helper()
	_, _, ofMonth := day.YMD()
	y.tell(y.at(day, 0, 30))
	y.now = y.at(day, 6, 0)
	if i > 0 && ofMonth == 1 {
		y.turn(day, day.AddMonths(1).AddDays(-1))
		y.list()
	}
	if day == y.outage.Until+3 { // the Monday after
		y.declare()
	}
	switch i {
	case y.days * 3 / 10: // a new rule, for two units
		y.rules(curriculum.RulesChange{
			Curricula: []curriculum.Curriculum{{Code: "mehr", Title: coursefile.Texts{"de": "Mehr"}, Lines: []curriculum.Line{
				{Course: "SIM-07", DueDays: 14}, {Course: "SIM-08", DueDays: 21, GraceDays: 7}, {Course: "SIM-09", DueDays: 40}}}},
			Rules: []curriculum.Rule{y.more(curriculum.DepartmentRef{Code: fmt.Sprint(y.units[0])}, curriculum.DepartmentRef{Code: fmt.Sprint(y.units[1])})},
		})
	case y.days * 6 / 10: // for the first of them only
		y.rules(curriculum.RulesChange{Rules: []curriculum.Rule{y.more(curriculum.DepartmentRef{Code: fmt.Sprint(y.units[0])})}})
	case y.days * 7 / 10:
		code, into := y.merge()
		if !y.byHand(hrimport.ByHand{From: day, Merge: &hrimport.MergeEdit{Code: fmt.Sprint(code), Into: fmt.Sprint(into)}}) {
			y.t.Error("the reorganisation is refused")
		}
	}
	y.tell(y.at(day, 6, 40)) // reminders are written, not yet sent
	y.now = y.at(day, 7, 10)
	y.absences(day)
	y.learn(day)
	y.decide(day)
	y.tell(y.at(day, 8, 0))
	y.now = y.at(day, 10, 0)
	y.learn(day)
	y.tell(y.at(day, 13, 0))
}

func (y *year) more(units ...curriculum.DepartmentRef) curriculum.Rule {
	return curriculum.Rule{Code: "mehr", Title: coursefile.Texts{"de": "Mehr"}, Curriculum: "mehr", Active: true, Audience: curriculum.Audience{Departments: units}}
}

// tell gives both processes the moment and waits for them; now and then one is
// killed in the middle and started again. In the days of the outage nobody runs.
func (y *year) tell(now time.Time) {
	y.t.Helper()
	y.now = now
	day := calendar.DateOf(now)
	if y.outage.Contains(day) {
		return
	}
	kill := -1
	if y.killed < y.kills && now.Hour() == y.killHour && y.first.DaysUntil(day) >= (y.killed+1)*y.days/(y.kills+1) {
		kill = y.IntN(len(y.processes))
		y.killed++
		y.killHour = []int{0, 6, 8, 13}[y.IntN(4)]
	}
	for i, p := range y.processes {
		if err := p.tell(now); err != nil {
			y.t.Fatalf("process %d is gone: %v %s", i, err, p.said.String())
		}
	}
	if kill >= 0 {
		time.Sleep(time.Duration(y.IntN(60)) * time.Millisecond)
		y.processes[kill].kill()
	}
	for i, p := range y.processes {
		if i == kill {
			continue
		}
		if answer, ok := p.answer(); !ok {
			y.t.Fatalf("process %d ended at %s: %s", i, now, p.said.String())
		} else if answer != "done" {
			y.t.Logf("%s: process %d: %s", now.Format(time.DateTime), i, answer)
		}
	}
	if kill >= 0 {
		y.processes[kill] = start(y.t, y.url, y.server.URL)
	}
	y.take(day)
}

// absences are recorded as they begin.
func (y *year) absences(day calendar.Date) {
	y.t.Helper()
	for range 1 + y.people/1000 {
		o := y.somebody(day)
		if o == nil || o.isAway(day) || y.IntN(2) == 0 {
			continue
		}
		away := calendar.Interval{From: day, Until: day.AddDays(1 + y.IntN(25))}
		if y.byHand(hrimport.ByHand{From: day, Absence: &hrimport.AbsenceEdit{Person: o.number(), After: &away}}) {
			o.away = append(o.away, away)
		}
	}
}

// learn lets some pass a course that they have to.
func (y *year) learn(day calendar.Date) {
	y.t.Helper()
	for range 1 + y.people/60 {
		if o := y.somebody(day); o != nil && !o.isAway(day) && o.no%6 > 0 { // one in six never does
			y.passes(o, day)
		}
	}
}

func (y *year) passes(o *one, day calendar.Date) {
	y.t.Helper()
	id := y.ids[o.number()]
	duties, err := y.app.Ledger.Duties(y.ctx(), y.app.DB, []int64{id})
	y.must(err)
	for _, d := range duties {
		if d.AssignedOn == 0 || d.AssignedOn > day || d.CompletedOn != 0 || d.WithdrawnOn != 0 {
			continue
		}
		code := y.codes[d.CourseID]
		version, err := y.app.Catalogue.ByCode(code)
		y.must(err)
		until := day.AddMonths(version.Content.ValidityMonths)
		e := ledger.Event{PersonID: id, CourseID: d.CourseID, Cycle: d.No, Kind: ledger.KindCompleted, How: ledger.HowOnline, EffectiveOn: day,
			EvidenceNo: fmt.Sprintf("%s-%d-%d", code, id, d.No), ValidUntil: until, WindowFrom: until.AddDays(-60)}
		if y.append(e) {
			o.done[code] = append(o.done[code], completion{on: day, mails: y.mails})
		}
		return
	}
}

// decide frees somebody from a course for good, or gives more time.
func (y *year) decide(day calendar.Date) {
	y.t.Helper()
	o := y.somebody(day)
	if o == nil || y.IntN(4) > 0 {
		return
	}
	duties, err := y.app.Ledger.Duties(y.ctx(), y.app.DB, []int64{y.ids[o.number()]})
	y.must(err)
	for _, d := range duties {
		if d.AssignedOn == 0 || d.WithdrawnOn != 0 || d.CompletedOn != 0 || d.ExemptFrom != 0 {
			continue
		}
		freed := y.IntN(2) == 0
		err := y.app.DB.Write(y.ctx(), func(tx *db.Tx) error {
			about := curriculum.Decided{Person: d.PersonID, Course: d.CourseID, Actor: y.ids[y.all[0].number()], Today: day, Reason: "workload"}
			if freed {
				about.Reason = "other_training"
				_, err := y.app.Curriculum.Exempt(y.ctx(), tx, about, calendar.Forever)
				return err
			}
			_, err := y.app.Curriculum.Extend(y.ctx(), tx, about, day.AddDays(10+y.IntN(30)))
			return err
		})
		if err == nil && freed { // a recommended course, for one, cannot be extended
			o.exempt[y.codes[d.CourseID]] = day
		}
		y.decided++
		return
	}
}

// declare says afterwards that the platform was not there, and moves the dates.
func (y *year) declare() {
	y.t.Helper()
	text, err := json.Marshal(curriculum.DatesChange{Outage: &curriculum.Declared{From: y.at(y.outage.From, 0, 0), Until: y.outage.Until.End(), Reason: curriculum.PlatformDown}})
	y.must(err)
	plan, err := y.app.Change.Propose(y.ctx(), change.Request{Kind: change.Outage, Title: "Ausfall", EffectiveOn: calendar.DateOf(y.now), Input: text}, y.now)
	y.must(err)
	_, err = y.app.Change.Apply(y.ctx(), plan.UID.String(), 0, plan.Draft.Confirm, y.now)
	y.must(err)
}

// append records an event; false if another writer was there first.
func (y *year) append(e ledger.Event) bool {
	y.t.Helper()
	err := y.app.DB.Write(y.ctx(), func(tx *db.Tx) error {
		_, err := y.app.Ledger.Append(y.ctx(), tx, e)
		return err
	})
	if err != nil && errors.Is(err, y.ctx().Err()) {
		y.t.Fatal(err)
	}
	return err == nil
}
