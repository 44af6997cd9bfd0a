package hrimport

import (
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
)

func rosterAt(t *testing.T, c db.Conn, day calendar.Date) *people.Roster {
	t.Helper()
	r, err := people.LoadRoster(t.Context(), c, day)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func applyChange(t *testing.T, d *db.DB, c people.Change) {
	t.Helper()
	c.Sort()
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := people.Apply(t.Context(), tx, c, 0, 0)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func planEdit(t *testing.T, d *db.DB, e *JoinEdit, day calendar.Date) people.Change {
	t.Helper()
	c, err := e.plan(rosterAt(t, d, day), day)
	if err != nil {
		t.Fatal(err)
	}
	c.EffectiveOn = day
	return c
}

// employed are the keys of those with an employment on the day, with how many.
func employed(t *testing.T, d *db.DB, day calendar.Date) map[string]int {
	t.Helper()
	org, err := people.Load(t.Context(), d, people.Moment{Day: day})
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]int{}
	for _, m := range org.Members {
		if len(m.Employments) > 0 {
			list[m.PersonKey()] = len(m.Employments)
		}
	}
	return list
}

func TestTwoRecordsAreOnePerson(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	importAll(t, d, fileOf(town()), november)
	before := employed(t, d, november)
	// 00001 leads everybody; 00003 is a second record of hers
	applyChange(t, d, planEdit(t, d, &JoinEdit{Record: "00003", Into: "00001"}, december))
	if now := employed(t, d, december); len(now) != len(before)-1 || now["00003"] != 0 || now["00001"] != 2 {
		t.Errorf("employed after the join: %v", now)
	}
	if then := employed(t, d, december.AddDays(-1)); len(then) != len(before) {
		t.Errorf("the day before: %v", then)
	}
	r := rosterAt(t, d, december)
	if e := r.Persons["00001"].Employments["00003/1"]; e == nil || e.Manager != "" || e.Department != "1120" {
		t.Errorf("the employment that moved: %+v", e)
	}
	// the same list of the payroll, with both numbers, changes nothing
	if p := planAt(t, d, fileOf(town()), december); !p.Change.Empty() || p.Blocked() {
		t.Errorf("the list again: %s\n%s", describe(p.Change), found(p.Problems))
	}
	later := december.AddDays(31)
	applyChange(t, d, planEdit(t, d, &JoinEdit{Record: "00003", Into: "00001", Parted: true}, later))
	if now := employed(t, d, later); len(now) != len(before) || now["00001"] != 1 || now["00003"] != 1 {
		t.Errorf("employed after they were parted: %v", now)
	}
	if p := planAt(t, d, fileOf(town()), later); p.Blocked() || p.Change.Count(people.Joined)+p.Change.Count(people.Left) > 0 {
		t.Errorf("the list after that: %s", describe(p.Change))
	}
}

func TestWhoLeadsTheSecondRecordIsFollowed(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	importAll(t, d, fileOf(town()), november)
	// everybody is led by 00001, whose other record is 00009, an elected member
	applyChange(t, d, planEdit(t, d, &JoinEdit{Record: "00001", Into: "00009"}, december))
	r := rosterAt(t, d, december)
	for key, p := range r.Persons {
		for no, e := range p.Employments {
			if e.Manager == "00001" && e.At(december) {
				t.Errorf("employment %s of %s is led by a record that is somebody else's", no, key)
			}
		}
	}
	if got := r.Persons["00002"].Employments["1"].Manager; got != "00009" {
		t.Errorf("00002 is led by %q", got)
	}
}

func TestJoinRefuses(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	importAll(t, d, fileOf(town()), november)
	applyChange(t, d, planEdit(t, d, &JoinEdit{Record: "00003", Into: "00001"}, november))
	for name, e := range map[string]*JoinEdit{
		"oneself":            {Record: "00001", Into: "00001"},
		"nobody":             {Record: "77777", Into: "00001"},
		"a record twice":     {Record: "00003", Into: "00002"},
		"into a record":      {Record: "00002", Into: "00003"},
		"a target":           {Record: "00001", Into: "00002"},
		"parted from others": {Record: "00003", Into: "00002", Parted: true},
	} {
		if _, err := e.plan(rosterAt(t, d, december), december); !apperr.Is(err, apperr.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
