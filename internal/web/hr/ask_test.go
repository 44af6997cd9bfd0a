package hr_test

import (
	"net/http"
	"testing"

	"zaemme/internal/auth"
	"zaemme/internal/db"
)

// tokenOf signs the person in.
func (s *site) tokenOf(id int) (token string) {
	s.t.Helper()
	must(s.t, s.db.Write(s.t.Context(), func(tx *db.Tx) (err error) {
		token, err = auth.Start(s.t.Context(), tx, int64(id), "test", monday)
		return err
	}))
	return token
}

func TestEditsOfAPerson(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	path := "/personen/" + s.uid("00002")
	contains(t, s.applied(path+"/angaben", "last_name", "Vorlage-Muster", "first_name", "Nina", "email", "nina.vorlage@seedorf.example",
		"login", "nvo", "language", "fr"), "Name oder Adresse wird geändert.", "Vorlage-Muster", "Französisch")
	contains(t, s.applied(path+"/anstellung/1", "department", "200", "function", "Leitung Werkdienst", "pensum", "62,5", "category", "apprentice",
		"site", "Werkhof", "manager", "Beispiel", "trainer", "Probe Jan (00003)", "exit_on", "", "from", "1.3.2027"),
		"Die Anstellung wird geändert.", "Werkdienst", "62.5 %", "Probe Jan")
	contains(t, s.applied(path+"/merkmale", "tags", "GEVER", "more", "Kasse; M365", "from", "1.3.2027"), "GEVER, Kasse, M365")
	contains(t, s.applied(path+"/stellvertretung", "deputy", "00003", "from", "1.3.2027", "until", "31.3.2027"), "Probe Jan", "1.3.2027 bis 31.3.2027")
	contains(t, s.applied(path+"/abwesenheit", "from", "1.3.2027", "until", ""), "Die Abwesenheit wird geändert.", "seit 1.3.2027")
	contains(t, s.applied(path+"/abwesenheit?bis=9999-12-31&von=2027-03-01", "from", "1.3.2027", "until", "20.3.2027"), "1.3.2027 bis 20.3.2027")
	text := s.page(path)
	contains(t, text, "Nina Vorlage-Muster", "Leitung Werkdienst", "62.5 %", "Berufsbildner/in Jan Probe", "GEVER , Kasse , M365", "1.3.2027 bis 20.3.2027",
		"1.3.2027 bis 31.3.2027", "Organisationseinheit Kanzlei Werkdienst", "Vorlage Vorlage-Muster", "Abwesenheit geändert",
		"Stellvertretung: Jan Probe", "Änderung von Hand", "Andrea Personal")
	contains(t, s.page(path+"?was=absence"), "Abwesenheit geändert")
	contains(t, s.page(path+"?was=employment"), "Anstellung 1 erfasst")
	containsNot(t, s.page(path+"?was=employment"), "Abwesenheit geändert")
	must(t, s.db.Query(t.Context()).Exec(`update employments set no = '00009/1' where person_id = (select id from persons where personnel_no = '00002')`).Error)
	contains(t, s.get(path).body, path+"/anstellung/00009%2F1")
	contains(t, s.page(path+"/anstellung/00009%2F1"), "Anstellung 00009/1")
	contains(t, s.applied(path+"/anstellung/00009%2F1", "department", "200", "function", "Leitung", "pensum", "62.5", "category", "apprentice",
		"trainer", "00003", "from", "1.3.2027"), "Leitung")
	s.token = s.tokenOf(s.count(`select id from persons where personnel_no = '00003'`)) // the trainer and deputy
	contains(t, s.page("/organisation"), "Hier gibt es für Sie keine Einheit.")
}

