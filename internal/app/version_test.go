package app

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/explain"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
)

// publish makes a new version of the course, as edited.
func publish(t *testing.T, a *App, today calendar.Date, code string, edit func(*coursefile.Course)) *course.Version {
	t.Helper()
	v, err := a.Catalogue.ByCode(code)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(v.Content)
	if err != nil {
		t.Fatal(err)
	}
	var next coursefile.Course
	if err := json.Unmarshal(text, &next); err != nil {
		t.Fatal(err)
	}
	edit(&next)
	if _, err := course.Sync(t.Context(), a.DB, []*coursefile.Course{&next}, today); err != nil {
		t.Fatal(err)
	}
	if err := a.Catalogue.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if v, err = a.Catalogue.ByCode(code); err != nil {
		t.Fatal(err)
	}
	return v
}

func material(c *coursefile.Course) {
	c.Version.Materiality = coursefile.Material
	c.Modules[1].Body += "\n\nNeu: Anrufe mit künstlicher Stimme.\n"
}

// pass takes the quiz of the course and answers everything right.
func (r *real) pass(person int64, code string) (a *learning.Attempt) {
	r.t.Helper()
	act := learning.Act{PersonID: person, Now: r.now, Today: r.today()}
	r.must(r.DB.Write(r.t.Context(), func(tx *db.Tx) (err error) {
		if a, err = r.Learning.StartAttempt(r.t.Context(), tx, act, code, learning.Quiz); err != nil {
			return err
		}
		for _, shown := range a.Questions() {
			if _, err := r.Learning.SaveAnswer(r.t.Context(), tx, act, rightSave(a, shown)); err != nil {
				return err
			}
		}
		a, err = r.Learning.HandIn(r.t.Context(), tx, act, learning.HandIn{Attempt: a.UID.String(), Sure: true, Own: true})
		return err
	}))
	return a
}

// why is what the person reads about the course.
func (r *real) why(person int64, code string) string {
	r.t.Helper()
	known, err := explain.Read(r.t.Context(), r.DB, r.Ledger, person)
	r.must(err)
	v, err := r.Catalogue.ByCode(code)
	r.must(err)
	about, err := explain.About(r.Catalogue, v.CourseID, explain.Self, r.today())
	r.must(err)
	x := explain.Explain(r.Texts.Printer("de"), known, about)
	text := x.Next
	for _, m := range x.History {
		text += "\n" + m.Text
	}
	return text
}

