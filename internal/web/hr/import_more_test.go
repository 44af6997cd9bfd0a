package hr_test

import (
	"net/http"
	"strings"
	"testing"

	"zaemme/internal/sheet"
)

// foreign is the list under titles that nobody knows.
var foreign = strings.NewReplacer("Pers.-Nr.;Name;Vorname", "Matricule;Nom;Prénom", "Eintritt", "Début", "Pensum", "Parkplatz").Replace(list)

func TestColumnsAreAssignedOnceAndRemembered(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.upload("liste.csv", foreign)
	if a.status != http.StatusUnprocessableEntity {
		t.Errorf("columns that are missing answer %d", a.status)
	}
	contains(t, a.text(), "Sagen Sie, was die Spalten bedeuten.", "Matricule Spalte A Zahl, 3 Zellen", "Début Spalte J Datum, 3 Zellen", "Es fehlt eine Spalte für «Personalnummer»",
		"verworfen: «AHV-Nr.»", "Datei noch einmal wählen")
	containsNot(t, a.text(), "Beispiel", "Probe") // titles and shapes, no content
	if n := s.count(`select (select count(*) from plans) + (select count(*) from tasks) + (select count(*) from import_mappings)`); n != 0 {
		t.Errorf("%d rows were written", n)
	}
	said := []string{"h1", "Matricule", "f1", "personnel_no", "was1", "-", "h2", "Nom", "f2", "last_name", "was2", "-", "h3", "Prénom", "f3", "first_name", "was3", "-",
		"h10", "Début", "f10", "entry_on", "was10", "-", "h9", "Anstellungsart", "f9", "category", "was9", "category"}
	a = s.uploadTo("/import/spalten", "liste.csv", foreign, said...)
	if a.status != http.StatusSeeOther {
		t.Fatalf("assigned columns answer %d: %s", a.status, a.text())
	}
	shown := s.page(a.location)
	contains(t, shown, "3 Personen sind neu.", "Spalten zuordnen")
	contains(t, s.page(a.location+"/spalten"), "Matricule", "Parkplatz Spalte H Zahl, 3 Zellen")
	contains(t, s.page(s.preview(foreign)), "3 Personen sind neu.") // and without a word the next time
	contains(t, s.page("/import/gemerkt"), "4 Zuordnungen sind gemerkt.", "Matricule Personalliste Personalnummer", "Andrea Personal")
	if n := s.count(`select count(*) from audit_log where action = 'import.column.remembered' and actor_id = ?`, s.hr); n != 4 {
		t.Errorf("%d columns are in the audit log", n)
	}
	id := s.count(`select id from import_mappings where header = 'Matricule'`)
	contains(t, s.follow("/import/gemerkt/spalte/"+itoa(id)+"/vergessen"), "Die Zuordnung ist entfernt", "3 Zuordnungen")
	if a := s.upload("liste.csv", foreign); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a forgotten column answers %d", a.status)
	}
}

func TestNobodyRemembersWhatIsForbidden(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, said := range [][]string{{"h1", "AHV-Nr.", "f1", "function", "was1", "-"}, {"h1", "756.9217.0769.85", "f1", "function", "was1", "-"}, {"h1", "Kuerzel2", "f1", "salary", "was1", "-"}} {
		if a := s.uploadTo("/import/spalten", "liste.csv", list, said...); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%q answers %d", said, a.status)
		}
	}
	if n := s.count(`select (select count(*) from import_mappings) + (select count(*) from plans)`); n != 0 {
		t.Errorf("%d rows", n)
	}
}

func TestAListOfOneDepartment(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	kanzlei := header + strings.SplitAfter(list, "\n")[1] // without Vorlage; Probe is in the Werkdienst
	path := s.preview(kanzlei, "scope", "in:100")
	contains(t, s.page(path), "1 Person tritt aus.", "Vorlage Nina", "Nur «Kanzlei» mit allem darunter", "1 von 2 Personen würden austreten")
	containsNot(t, s.page(path), "Probe Jan")
	a := s.upload("personal.csv", list, "scope", "in:100")
	contains(t, a.text(), "Zeile 4", "gehört nicht zu «Kanzlei»")
	contains(t, s.upload("personal.csv", list, "scope", "in:999").text(), "Den gewählten Bereich gibt es an diesem Tag nicht")
}