func TestAPersonWithoutAFile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	person := []string{"last_name", "Vorlage", "first_name", "Nina", "email", "", "login", "", "language", "de", "department", "100", "category", "external",
		"pensum", "", "function", "", "site", "", "manager", "00001", "trainer", "", "entry_on", "1.4.2027", "exit_on", "30.6.2027"}
	a := s.post("/personen/neu", person...)
	if a.status != http.StatusUnprocessableEntity {
		t.Fatalf("a namesake answers %d", a.status)
	}
	contains(t, a.text(), "Nina Vorlage ist schon erfasst.")
	contains(t, s.applied("/personen/neu", append(person, "namesake", "1")...), "Eine Person kommt dazu.", "Vorlage Nina", "Kanzlei")
	if n := s.count(`select count(*) from persons where last_name = 'Vorlage' and personnel_no is null`); n != 1 {
		t.Errorf("%d externals", n)
	}
	contains(t, s.page("/personen?wer=later"), "Vorlage Nina", "Eintritt am 1.4.2027")
}

func TestExitAndReturn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	path := "/personen/" + s.uid("00003")
	contains(t, s.applied(path+"/austritt", "last_day", "28.2.2027"), "Die Person tritt aus.", "2 Zuweisungen entfallen", "Gilt rückwirkend ab 28.2.2027")
	contains(t, s.page(path), "ausgetreten am 28.2.2027", "Wieder anstellen")
	contains(t, s.applied(path+"/anstellung/neu", "department", "200", "category", "permanent", "pensum", "80", "entry_on", "1.3.2027"), "1 Person tritt wieder ein")
	contains(t, s.page(path), "Anstellung 2", "80 %")
}

// What is wrong is said at its field, and nothing typed is lost.
func TestMistakesInEdits(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	path := "/personen/" + s.uid("00002")
	for _, c := range []struct {
		path  string
		typed []string
		want  string
	}{
		{path + "/angaben", []string{"last_name", "", "first_name", "Nina", "language", "de"}, "Bitte füllen Sie dieses Feld aus"},
		{path + "/angaben", []string{"last_name", "Vorlage", "first_name", "Nina", "language", "xx"}, "Bitte wählen Sie eine der Möglichkeiten"},
		{path + "/anstellung/1", []string{"department", "100", "category", "permanent", "manager", "e", "from", "1.3.2027"}, "Personen passen, zum Beispiel"},
		{path + "/anstellung/1", []string{"department", "100", "category", "permanent", "manager", "Unbekannt", "from", "1.3.2027"}, "nicht bekannt"},
		{path + "/anstellung/1", []string{"department", "100", "category", "permanent", "pensum", "viel", "from", "1.3.2027"}, "zwischen 1 und 100"},
		{path + "/anstellung/1", []string{"department", "777", "category", "permanent", "from", "1.3.2027"}, "Diese Einheit gibt es nicht."},
		{path + "/austritt", []string{"last_day", "gestern vielleicht"}, "Datum"},
		{path + "/stellvertretung", []string{"deputy", "00002", "from", "1.3.2027", "until", "2.3.2027"}, "Niemand vertritt sich selbst."},
		{path + "/abwesenheit", []string{"from", "2.3.2027", "until", "1.3.2027"}, "Der letzte Tag liegt vor dem ersten."},
		{path + "/merkmale", []string{"more", "<script>", "from", ""}, "Gilt ab"},
		{"/organisation/neu", []string{"name", "Neu", "code", "100", "from", "1.3.2027"}, "Diese Nummer hat schon «Kanzlei»"},
	} {
		a := s.post(c.path, c.typed...)
		if a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s %v answers %d %s", c.path, c.typed, a.status, a.location)
			continue
		}
		contains(t, a.text(), c.want)
	}
	for _, unknown := range []string{path + "/anstellung/9", path + "/abwesenheit?von=2027-01-01&bis=2027-01-02", path + "/stellvertretung?deputy=00003"} {
		if a := s.get(unknown); a.status != http.StatusNotFound {
			t.Errorf("%s answers %d", unknown, a.status)
		}
	}
	own := "/personen/" + s.uidOf(s.hr)
	containsNot(t, s.page(own), "Weitere Anstellung", "Auf «ohne PC» ändern")
	if a := s.post(own+"/merkmale", "tags", "GEVER", "from", "1.3.2027"); a.status != http.StatusForbidden {
		t.Errorf("HR sets the own tags: %d", a.status)
	}
	if n := s.count(`select count(*) from plans where kind = 'edit'`); n != 0 {
		t.Errorf("%d plans were made of mistakes", n)
	}
}
