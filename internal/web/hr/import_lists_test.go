package hr_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"zaemme/internal/calendar"
)

// listed is the address of the plan of another list than that of the staff.
func (s *site) listed(list, content string, pairs ...string) string {
	s.t.Helper()
	a := s.upload(list+".csv", content, append(pairs, "list", list)...)
	if a.status != http.StatusSeeOther {
		s.t.Fatalf("the upload answers %d: %s", a.status, a.text())
	}
	return a.location
}

func TestAbsencesMoveDueDates(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	contains(t, s.page("/import?liste=absences"), "Lesen Sie die Abwesenheiten ein.", "Gründe werden verworfen", "Die Liste ist vollständig")
	path := s.listed("absences", "Pers.-Nr.;von;bis;Absenzgrund\n00001;5.3.2027;4.4.2027;Spital\n00002;5.3.2027;;\n99999;5.3.2027;;\n")
	shown := s.page(path)
	contains(t, shown, "2 Abwesenheiten sind neu.", "Beispiel Luca", "neue Frist", "verworfen: «Absenzgrund»", "Zeile 4", "Diese Personalnummer ist nicht erfasst")
	containsNot(t, shown, "Spital", "Ganze Belegschaft")
	contains(t, s.follow(path+"/uebernehmen"), "übernommen")
	if n := s.count(`select count(*) from absences where known_to > now()`); n != 2 {
		t.Errorf("%d absences are on record", n)
	}
	if a := s.get(path + "/xlsx"); a.status != http.StatusOK {
		t.Errorf("the workbook answers %d", a.status)
	}
	again := s.listed("absences", "Pers.-Nr.;von;bis\n00001;5.3.2027;4.4.2027\n00002;5.3.2027;30.6.2027\n")
	contains(t, s.page(again), "1 Abwesenheit ändert sich.", "Vorlage Nina")
	s.follow(again + "/uebernehmen")
	short := s.listed("absences", "Pers.-Nr.;von;bis\n00002;5.3.2027;30.6.2027\n", "complete", "1")
	contains(t, s.page(short), "1 Abwesenheit entfällt.", "Die Liste ist vollständig")
	if n := s.count(`select count(*) from plans p where p::text like '%Spital%'`); n != 0 {
		t.Error("a reason was kept")
	}
}

func TestUnitsGetTheirHeads(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	contains(t, s.page("/import?liste=tree"), "Lesen Sie die Organisationseinheiten ein.", "Nummer und Name der Einheit")
	units := "OE-Nr.;Name;übergeordnet;Leitung;Stellvertretung;gültig ab\n10;Verwaltung;;;;\n100;Stadtkanzlei;10;00001;00002;\n200;Werkdienst;10;;;1.6.2027\n"
	path := s.listed("tree", units)
	contains(t, s.page(path), "1 Einheit ist neu und 2 ändern sich.", "ab 1.6.2027", "umbenannt", "Stadtkanzlei", "anders eingeordnet", "Leitung", "Beispiel Luca", "Stellvertretung")
	contains(t, s.follow(path+"/uebernehmen"), "übernommen")
	contains(t, s.page(s.listed("tree", units)), "Es ändert sich nichts.") // also of the line that holds from June
	flat := strings.NewReplacer("Kanzlei", "Stadtkanzlei").Replace(list)
	contains(t, s.page(s.preview(flat)), "Es ändert sich nichts.") // a staff list without a tree leaves it
	for content, says := range map[string]string{
		list: "Das ist eine Personalliste.", "OE-Nr.;Name;übergeordnet\n10;A;20\n20;B;10\n": "läge unter sich selbst",
		"Pers.-Nr.;von;bis\n1;1.1.2027;\n": "Liste von Abwesenheiten",
	} {
		a := s.upload("x.csv", content, "list", "tree")
		if a.status != http.StatusUnprocessableEntity {
			t.Errorf("answers %d", a.status)
		}
		contains(t, a.text(), says, "die Übernahme")
	}
}

func TestColumnsOfAnotherListAreRememberedApart(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	strange := "Pers.-Nr.;von;Rückkehr\n00001;5.3.2027;4.4.2027\n"
	path := s.listed("absences", strange)
	contains(t, s.page(path+"/spalten"), "Rückkehr Spalte C Datum, 1 Zelle", "bis nicht lesen")
	a := s.uploadTo("/import/spalten", "absences.csv", strange, "list", "absences", "h3", "Rückkehr", "f3", "to", "was3", "-")
	if a.status != http.StatusSeeOther {
		t.Fatalf("answers %d: %s", a.status, a.text())
	}
	contains(t, s.page(a.location), "5.3.2027", "4.4.2027")
	contains(t, s.page("/import/gemerkt"), "Rückkehr Abwesenheiten bis")
}

func TestNewNumbersKeepThePerson(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	uid := s.uid("00002")
	contains(t, s.page("/import?liste=numbers"), "Lesen Sie neue Personalnummern ein.")
	path := s.listed("numbers", "alte Personalnummer;neue Personalnummer\n00001;700001\n00002;700002\n99999;1\n")
	contains(t, s.page(path), "2 Personen haben neue Angaben.", "00002", "700002", "Zeile 4", "nicht erfasst")
	contains(t, s.follow(path+"/uebernehmen"), "übernommen")
	if s.uid("700002") != uid {
		t.Error("the number went to another person")
	}
	next := strings.NewReplacer("00001", "700001", "00002", "700002").Replace(list)
	contains(t, s.page(s.preview(next)), "Es ändert sich nichts.")
}

// Who joins on a later day has no course before: the preview says when how many
// begin, on the page and in the workbook, and the rules bring just those on the day.
func TestLaterEntriesAreAnnounced(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	later := strings.NewReplacer("01.05.2019", "01.06.2027", "01.08.2025", "01.06.2027", "01.01.2020", "01.07.2027").Replace(list)
	path := s.preview(later)
	shown := s.page(path)
	contains(t, shown, "2 Personen treten erst am 1. Juni 2027 ein; ", "1 Person tritt erst am 1. Juli 2027 ein; 2 Zuweisungen beginnen am Eintrittstag.")
	begin := regexp.MustCompile(`1\. Juni 2027 ein; (\d+) Zuweisungen beginnen`).FindStringSubmatch(shown)
	if begin == nil {
		t.Fatal("it does not say how many begin")
	}
	contains(t, s.workbook(path)["Spätere Eintritte"], "|2|"+begin[1]+"|", "|1|2|")
	s.follow(path + "/uebernehmen")
	if n := s.count(`select count(*) from assignments a join persons p on p.id = a.person_id where p.personnel_no is not null`); n != 0 {
		t.Fatalf("%d duties before the day of entry", n)
	}
	_, err := s.changes.RunDay(t.Context(), calendar.NewDate(2027, time.June, 1))
	must(t, err)
	if n := s.count(`select count(*) from assignments a join persons p on p.id = a.person_id where p.personnel_no is not null`); strconv.Itoa(n) != begin[1] {
		t.Errorf("%d duties begin on the day, %s were announced", n, begin[1])
	}
}
