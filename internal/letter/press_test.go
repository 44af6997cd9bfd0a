package letter_test

import (
	"strings"
	"testing"

	"zaemme/internal/letter"
	"zaemme/internal/mail"
	"zaemme/internal/settings"
	"zaemme/views"
)

func TestALetterIsTextAndHTML(t *testing.T) {
	t.Parallel()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	press, err := letter.NewPress(views.Files, "https://lernen.gemeinde.example")
	if err != nil {
		t.Fatal(err)
	}
	l := press.Begin(texts.Printer("de"), settings.Defaults(), "Andrea Muster")
	l.Subject, l.Why = "Ihr Code", "Weil Sie ihn bestellt haben."
	l.Sections = []letter.Section{{Lead: "Ihr Code <lautet>:", Code: "012345"}}
	decision, err := press.Deliver(settings.Defaults(), mail.Address{Name: "Andrea Muster", Email: "a@gemeinde.example"}, l)
	if err != nil || decision.Mail() == nil {
		t.Fatalf("%+v, %v", decision, err)
	}
	m := decision.Mail()
	for _, want := range []string{"Guten Tag Andrea Muster", "012345", "lernen.gemeinde.example", "Freundliche Grüsse", l.Why} {
		if !strings.Contains(m.Text, want) || !strings.Contains(m.HTML, want) {
			t.Errorf("%q is missing in text or HTML:\n%s\n%s", want, m.Text, m.HTML)
		}
	}
	if strings.Contains(m.HTML, "<lautet>") || strings.Contains(m.HTML, "<a href") || strings.Contains(m.Text, "\n: ") {
		t.Errorf("markup got through, or a link without address:\n%s", m.HTML)
	}
}

// A line that is set for many reads like one that is printed in its letter, in each of
// its shapes, and its markup is as harmless.
func TestASetLineReadsLikeAnyOther(t *testing.T) {
	t.Parallel()
	press, err := letter.NewPress(views.Files, "https://lernen.gemeinde.example")
	if err != nil {
		t.Fatal(err)
	}
	plain := []letter.Line{
		{Title: "Phishing <b>& Co.</b>", Facts: "bis 12. März, «15» Minuten", URL: "https://lernen.gemeinde.example/k/a?b=1&c=\"2\""},
		{Title: "Nur ein Titel"},
		{Title: "Gefährlich", URL: "javascript:alert(1)"},
	}
	set := make([]letter.Line, len(plain))
	for i, line := range plain {
		if set[i], err = press.Set(line); err != nil {
			t.Fatal(err)
		}
	}
	print := func(lines []letter.Line) *mail.Message {
		t.Helper()
		m, err := press.Print(letter.Letter{Lang: "de", Subject: "Kurse", Sections: []letter.Section{{Lead: "Offen:", Lines: lines, Note: "Danke."}}})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	want := print(plain)
	if strings.Contains(want.HTML, "<b>") || strings.Contains(want.HTML, "javascript:") || !strings.Contains(want.Text, "- Nur ein Titel\n") {
		t.Fatalf("printed:\n%s\n%s", want.HTML, want.Text)
	}
	for _, lines := range [][]letter.Line{set, {set[0], plain[1], set[2]}} {
		if got := print(lines); got.HTML != want.HTML || got.Text != want.Text {
			t.Errorf("set:\n%s\n%s\nprinted in the letter:\n%s\n%s", got.HTML, got.Text, want.HTML, want.Text)
		}
	}
}

func TestAPressNeedsAnAddress(t *testing.T) {
	t.Parallel()
	if _, err := letter.NewPress(views.Files, "lernen"); err == nil {
		t.Error("links without a host")
	}
	if _, err := letter.NewPress(nil, "https://lernen.gemeinde.example"); err == nil {
		t.Error("no templates")
	}
}
