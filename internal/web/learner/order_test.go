package learner

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// curriculum makes the rule of the site give a curriculum of this content.
func (s *site) curriculum(courses string) {
	s.t.Helper()
	if err := s.db.Query(s.t.Context()).Exec(`
		insert into curriculum_facts (curriculum_id, title, courses, valid_from, known_from)
		values (1, '{"de": "Grundlagen"}', cast(? as jsonb), '2026-01-01', '2026-01-01')`, courses).Error; err != nil {
		s.t.Fatal(err)
	}
}

// terms states terms of Anna's duty anew.
func (s *site) terms(code string, change func(*ledger.Event)) {
	s.t.Helper()
	v, err := s.courses.ByCode(code)
	if err != nil {
		s.t.Fatal(err)
	}
	e := ledger.Event{PersonID: 1, CourseID: v.CourseID, Cycle: 1, Kind: ledger.KindDueSet, EffectiveOn: today - 10, RuleID: 1, RuleVersion: 1,
		Reasons: []ledger.Reason{{Rule: 1, Version: 1}}}
	change(&e)
	if err := s.db.Write(s.t.Context(), func(tx *db.Tx) error {
		_, err := ledger.New().Append(s.t.Context(), tx, e)
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
}

const privacy, security = "Datenschutz in der Gemeindeverwaltung", "Informationssicherheit im Arbeitsalltag"

func TestCoursesInOrder(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.curriculum(`{"ordered": true, "lines": [{"course": "DS-01"}, {"course": "IS-01"}]}`)
	start := s.get("/", "1", "zuerst: "+privacy, `href="/kurse/DS-01/module/1"`)
	if rows := start[strings.Index(start, `class="rows"`):]; strings.Index(rows, privacy) > strings.Index(rows, security) {
		t.Error("what is due first comes second here")
	}
	s.get("/kurse/IS-01", "1", "Zuerst kommt «"+privacy+"»", "Kurs beginnen")
	if strings.Contains(s.get("/kurse/DS-01", "1"), "Zuerst kommt") {
		t.Error("nothing comes before the first")
	}
}

func TestSomeCoursesAreEnough(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.curriculum(`{"at_least": 1, "lines": [{"course": "IS-01"}, {"course": "DS-01"}]}`)
	no := false
	s.terms("DS-01", func(e *ledger.Event) { e.Mandatory = &no })
	s.get("/", "1", "Eine Schulung ist offen", "Zur Auswahl", "Aus «Grundlagen» genügen 1 von 2 Kursen", "1 von 2 nach Wahl")
	s.get("/kurse/DS-01", "1", "Im Moment zählen andere")
	s.get("/kurse/IS-01", "1", "Dieser zählt für Sie dazu")
}

func TestShortCourseRenews(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.terms("DS-01", func(e *ledger.Event) { e.Variant = "IS-01" })
	s.get("/", "1", "Kurzform genügt: "+security)
	s.get("/kurse/DS-01", "1", "Zum Auffrischen genügt die Kurzform", `href="/kurse/IS-01"`, "Ganzen Kurs machen")
	s.take(true) // IS-01
	s.get("/kurse/DS-01", "1", "Erfüllt am")
	if h, err := ledger.New().Duties(t.Context(), s.db, []int64{1}); err != nil || len(h) < 2 {
		t.Fatal(err)
	} else {
		for _, d := range h {
			if v, _ := s.courses.Current(d.CourseID); v.Code() == "DS-01" && (d.How != ledger.HowEquivalence || d.ValidUntil <= today) {
				t.Errorf("%+v", d.Cycle)
			}
		}
	}
}

func TestModulesBeforeTheTest(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	no, yes := false, true
	s.terms("DS-01", func(e *ledger.Event) { e.TestOut = &no })
	s.assign(1, "IS-01R", 20)
	s.terms("IS-01R", func(e *ledger.Event) { e.TestOut = &yes })
	s.get("/kurse/DS-01", "1", "Der Test öffnet sich, wenn Sie alle Module gelesen haben. Es fehlen noch 5.")
	if a := s.do(http.MethodPost, "/kurse/DS-01/test", url.Values{}); a.status == http.StatusSeeOther {
		t.Error("the test opens before the modules")
	}
	if a := s.do(http.MethodGet, "/kurse/IS-01R", nil); strings.Contains(a.body, "Direkt zum Test") {
		t.Error("a course without the questions for it offers to be tested out of")
	}
	s.do(http.MethodPost, "/kurse/IS-01R/einstufung", url.Values{})
	if a := s.do(http.MethodGet, "/kurse/IS-01R/einstufung", nil); a.to != "/kurse/IS-01R" {
		t.Errorf("%d to %q", a.status, a.to)
	}
}

func TestTestedOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	yes := true
	s.assign(1, "TE-01", 20)
	s.terms("TE-01", func(e *ledger.Event) { e.TestOut = &yes })
	s.get("/kurse/TE-01", "1", "Direkt zum Test", `href="/kurse/TE-01/einstufung"`, "8 Fragen; bestanden ab 80\u00a0% der Punkte")
	s.get("/kurse/TE-01/einstufung", "1", "Zwölf Fragen, ohne Zeitbegrenzung.", "Einstufungstest", "Eine Frage ist als Muss-Frage bezeichnet.", "einen Teil des Punktes")
	s.post("/kurse/TE-01/einstufung", nil, "/kurse/TE-01/test/1")
	s.get("/kurse/TE-01/test/12", "1", "Frage 12 von 12")
	if a := s.do(http.MethodGet, "/kurse/TE-01/einstufung", nil); a.to != "/kurse/TE-01/test" {
		t.Errorf("one that is open is gone on with: %d to %q", a.status, a.to)
	}
	s.get("/", "1", "0 von 12")
}
