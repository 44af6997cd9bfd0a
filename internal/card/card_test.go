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

var issue = card.Issue{
	Municipality: "Gemeinde Emmen", Contact: "Personaldienst, 041 000 00 20, personal@gemeinde.example", URL: "https://lernen.emmen.example",
	CardPath: "/k/", TypePath: "/karte", By: "Petra Zgraggen", On: calendar.NewDate(2026, 11, 22),
}

func cards(t *testing.T) []card.Card {
	t.Helper()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	var list []card.Card
	for i, name := range []string{
		"Ana Ilić", "Bettina von Grünigen-Kovačević", "Maximiliane-Alexandra Freifrau von und zu Unterwasser-Bogdanović-Papadopoulos",
		"Ștefan Țepeș", "Nguyễn Thị Hồng", "王芳", "Γιώργος Παπαδόπουλος",
	} {
		c := card.Card{L: texts.Printer("de"), Name: name, Department: "Reinigung", Number: "7992 7398", Token: "AAECAwQFBgcICQoLDA0ODw",
			Code: "K7MP 3RTX", Until: calendar.NewDate(2027, 1, 21)}
		if i%2 == 1 {
			c.L, c.Department = texts.Printer("en"), "Direktion Finanzen, Immobilien und Sport: Betrieb der Badeanlagen und Sportplätze, Hauswartung"
		}
		list = append(list, c)
	}
	return list
}

// With ZAEMME_SHOTS=DIR the file is left there, to be looked at.
func TestOnePagePerPerson(t *testing.T) {
	t.Parallel()
	list := cards(t)
	file, err := card.PDF(issue, list)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(file, []byte("/Type /Page\n")); n != len(list) {
		t.Errorf("%d pages for %d persons", n, len(list))
	}
	if n := bytes.Count(file, []byte("/MediaBox [0 0 595.28 841.89]")); n == 0 {
		t.Error("the pages are not A4")
	}
	again, err := card.PDF(issue, list)
	if err != nil || !bytes.Equal(file, again) {
		t.Errorf("the same cards make another file: %v", err)
	}
	if folder := os.Getenv("ZAEMME_SHOTS"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, "cards.pdf"), file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Contains(string(file), "Helvetica") {
		t.Error("a font without ć is used")
	}
}