// A material version is required by a plan: who passed an older one learns what has
// changed by the day, and keeps the term of the evidence; the others are left alone.
// The night adds nothing, no earlier report changes, and it can be taken back.
func TestAMaterialVersionIsRequiredByAPlan(t *testing.T) {
	t.Parallel()
	months := inventedMonths()
	r := openReal(t, months[0].at)
	r.take(months[0])
	old, err := r.Catalogue.ByCode("IS-01")
	r.must(err)

	r.now = r.now.AddDate(0, 0, 3)
	var persons []int64
	r.must(r.DB.Query(t.Context()).Raw(`select person_id from assignments where course_id = ? order by 1 limit 3`, old.CourseID).Scan(&persons).Error)
	until := r.today().AddMonths(12)
	for i, id := range persons[:2] {
		r.must(r.DB.Write(t.Context(), func(tx *db.Tx) error {
			_, err := r.Ledger.Append(t.Context(), tx, ledger.Event{PersonID: id, CourseID: old.CourseID, Cycle: 1, Kind: ledger.KindCompleted,
				EffectiveOn: r.today(), How: ledger.HowOnline, VersionID: old.ID, EvidenceNo: fmt.Sprint("N", i), ValidUntil: until, WindowFrom: until.AddDays(-60)})
			return err
		}))
	}
	r.now = r.now.AddDate(0, 0, 20)
	r.night()
	horizon, err := r.DB.Horizon(t.Context())
	r.must(err)
	day := r.today()
	report, _ := r.hash(day, horizon)
	before := r.duties()

	v := publish(t, r.App, r.today(), "IS-01", func(c *coursefile.Course) {
		material(c)
		c.Version.Materiality = coursefile.Minor
	})
	required := func(number int, due calendar.Date) (change.Plan, error) {
		input, err := curriculum.DatesChange{Version: &curriculum.Requirement{Course: "IS-01", Version: number, DueOn: due}}.JSON()
		r.must(err)
		return r.Change.Propose(t.Context(), change.Request{Kind: change.Version, Title: "Fassung", EffectiveOn: r.today(), Input: input}, r.now)
	}
	due := r.today().AddDays(28)
	for number, kind := range map[int]apperr.Kind{1: apperr.Invalid, v.Number: apperr.Invalid, 9: apperr.NotFound} {
		if _, err := required(number, due); !apperr.Is(err, kind) {
			t.Errorf("version %d: %v", number, err)
		}
	}
	v = publish(t, r.App, r.today(), "IS-01", func(c *coursefile.Course) { c.Version.Materiality = coursefile.Material })
	if _, err := required(v.Number, r.today().AddDays(3)); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("due in three days: %v", err)
	}
	if r.night() != 0 || r.duties() != before {
		t.Fatal("publishing alone asks somebody for something")
	}

	plan, err := required(v.Number, due)
	r.must(err)
	rows := r.effects(plan)
	if len(rows) != 2 || slices.ContainsFunc(rows, func(e change.Row) bool {
		return e.Kind != curriculum.Gain || e.Reason != curriculum.ReasonVersion || e.ToDue != due || !slices.Contains(persons[:2], e.PersonID)
	}) {
		t.Fatalf("the plan: %+v", rows)
	}
	if sums := plan.Sums.Courses()["IS-01"]; len(sums) != 1 || sums[change.Content{Course: "IS-01", Variant: ledger.Difference}].Gain != 2 {
		t.Errorf("summed up: %+v", sums)
	}
	batch := r.applyPlan(plan)
	if _, err := required(v.Number, due); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("required twice: %v", err)
	}
	after := r.duties()
	if r.night() != 0 || r.duties() != after {
		t.Fatal("the night asks again")
	}
	act := learning.Act{PersonID: persons[0], Now: r.now, Today: r.today()}
	page, err := r.Learning.Course(t.Context(), r.DB, act, "IS-01")
	r.must(err)
	if i := page.Item; i.Since == nil || len(i.ToRead()) != 1 || i.ToRead()[0].No != 2 || i.MinutesLeft() >= v.Content.Minutes || i.Status != ledger.StatusExpiring {
		t.Errorf("the person's page: %+v, since %+v", i.Status, i.Since)
	}
	why := r.why(persons[0], "IS-01")
	for _, text := range []string{"Der Kurs hat sich wesentlich geändert: Der bisherige Nachweis gilt bis " + r.Texts.Printer("de").Date(due),
		"Neue Fassung zugewiesen, die Änderungen genügen.", "Es genügt, was sich seit dem letzten Abschluss geändert hat."} {
		if !strings.Contains(why, text) {
			t.Errorf("«Warum?» does not say %q: %s", text, why)
		}
	}
	if again, _ := r.hash(day, horizon); again != report {
		t.Error("a report of an earlier moment has changed")
	}

	r.takeBack(batch)
	if now := r.duties(); now != before || r.night() != 0 {
		t.Fatalf("taken back: duties are not as before\n%s\n---\n%s", before, now)
	}
	plan, err = required(v.Number, due) // and declared anew
	r.must(err)
	r.applyPlan(plan)
	if a := r.pass(persons[0], "IS-01"); a.Form != learning.Difference || a.ValidUntil != until || len(a.Drawn) == 0 ||
		slices.ContainsFunc(a.Questions(), func(s learning.Shown) bool { return s.Question.Module != 2 }) {
		t.Errorf("the attempt: %s, %d questions, valid until %s, not %s", a.Form, len(a.Drawn), a.ValidUntil, until)
	}
	if page, err = r.Learning.Course(t.Context(), r.DB, act, "IS-01"); err != nil || page.Item.Status != ledger.StatusFulfilled {
		t.Errorf("after what has changed is passed: %s, %v", page.Item.Status, err)
	}
	after = r.duties()
	if r.night() != 0 || r.duties() != after {
		t.Fatal("the night asks who has passed what has changed")
	}

	r.now = due.AddDays(1).Time().Add(9 * time.Hour)
	r.night()
	if text := r.duties(); strings.Count(text, " expired ") != 1 {
		t.Errorf("the day after, not one is expired:\n%s", text)
	}
	if page, err = r.Learning.Course(t.Context(), r.DB, learning.Act{PersonID: persons[1], Now: r.now, Today: r.today()}, "IS-01"); err != nil || page.Item.Since == nil {
		t.Errorf("the day after what has changed is still enough: %v", err)
	}
	r.now = until.AddDays(1).Time().Add(9 * time.Hour)
	if page, err = r.Learning.Course(t.Context(), r.DB, learning.Act{PersonID: persons[1], Now: r.now, Today: r.today()}, "IS-01"); err != nil || page.Item.Since != nil {
		t.Errorf("once the evidence would have ended anyway, the whole course is asked: %v", err)
	}
	if done, err := r.Ledger.Verify(t.Context(), r.DB, nil); err != nil || done.Broken != nil {
		t.Errorf("the ledger: %+v, %v", done.Broken, err)
	}
}
