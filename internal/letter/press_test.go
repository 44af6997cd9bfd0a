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

func TestAPressNeedsAnAddress(t *testing.T) {
	t.Parallel()
	if _, err := letter.NewPress(views.Files, "lernen"); err == nil {
		t.Error("links without a host")
	}
	if _, err := letter.NewPress(nil, "https://lernen.gemeinde.example"); err == nil {
		t.Error("no templates")
	}
}
