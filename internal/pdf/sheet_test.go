package pdf_test

import (
	"slices"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/pdf"
)

// A line ends at a space or after a hyphen, and nowhere within «95 %».
func TestLinesEndWhereTheyMay(t *testing.T) {
	t.Parallel()
	f, err := pdf.New(calendar.NewDate(2026, 11, 22))
	if err != nil {
		t.Fatal(err)
	}
	f.AddPage()
	s := f.In(nil)
	for text, want := range map[string][]string{
		"auf Kurs bei 95\u00a0% und mehr": {"auf Kurs bei", "95 % und mehr"},
		"auf Kurs bei 95 % und mehr":      {"auf Kurs bei 95", "% und mehr"},
		"Tiefbau-Werke":                   {"Tiefbau-Werke"},
		"eine Tiefbau-Werke-Liste":        {"eine Tiefbau-", "Werke-Liste"},
	} {
		if got := s.Wrap(pdf.Regular, 10, 27, text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
