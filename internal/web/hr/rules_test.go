package hr_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/db"
	"zaemme/internal/task"
)

func TestARuleIsPlannedAppliedAndEnded(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	contains(t, s.page("/regeln"), "Grundcurriculum", "Alle mit PC", "Personen heute", "30 Tage")
	contains(t, s.page("/regeln/neu"), "Wer soll welche Schulungen machen?", "Werkdienst")
	bad := s.post("/regeln/neu", "title", "", "curriculum", "ohne-pc", "entry_from", "irgendwann")
	if bad.status != http.StatusUnprocessableEntity {
		t.Errorf("a rule without a name answers %d", bad.status)
	}
	contains(t, bad.text(), "Name der Regel: Bitte füllen Sie dieses Feld aus", "Eintritt ab: Bitte geben Sie ein Datum ein")
	a := s.post("/regeln/neu", "title", "Grundlagen im Werkdienst", "curriculum", "grundcurriculum", "departments", "200", "functions", "Mitarb*", "pc", "no")
	if a.status != http.StatusSeeOther {
		t.Fatalf("answers %d: %s", a.status, a.text())
	}
	contains(t, s.page(a.location), "2 Zuweisungen beginnen", "Alle ohne PC als Mitarb* in Werkdienst.", "Probe Jan", "Nach Organisationseinheit")
	containsNot(t, s.page(a.location), "Beispiel Luca")
	if n := s.count(`select count(*) from rules where code like 'grundlagen-im%'`); n != 0 {
		t.Error("the preview wrote the rule")
	}
	contains(t, s.follow(a.location+"/uebernehmen"), "Die Änderung ist übernommen")
	var code string
	must(t, s.db.Query(t.Context()).Raw(`select code from rules where code like 'grundlagen-im%'`).Row().Scan(&code))
	contains(t, s.page("/regeln/"+code), "Grundlagen im Werkdienst", "1 Person", "Mitarb*")

	past := s.post("/regeln/"+code+"/beenden", "end", "1.1.2020")
	if past.status != http.StatusUnprocessableEntity {
		t.Errorf("an end in the past answers %d", past.status)
	}
	end := s.post("/regeln/"+code+"/beenden", "end", "1.3.2027")
	if end.status != http.StatusSeeOther {
		t.Fatalf("answers %d: %s", end.status, end.text())
	}
	contains(t, s.page(end.location), "2 entfallen", "gilt nicht mehr")
	contains(t, s.follow(end.location+"/uebernehmen"), "Die Änderung ist übernommen")
	contains(t, s.page("/regeln"), "beendet")
	if a := s.get("/regeln/gibt-es-nicht"); a.status != http.StatusNotFound {
		t.Errorf("an unknown rule answers %d", a.status)
	}
}

