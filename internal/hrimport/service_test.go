package hrimport_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/hrimport"
	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
)

var (
	today = calendar.NewDate(2026, time.November, 2)
	now   = time.Date(2026, time.November, 2, 9, 0, 0, 0, time.UTC)
)

// noDuties stands for a municipality without any rule.
type noDuties struct{}

func (noDuties) Plan(context.Context, db.Conn, curriculum.Proposal) (curriculum.Effects, error) {
	return nil, nil
}
func (noDuties) Lock(context.Context, *db.Tx, []int64) error              { return nil }
func (noDuties) Apply(context.Context, *db.Tx, curriculum.Decision) error { return nil }
func (noDuties) LockBatch(context.Context, *db.Tx, int64) error           { return nil }
func (noDuties) Undo(context.Context, *db.Tx, *people.Org, calendar.Date, int64, int64, int64) (curriculum.Undone, error) {
	return curriculum.Undone{}, nil
}

func setUp(t *testing.T) (*db.DB, *hrimport.Service) {
	t.Helper()
	d := dbtest.New(t)
	return d, hrimport.New(d, changesOf(d))
}

func changesOf(d *db.DB) *change.Service {
	return change.New(d, noDuties{}, nil, map[change.Kind]change.Proposer{change.People: hrimport.Proposer{}})
}

