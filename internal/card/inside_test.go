package card_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/card"
	"zaemme/views"
)

// What only the municipality's network answers is said to do so: a slip has no QR
// code, which a phone of one's own could not open, and so is the smaller file. With
// ZAEMME_SHOTS=DIR the files are left there, to be looked at.
func TestInsideIsSaid(t *testing.T) {
	t.Parallel()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	slips := func(inside bool) []byte {
		t.Helper()
		file, err := card.SlipsPDF(card.Slips{Municipality: "Gemeinde Emmen", Contact: "Personaldienst, 041 000 00 20", URL: "https://lernen.emmen.example",
			TypePath: "/karte", Inside: inside, On: calendar.NewDate(2027, 3, 1)},
			[]card.Slip{{L: texts.Printer("de"), Name: "Paul Muster", Department: "Werkdienst",
				Lines: []card.SlipLine{{Title: "Informationssicherheit im Alltag", Facts: "Frist 30.4.2027, rund 30 Minuten"}}}})
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	outside, inside := slips(false), slips(true)
	if len(inside) >= len(outside) {
		t.Errorf("%d bytes with a QR code, %d without", len(outside), len(inside))
	}
	own := issue
	own.Inside = true
	plain, err := card.PDF(issue, cards(t)[:1])
	if err != nil {
		t.Fatal(err)
	}
	said, err := card.PDF(own, cards(t)[:1])
	if err != nil || bytes.Equal(plain, said) {
		t.Errorf("the card promises the same: %v", err)
	}
	if folder := os.Getenv("ZAEMME_SHOTS"); folder != "" {
		for name, file := range map[string][]byte{"slips-inside.pdf": inside, "card-inside.pdf": said} {
			if err := os.WriteFile(filepath.Join(folder, name), file, 0o600); err != nil {
				t.Error(err)
			}
		}
	}
}