// A curriculum is made and changed through a preview, like a rule.
func TestACurriculumIsPlannedAndApplied(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	bad := s.post("/regeln/curriculum/neu", "title", "Leer")
	if bad.status != http.StatusUnprocessableEntity {
		t.Errorf("a curriculum without courses answers %d", bad.status)
	}
	contains(t, bad.text(), "Kurse:")
	bad = s.post("/regeln/curriculum/grundcurriculum", "title", "Grundcurriculum", "courses", "IS-01", "due_IS-01", "viele")
	if bad.status != http.StatusUnprocessableEntity {
		t.Errorf("a deadline that is no number answers %d", bad.status)
	}
	a := s.post("/regeln/curriculum/grundcurriculum", "title", "Grundcurriculum", "courses", "IS-01", "due_IS-01", "45", "validity_IS-01", "24")
	if a.status != http.StatusSeeOther {
		t.Fatalf("answers %d: %s", a.status, a.text())
	}
	contains(t, s.page(a.location), "entfallen") // DS-01 is no longer part of it
	contains(t, s.follow(a.location+"/uebernehmen"), "Die Änderung ist übernommen")
	contains(t, s.page("/regeln"), "45 Tage", "24 Monate", "Kurse und Fristen ändern")
	contains(t, s.page("/regeln/curriculum/grundcurriculum"), "Zwei Regeln geben dieses Curriculum weiter")
	bad = s.post("/regeln/curriculum/grundcurriculum", "title", "Grundcurriculum", "courses", "IS-01", "due_IS-01", "45", "fixed_IS-01", "31.12.2027",
		"validity_IS-01", "12", "until_IS-01", "31.13.", "at_least", "3")
	contains(t, bad.text(), "entweder eine Anzahl Tage oder einen festen Termin", "Bitte geben Sie Tag und Monat an")
	bad = s.post("/regeln/curriculum/grundcurriculum", "title", "Grundcurriculum", "courses", "IS-01", "at_least", "3")
	contains(t, bad.text(), "eine Zahl von 1 bis 1")
	all := s.post("/regeln/curriculum/neu", "title", "Nach Wahl", "courses", "DS-01", "courses", "IS-01", "place_IS-01", "1", "place_DS-01", "2",
		"order", "ordered", "at_least", "1", "until_IS-01", "31. Dezember", "window_IS-01", "90", "refresher_IS-01", "IS-01K", "test_IS-01", "modules",
		"age_IS-01", "24", "fixed_DS-01", "30.6.2028", "kind_DS-01", "voluntary")
	s.follow(all.location + "/uebernehmen")
	contains(t, s.page("/regeln"), "Von diesen 2 Kursen genügen 1. Der Reihe nach.", "bis 31.12. jedes Jahres", "auffrischen mit IS-01K, Test nach den Modulen, Nachweise bis 24 Monate alt", "empfohlen")
	n := s.post("/regeln/curriculum/neu", "title", "Datenschutz allein", "courses", "DS-01")
	if n.status != http.StatusSeeOther {
		t.Fatalf("answers %d: %s", n.status, n.text())
	}
	s.follow(n.location + "/uebernehmen")
	contains(t, s.page("/regeln"), "Datenschutz allein", "Keine Regel verteilt dieses Curriculum")
	if a := s.get("/regeln/curriculum/gibt-es-nicht"); a.status != http.StatusNotFound {
		t.Errorf("an unknown curriculum answers %d", a.status)
	}
}

// The form says all that an audience can: the exception is a group, others join
// and go without a script, and the count is shown before anything is planned.
func TestGroupsOfConditions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	contains(t, s.page("/regeln/mit-pc"), "Verbindung zum Vorherigen", "Diese Gruppe entfernen")
	rule := []string{"title", "Alle mit PC", "curriculum", "grundcurriculum", "groups", "0,1", "pc", "yes", "departments", "100",
		"join_1", "except", "categories_1", "apprentice", "categories_1", "official"}
	added := s.post("/regeln/mit-pc", append(rule, "do", "add-or")...)
	if added.status != http.StatusOK || !strings.Contains(added.body, `name="groups" value="0,2,1"`) {
		t.Fatalf("answers %d: %s", added.status, added.text())
	}
	contains(t, added.text(), "So trifft es zu")
	both := append(rule[:len(rule):len(rule)], "join_2", "or", "persons_2", "00003", "tags_2", "Samariter")
	both[5] = "0,2,1"
	looked := s.post("/regeln/mit-pc", append(both, "do", "look")...)
	contains(t, looked.text(), "Alle mit PC in Kanzlei oder Jan Probe mit Merkmal Samariter, ohne Lernende oder Behördenmitglieder. Heute trifft das auf 2 Personen zu.")
	removed := s.post("/regeln/mit-pc", append(both, "do", "remove-2")...)
	if !strings.Contains(removed.body, `name="groups" value="0,1"`) || strings.Contains(removed.body, "persons_2") {
		t.Error("the group stays")
	}
	bad := s.post("/regeln/mit-pc", append(both[:len(both):len(both)], "persons_2", "Niemand Nirgends", "per_week", "0", "blackout", "irgendwann")...)
	if bad.status != http.StatusUnprocessableEntity {
		t.Errorf("answers %d", bad.status)
	}
	contains(t, bad.text(), "«irgendwann» ist kein Zeitraum")
	both[len(both)-3] = "Jan Probe"
	both = append(both[:len(both)-2], "until", "31.12.2027", "per_week", "1", "blackout", "8.3.2027 bis 9.3.2027")
	plan := s.post("/regeln/mit-pc", both...)
	contains(t, s.page(plan.location), "Einführung nach Wochen", "Woche ab", "15. März 2027", "Stunden")
	containsNot(t, s.page(plan.location), "hr.effect.")
	s.follow(plan.location + "/uebernehmen")
	contains(t, s.page("/regeln/mit-pc"), "Jan Probe", "8.3.2027 bis 9.3.2027", "Die erste Woche beginnt am 1.3.2027")
	if form := s.get("/regeln/mit-pc"); !strings.Contains(form.body, `name="until" type="text" value="31.12.2027"`) {
		t.Error("the form has lost the last day")
	}
	if n := s.count(`select count(*) from access_log where page = 'hr.rule'`); n < 3 {
		t.Errorf("%d looks at the person named, in the form and on record", n)
	}
	contains(t, s.page("/regeln"), "gilt bis 31.12.2027")
}