func TestAUnitOfTheFileIsOneOnRecord(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	moved := strings.ReplaceAll(list, ";200;Werkdienst;", ";W-2;Werkhof und Unterhalt;")
	path := s.preview(moved)
	contains(t, s.page(path), "1 Einheit der Datei ist nicht erfasst", "Werkhof und Unterhalt 1 Zeile", "1 Person wechselt die Einheit")
	contains(t, s.follow(path+"/einheiten", "unit0", "200"), "Die Vorschau ist neu berechnet", "Es ändert sich nichts.")
	contains(t, s.page(s.preview(moved)), "Es ändert sich nichts.")
	contains(t, s.page("/import/gemerkt"), "1 Zuordnung ist gemerkt.", "Werkhof und Unterhalt Werkdienst")
	if n := s.count(`select count(*) from plans where state = 'shown'`); n != 2 {
		t.Errorf("%d plans are open; the replaced one is given up", n)
	}
	id := s.count(`select id from import_units`)
	contains(t, s.follow("/import/gemerkt/einheit/"+itoa(id)+"/vergessen"), "Die Zuordnung ist entfernt", "Noch ist nichts gemerkt")
	contains(t, s.follow("/import/gemerkt/einheit/"+itoa(id)+"/vergessen"), "Die Zuordnung ist entfernt") // a second click
	if a := s.post(path+"/einheiten", "unit0", "no such"); a.status != http.StatusNotFound {
		t.Errorf("a department that does not exist answers %d", a.status)
	}
}

func TestManyUnknownUnitsAreCut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	many := list
	for i := range 50 {
		n := itoa(1000 + i)
		many += n + ";Muster;Anna" + n + ";;N" + n + ";Abteilung " + n + ";;80;unbefristet;01.01.2027;;;\n"
	}
	path := s.preview(many)
	contains(t, s.page(path), "50 Einheiten der Datei sind nicht erfasst", "und 10 weitere, die neu angelegt werden")
	contains(t, s.follow(path+"/einheiten", "unit0", "100"), "neu berechnet", "Abteilung 1000 1 Zeile")
	if n := s.count(`select count(*) from import_units`); n != 1 {
		t.Errorf("%d units are remembered", n)
	}
}

// workbook is the preview as a workbook: the cells of each sheet by its name.
func (s *site) workbook(path string) map[string]string {
	s.t.Helper()
	a := s.get(path + "/xlsx")
	if a.status != http.StatusOK {
		s.t.Fatalf("answers %d: %s", a.status, a.text())
	}
	book, err := sheet.Open("vorschau.xlsx", []byte(a.body), sheet.DefaultLimits())
	must(s.t, err)
	texts := map[string]string{}
	for i, one := range book.Sheets() {
		for row, err := range book.Rows(i) {
			must(s.t, err)
			for _, c := range row.Cells {
				texts[one.Name] += c.Text + "|"
			}
			texts[one.Name] += "\n"
		}
	}
	return texts
}

// The workbook has every row under the same figures as the page.
func TestThePreviewAsAWorkbook(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	next := strings.NewReplacer("Nina", "Ninetta", ";200;Werkdienst;", ";300;Badi;", "00001;Beispiel;Luca", "00009;=Beispiel;+41").Replace(list)
	next = strings.Replace(next, "=Beispiel", "Beispiel", 1)
	path := s.preview(next)
	texts := s.workbook(path)
	for name, wanted := range map[string][]string{
		"Übersicht":              {"personal.csv, 3 Zeilen", "Neu|1|", "Austritte|1|", "Geändert|1|", "Wechsel der Einheit|1|", "Zu bestätigen"},
		"Neu":                    {"00009|Beispiel +41|Kanzlei|Leitung|100 %|"},
		"Geändert":               {"00002|Vorlage Nina|Vorname|Nina|Ninetta|"},
		"Wechsel der Einheit":    {"00003|Probe Jan|Organisationseinheit|Werkdienst|Badi|"},
		"Austritte":              {"00001|Beispiel Luca|Kanzlei|"},
		"Organisationseinheiten": {"300|Badi|neu|"},
		"Hinweise":               {"Zeile 1, Spalte M (AHV-Nr.)"},
		"Zuweisungen":            {"00009|Beispiel +41|Kanzlei|IS-01|"},
	} {
		contains(t, texts[name], wanted...)
	}
	for _, text := range texts {
		containsNot(t, text, "756.1234")
	}
}

func TestATaskIsItsOwnersAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := s.preview(list)
	uid := strings.TrimPrefix(path, "/import/") // of the task, too
	a := s.get("/auftraege/" + uid)
	if a.status != http.StatusSeeOther || a.location != path {
		t.Errorf("a task that has ended answers %d %s", a.status, a.location)
	}
	contains(t, s.get("/auftraege/"+uid+"/stand").body, `"ended":true`)
	_, other := s.somebody("Zweite", 0, "hr")
	for _, path := range []string{"/auftraege/" + uid, "/auftraege/" + uid + "/stand", "/auftraege/nonsense"} {
		if a := s.do(other, http.MethodGet, path, "", nil); a.status != http.StatusNotFound {
			t.Errorf("%s answers %d to somebody else", path, a.status)
		}
	}
}

// What an import comes to stands in the list of imports until it is settled; a failed
// one names its reason and can be put away.
func TestAFailedImportIsSettled(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := s.preview(list)
	if n := s.count(`select count(*) from tasks t, plans p where t.result -> 'About' = '{"Kind":"people","List":"staff"}' and p.source ->> 'List' = 'staff'`); n != 1 {
		t.Errorf("%d tasks say what they are about", n)
	}
	contains(t, s.page("/pendenzen/importe"), "Ein Import wartet auf Sie.", "Personalliste", "Öffnen, prüfen und übernehmen oder verwerfen.")
	contains(t, s.get("/pendenzen/importe").body, `href="`+path+`"`)
	uid := "22222222-2222-4222-8222-222222222222"
	must(t, s.db.Query(t.Context()).Exec(`
		insert into tasks (uid, kind, title, owner_id, input, result, created_at, state, tries, expires_at)
		values (cast(? as uuid), 'change.propose', 'ferien.csv', ?, '{}', '{"About":{"Kind":"people","List":"absences"},"Failure":{"Kind":"internal","Key":"error.task.given_up"}}',
			?, 'failed', 3, ?)`, uid, s.hr, monday, monday.AddDate(0, 0, 30)).Error)
	contains(t, s.page("/pendenzen"), "Listen, deren Import gescheitert ist")
	contains(t, s.page("/pendenzen/importe"), "Zwei Importe warten auf Sie.", "ferien.csv", "Das wurde mehrmals unterbrochen und nicht fertig.", "Abwesenheiten")
	contains(t, s.get("/pendenzen/importe").body, `href="/import?liste=absences"`)
	contains(t, s.follow("/pendenzen/importe/"+uid+"/erledigt"), "Der gescheiterte Import ist weggelegt.", "Ein Import wartet")
	must(t, s.db.Query(t.Context()).Exec(`update plans set state = 'stale'`).Error)
	contains(t, s.page("/pendenzen/importe"), "Die Vorschau ist überholt und nicht übernommen.")
	s.follow(path + "/verwerfen")
	contains(t, s.page("/pendenzen/importe"), "Kein Import wartet.")
}

// A task of a process that is gone: the page says how far it is, and leads to it
// from the start of the import.
func TestWorkUnderWayIsShown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	uid := "11111111-1111-4111-8111-111111111111"
	must(t, s.db.Query(t.Context()).Exec(`
		insert into tasks (uid, kind, title, owner_id, input, created_at, state, stage, done, total, tries, lease_until, expires_at)
		values (cast(? as uuid), 'change.propose', 'gross.csv', ?, '{}', ?, 'running', 'duties', 1200, 4800, 1, now() + interval '1 hour', ?)`,
		uid, s.hr, monday, monday.AddDate(0, 0, 30)).Error)
	contains(t, s.page("/auftraege/"+uid), "gross.csv", "Die Vorschau wird berechnet.", "Schritt 2 von 4: Zuweisungen und Fristen berechnen", "1'200 von 4'800 Personen")
	contains(t, s.get("/auftraege/"+uid+"/stand").body, `"done":31`, `"ended":false`)
	contains(t, s.page("/import"), "Läuft gerade", "gross.csv Die Vorschau wird berechnet.")
}
