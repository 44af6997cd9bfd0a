package card_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/card"
	"zaemme/views"
)

// With ZAEMME_SHOTS=DIR the file is left there, to be looked at.
func TestFourSlipsOnAPage(t *testing.T) {
	t.Parallel()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	all := card.Slips{Municipality: "Gemeinde Emmen", Contact: "Personaldienst, 041 000 00 20, personal@gemeinde.example",
		URL: "https://lernen.emmen.example", TypePath: "/karte", On: calendar.NewDate(2027, 3, 1)}
	line := card.SlipLine{Title: "Informationssicherheit im Alltag", Facts: "Frist 30.4.2027, rund 30 Minuten"}
	long := card.SlipLine{Title: "Sicher umgehen mit Personendaten, Akten und Unterlagen der Einwohnerinnen und Einwohner unterwegs und zu Hause", Facts: "Nachfrist bis 12.3.2027, rund 45 Minuten"}
	slips := []card.Slip{
		{L: texts.Printer("de"), Name: "Paul Muster", Department: "Werkdienst", Lines: []card.SlipLine{line}},
		{L: texts.Printer("en"), Name: "Ana Ilić", Department: "Reinigung", Lines: []card.SlipLine{line, long}},
		{L: texts.Printer("de"), Name: "Maximiliane-Alexandra Freifrau von und zu Unterwasser-Bogdanović", Department: "Direktion Finanzen, Immobilien und Sport: Betrieb der Badeanlagen",
			Lines: []card.SlipLine{long, long, long, long}},
		{L: texts.Printer("de"), Name: "Luca Beispiel", Department: "Hauswartung", Lines: []card.SlipLine{line, long, line, line, line}},
	}
	file, err := card.SlipsPDF(all, slips)
	if err != nil {
		t.Fatal(err)
	}
	// The third and the fourth need a second sheet each, and with it a second page.
	if n := bytes.Count(file, []byte("/Type /Page\n")); n != 2 {
		t.Errorf("%d pages", n)
	}
	again, err := card.SlipsPDF(all, slips)
	if err != nil || !bytes.Equal(file, again) {
		t.Errorf("the same slips make another file: %v", err)
	}
	if folder := os.Getenv("ZAEMME_SHOTS"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, "slips.pdf"), file, 0o600); err != nil {
			t.Error(err)
		}
	}
	for _, lang := range []string{"de", "en"} {
		for _, key := range []string{"slip.print.title", "slip.print.how", "slip.print.ask"} {
			if text := texts.Printer(lang).T(key); strings.Contains(text, "slip.print") {
				t.Errorf("%s: no text %s", lang, key)
			}
		}
	}
}