// revise plans the rows of a stored plan once more, as a task does for a page.
func revise(t *testing.T, d *db.DB, s *hrimport.Service, uid string, on calendar.Date, o hrimport.Options) change.Plan {
	t.Helper()
	prepared, err := s.Reprepare(t.Context(), uid, on, o, 0)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := changesOf(d).Propose(t.Context(), prepared.Request, now)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

const header = "Pers.-Nr.;Name;Vorname;E-Mail;Anstellungs-Nr.;OE-Nr.;Direktion;Bereich;Funktion;Pensum;Anstellungsart;Eintritt;Austritt;Vorgesetzte (Pers.-Nr.);Standort;AHV-Nr.\n"

// line is a person of a small staff list; the AHV number is planted.
func line(no, unit, manager string) string {
	return fmt.Sprintf("%s;Muster%s;Anna;p%s@example.ch;1;%s;Direktion;Bereich %s;Sachbearbeitung;80;unbefristet;01.03.2021;;%s;Rathaus;756.9217.0769.85\n",
		no, no, no, unit, unit, manager)
}

func preview(t *testing.T, s *hrimport.Service, content string, on calendar.Date) hrimport.Preview {
	t.Helper()
	p, err := s.Preview(t.Context(), hrimport.Upload{Name: `C:\Export\staff.csv`, Content: []byte(content), EffectiveOn: on}, today, 0, now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPreviewThenApply(t *testing.T) {
	t.Parallel()
	d, s := setUp(t)
	content := header + line("00001", "11", "") + line("00002", "11", "00001")
	p := preview(t, s, content, 0)
	if p.Blocked || p.Plan.Title != "staff.csv" || p.Plan.EffectiveOn != today || p.Plan.Source.Rows != 2 || len(p.Plan.Source.SHA256) != 64 {
		t.Errorf("%+v", p)
	}
	if len(p.Forbidden) != 1 || p.Forbidden[0] != "AHV-Nr." {
		t.Errorf("forbidden: %q", p.Forbidden)
	}
	shown, err := s.Show(t.Context(), p.Plan.UID.String())
	if err != nil || shown.Plan.Digest != p.Plan.Digest || len(shown.Forbidden) != 1 || shown.Plan.Draft.People.Digest() != p.Plan.Draft.People.Digest() {
		t.Errorf("%v, %+v", err, shown)
	}
	var stored string
	if err := d.Query(t.Context()).Raw(`select string_agg(p::text, '') from plans p`).Scan(&stored).Error; err != nil {
		t.Fatal(err)
	}
	if strings.Contains(stored, "756") || !strings.Contains(stored, "Muster00002") {
		t.Error("the plan keeps the cleaned rows, and no AHV number")
	}
	if _, err := s.Apply(t.Context(), p.Plan.UID.String(), 0, 0, now); err != nil {
		t.Fatal(err)
	}
	if again := preview(t, s, content, 0); !again.Plan.Empty() {
		t.Errorf("the same file again: %+v", again.Plan.Draft.People)
	}
}

func TestPreviewOfWrongFile(t *testing.T) {
	t.Parallel()
	d, s := setUp(t)
	for name, content := range map[string]string{
		"a number twice":     header + line("00001", "11", "") + line("00001", "11", ""),
		"an impossible date": header + strings.Replace(line("00001", "11", ""), "01.03.2021", "31.02.2021", 1),
		"a name of 5,000":    header + strings.Replace(line("00001", "11", ""), "Anna", strings.Repeat("a", 5000), 1),
		"no column of units": "Pers.-Nr.;Name;Vorname;Eintritt\n00001;Muster;Anna;01.03.2021\n",
		"no header":          "a;b\n1;2\n",
	} {
		p := preview(t, s, content, 0)
		if !p.Blocked || len(p.Problems) == 0 {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if _, err := s.Preview(t.Context(), hrimport.Upload{Name: "staff.xlsx", Content: []byte("PK\x03\x04 broken")}, today, 0, now); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("a broken xlsx: %v", err)
	}
	var n int
	if err := d.Query(t.Context()).Raw(`select (select count(*) from plans) + (select count(*) from persons)`).Scan(&n).Error; err != nil || n != 0 {
		t.Errorf("%d rows written, %v", n, err)
	}
}

func TestBrakeAsksForTheNumber(t *testing.T) {
	t.Parallel()
	d, s := setUp(t)
	all := header
	for i := range 10 {
		all += line(fmt.Sprintf("%05d", i+1), "11", "")
	}
	p := preview(t, s, all, 0)
	if _, err := s.Apply(t.Context(), p.Plan.UID.String(), 0, 0, now); err != nil {
		t.Fatal(err)
	}
	p = preview(t, s, header+line("00001", "11", "")+line("00002", "11", ""), today.AddDays(29))
	if p.Plan.Draft.Confirm != 8 || !p.Brake.LeaversOver {
		t.Errorf("confirm %d, %+v", p.Plan.Draft.Confirm, p.Brake)
	}
	if _, err := s.Apply(t.Context(), p.Plan.UID.String(), 0, 7, now); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("a wrong number: %v", err)
	}
	if part := revise(t, d, s, p.Plan.UID.String(), p.Plan.EffectiveOn, hrimport.Options{KeepMissing: true}); !part.Empty() {
		t.Errorf("as a part, nobody leaves: %+v", part.Draft.People)
	}
	if _, err := s.Apply(t.Context(), p.Plan.UID.String(), 0, 8, now); err != nil {
		t.Error(err)
	}
	if day, err := s.DefaultDay(t.Context(), today.AddDays(3)); err != nil || day != today.AddDays(29) {
		t.Errorf("default day %s, %v: a list is not set before the last one", day, err)
	}
}

func TestReviseTakesHRsWord(t *testing.T) {
	t.Parallel()
	d, s := setUp(t)
	p := preview(t, s, header+line("00001", "11", ""), 0)
	own := revise(t, d, s, p.Plan.UID.String(), today.AddDays(1), hrimport.Options{HasPC: map[string]bool{"00001": false}})
	if _, err := s.Apply(t.Context(), own.UID.String(), 0, 0, now); err != nil {
		t.Fatal(err)
	}
	org, err := people.Load(t.Context(), d, people.Moment{Day: today.AddDays(1)})
	if err != nil || len(org.Members) != 1 || org.Members[0].HasPC || org.Members[0].PCSource != "hr" {
		t.Errorf("%+v, %v", org.Members, err)
	}
	if again := preview(t, s, header+line("00001", "11", ""), 0); !again.Plan.Empty() {
		t.Errorf("the file overrides HR: %+v", again.Plan.Draft.People)
	}
}

// Whoever has chosen a language in the app keeps it, whatever the list says.
func TestTheListLeavesAChosenLanguage(t *testing.T) {
	t.Parallel()
	d, s := setUp(t)
	list := strings.TrimSuffix(header, "\n") + ";Sprache\n"
	for no, language := range map[string]string{"00001": "de", "00002": "fr"} {
		list += strings.TrimSuffix(line(no, "11", ""), "\n") + ";" + language + "\n"
	}
	if _, err := s.Apply(t.Context(), preview(t, s, list, 0).Plan.UID.String(), 0, 0, now); err != nil {
		t.Fatal(err)
	}
	person, err := people.Find(t.Context(), d, "00001")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Write(t.Context(), func(tx *db.Tx) error { return people.SetLanguage(t.Context(), tx, person.ID, "en") }); err != nil {
		t.Fatal(err)
	}
	if again := preview(t, s, list, 0); !again.Plan.Empty() {
		t.Errorf("the list overrides the person's choice: %+v", again.Plan.Draft.People)
	}
}

// A word for the category that nobody knows leaves what is on record.
func TestAnUnknownCategoryChangesNothing(t *testing.T) {
	t.Parallel()
	_, s := setUp(t)
	list := header + strings.Replace(line("00001", "11", ""), "unbefristet", "befristet", 1)
	if _, err := s.Apply(t.Context(), preview(t, s, list, 0).Plan.UID.String(), 0, 0, now); err != nil {
		t.Fatal(err)
	}
	again := preview(t, s, strings.Replace(list, "befristet", "Sonderfall", 1), 0)
	if !again.Plan.Empty() || len(again.Problems) == 0 {
		t.Errorf("%+v, problems %v", again.Plan.Draft.People, again.Problems)
	}
}

// The two exports of one municipality, a month apart: the second is the next
// state of the first.
func TestTwoExports(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "..", "shared", "data", "hr")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the exports are not here; TestNextStateIsRecognised and TestMonths show the same")
	}
	d, s := setUp(t)
	for _, c := range []struct {
		file  string
		on    calendar.Date
		want  map[people.Kind]int
		units int
	}{
		{"emmen-2026-11.xlsx", today, map[people.Kind]int{people.Joined: 600}, 6 + 13 + 38},
		{"emmen-2026-12.csv", calendar.NewDate(2026, time.December, 1), map[people.Kind]int{people.Joined: 6, people.Moved: 2, people.Changed: 1}, 1},
	} {
		content, err := os.ReadFile(filepath.Join(dir, c.file))
		if err != nil {
			t.Fatal(err)
		}
		p, err := s.Preview(t.Context(), hrimport.Upload{Name: c.file, Content: content, EffectiveOn: c.on}, today, 0, now)
		if err != nil {
			t.Fatal(err)
		}
		staff := p.Plan.Draft.People
		for _, kind := range people.Kinds {
			if staff.Count(kind) != c.want[kind] {
				t.Errorf("%s: %d %s, want %d", c.file, staff.Count(kind), kind, c.want[kind])
			}
		}
		if len(staff.Departments) != c.units {
			t.Errorf("%s: %d departments, want %d", c.file, len(staff.Departments), c.units)
		}
		for _, problem := range p.Problems {
			t.Logf("%s: %s line %d %s %v", c.file, problem.Severity, problem.Line, problem.Key, problem.Args)
		}
		if t.Failed() {
			for _, one := range staff.Persons[:min(len(staff.Persons), 60)] {
				t.Logf("%s %s %+v", one.Key, one.Kind, one.FieldNames())
			}
			t.FailNow()
		}
		began := time.Now()
		if _, err := s.Apply(t.Context(), p.Plan.UID.String(), 0, p.Plan.Draft.Confirm, now); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s applied in %s", c.file, time.Since(began))
		again, err := s.Preview(t.Context(), hrimport.Upload{Name: c.file, Content: content, EffectiveOn: c.on}, today, 0, now)
		if err != nil || !again.Plan.Empty() {
			t.Errorf("%s again: %v, %+v", c.file, err, again.Plan.Draft.People)
		}
	}
	org, err := people.Load(t.Context(), d, people.Moment{Day: calendar.NewDate(2026, time.December, 1)})
	if err != nil {
		t.Fatal(err)
	}
	employed := 0
	for _, m := range org.Members {
		if len(m.Employments) > 0 {
			employed++
		}
	}
	if employed != 604 { // of 605 one enters in January
		t.Errorf("%d employed in December, want 604", employed)
	}
}