// A rule that begins later stands on the page at once, and can be changed.
func TestAFutureRuleIsListed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	a := s.post("/regeln/neu", "title", "Ab Sommer", "curriculum", "grundcurriculum", "pc", "no", "from", "1.6.2027")
	s.follow(a.location + "/uebernehmen")
	contains(t, s.page("/regeln"), "Ab Sommer", "gilt ab 1.6.2027")
	var code string
	must(t, s.db.Query(t.Context()).Raw(`select code from rules where code like 'ab-sommer%'`).Row().Scan(&code))
	contains(t, s.page("/regeln/"+code), "Ab Sommer", "Regel beenden")
	end := s.post("/regeln/mit-pc/beenden", "end", "1.7.2027")
	s.follow(end.location + "/uebernehmen")
	contains(t, s.page("/regeln"), "gilt bis 30.6.2027")
}

// What a rule or a change by hand does to everybody can take longer than a page may:
// the click then leads to how far it is, and what is wrong with the form is still
// said in the form.
func TestALongPreviewIsATask(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	person := "/personen/" + s.uidOf(int64(s.count(`select id from persons where last_name = 'Probe'`)))
	for path, typed := range map[string][]string{
		"/regeln/neu":            {"title", "Grundlagen im Werkdienst", "curriculum", "grundcurriculum", "pc", "no"},
		person + "/abwesenheit":  {"from", "1.12.2026", "until", "20.1.2027"},
		"/regeln/curriculum/neu": {"title", "Datenschutz allein", "courses", "DS-01"},
		"/organisation/neu":      {"name", "Archiv", "code", "ARC", "from", "1.12.2026"},
		person + "/angaben":      {"last_name", "Probe", "first_name", "Jana", "language", "de"},
	} {
		s.handlers.Patience = 10 * time.Millisecond
		var a answer
		must(t, s.db.Write(t.Context(), func(tx *db.Tx) error { // no plan can be kept as long as this lasts
			if err := tx.Query(t.Context()).Exec(`lock table plans in share row exclusive mode`).Error; err != nil {
				return err
			}
			a = s.post(path, typed...)
			return nil
		}))
		uid, ok := strings.CutPrefix(a.location, "/auftraege/")
		if !ok {
			t.Errorf("%s leads to %q: %s", path, a.location, a.text())
			continue
		}
		done, err := s.handlers.Tasks.Wait(t.Context(), uuid.MustParse(uid), s.hr, time.Minute)
		if err != nil || done.State != task.Done {
			t.Errorf("%s: %+v %v", path, done, err)
		}
		if next := s.get(a.location); !strings.HasSuffix(next.location, uid) || !strings.Contains(next.location, "/vorschau/") {
			t.Errorf("%s: once it is made it leads to %q", path, next.location)
		}
	}
	s.handlers.Patience = time.Minute
	if a := s.post("/organisation/neu", "name", "Archiv", "code", "200", "from", "1.12.2026"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a code that there is answers %d", a.status)
	}
	if n := s.count(`select count(*) from tasks where state = 'failed' and result -> 'Dismissed' is null`); n != 0 {
		t.Error("what was answered in the form waits as a failure")
	}
}
