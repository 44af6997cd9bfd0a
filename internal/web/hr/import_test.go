package hr_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestAListIsShownAndApplied(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	contains(t, s.page("/import"), "Ein Teil davon, niemand tritt aus", "AHV-Nummer", "Noch keine.")
	path := s.preview(list)
	shown := s.page(path)
	contains(t, shown, "3 Personen sind neu.", "Beispiel Luca", "wurden verworfen: «AHV-Nr.»", "personal.csv, 3 Zeilen", "PC ja oder nein: 3 Vorschläge",
		"Zuweisungen beginnen", "IS-01K", "Übernehmen", "Verwerfen")
	if n := s.count(`select count(*) from persons where personnel_no is not null`); n != 0 {
		t.Fatalf("the preview wrote %d persons", n)
	}
	contains(t, s.follow(path+"/uebernehmen"), "Die Personalliste ist übernommen.", "3 Personen sind neu.", "Zu den Personen")
	contains(t, s.page(path), "genau so wie es hier steht", "Erstellt 1.3.2027, 09.00, Andrea Personal Übernommen ")
	containsNot(t, s.page(path), "Verwerfen", "Vorschau neu berechnen")
	contains(t, s.page("/personen"), "4 Personen sind heute angestellt", "Beispiel Luca", "00003", "Werkdienst")
	if n := s.count(`select count(*) from assignments a join persons p on p.id = a.person_id where p.personnel_no = '00003'`); n != 2 {
		t.Errorf("somebody without a PC has %d duties, want IS-01K and DS-01K", n)
	}
	contains(t, s.page("/import"), "personal.csv", "übernommen")
	if n := s.count(`select count(*) from access_log where page in ('hr.plan', 'hr.people') and viewer_id = ?`, s.hr); n < 2 {
		t.Errorf("%d looks were written down", n)
	}
}

func TestAFileWithErrorsLeavesNothing(t *testing.T) {
	t.Parallel()
	bad := strings.Replace(list, "01.08.2025", "31.02.2025", 1)
	for name, one := range map[string]struct {
		file, content string
		says          []string
	}{
		"an impossible date": {"personal.csv", bad, []string{"1 Fehler verhindert die Übernahme", "Zeile 3, Spalte J (Eintritt)", "Berichtigte Datei"}},
		"no table":           {"personal.xlsx", "no zip at all", []string{"Datei: In dieser Datei ist keine Excel-Tabelle"}},
		"absences":           {"absenzen.csv", "Pers.-Nr.;von;bis\n00001;1.1.2026;\n", []string{"Liste von Abwesenheiten"}},
		"a pdf":              {"personal.pdf", "%PDF-1.7\n", []string{"PDF"}},
		"NUL bytes":          {"personal.csv", strings.Replace(list, "Kanzlei", "Kan\x00zlei", 1), []string{"Zeile 2"}},
		"no header":          {"personal.csv", "a;b;c\n1;2;3\n", []string{"Spaltentitel"}},
		"nothing":            {"personal.csv", "", []string{"Bitte wählen Sie eine Datei"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			a := s.upload(one.file, one.content)
			if a.status != http.StatusUnprocessableEntity {
				t.Errorf("answers %d", a.status)
			}
			contains(t, a.text(), one.says...)
			containsNot(t, a.text(), "756.1234")
			if n := s.count(`select count(*) from plans`) + s.count(`select count(*) from persons where personnel_no is not null`); n != 0 {
				t.Errorf("%d rows were left behind", n)
			}
		})
	}
}

func TestApplyingTwiceIsHarmless(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := s.preview(list)
	s.follow(path + "/uebernehmen")
	contains(t, s.follow(path+"/uebernehmen"), "war schon übernommen", "nichts doppelt")
	contains(t, s.follow(path+"/verwerfen"), "war schon übernommen")
	if n := s.count(`select count(*) from batches`); n != 1 {
		t.Errorf("%d batches", n)
	}
	contains(t, s.page(s.preview(list)), "Es ändert sich nichts.", "Alles ist schon so erfasst")
}

func TestWhatChangedInBetweenIsShown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	first := s.preview(strings.Replace(list, "Nina", "Nina Maria", 1))
	second := s.preview(strings.Replace(list, "Nina", "Ninetta", 1))
	s.follow(second + "/uebernehmen")
	contains(t, s.follow(first+"/uebernehmen"), "Inzwischen hat sich etwas geändert", "Inzwischen geändert Vorlage Ninetta", "Vorschau erneuern")
	contains(t, s.page(first), "Inzwischen hat sich etwas geändert", "Vorschau erneuern")
	renewed := s.follow(first + "/erneuern")
	contains(t, renewed, "Die Vorschau ist neu", "1 Person hat neue Angaben.", "Ninetta", "Nina Maria")
	contains(t, s.follow(first+"/uebernehmen"), "kann nicht mehr übernommen werden")
}

func TestManyLeaversHaveToBeTyped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	short := strings.Join(strings.SplitAfter(list, "\n")[:3], "") // without the third person
	path := s.preview(short)
	contains(t, s.page(path), "1 Person tritt aus.", "1 von 3 Personen würden austreten", "geben Sie die Zahl 1 ein")
	refused := s.post(path+"/uebernehmen", "confirm", "7")
	if refused.status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong number answers %d", refused.status)
	}
	contains(t, refused.text(), "Zahl 1 ein", "7")
	contains(t, s.follow(path+"/uebernehmen", "confirm", "1"), "Die Personalliste ist übernommen")
	contains(t, s.page("/personen?wer=gone"), "Probe Jan", "ausgetreten am 28.2.2027")

	part := s.preview(strings.Join(strings.SplitAfter(list, "\n")[:2], ""), "scope", "part")
	contains(t, s.page(part), "Es ändert sich nichts.", "Wer in der Datei fehlt, bleibt unverändert")
}

func TestHRCorrectsTheProposalForPC(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := s.preview(list)
	contains(t, s.follow(path+"/pc", "wrong", "00003"), "neu berechnet", "vom Personaldienst festgelegt")
	if n := s.count(`select count(*) from plans where state = 'shown'`); n != 1 {
		t.Errorf("%d plans are open, want the new one alone", n)
	}
}

func TestAPlanCanBeDiscarded(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := s.preview(list)
	contains(t, s.follow(path+"/verwerfen"), "verworfen. Es wurde nichts geändert")
	contains(t, s.follow(path+"/uebernehmen"), "kann nicht mehr übernommen werden")
	if n := s.count(`select count(*) from persons where personnel_no is not null`); n != 0 {
		t.Errorf("%d persons", n)
	}
}
