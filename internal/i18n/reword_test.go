package i18n_test

import (
	"testing"
	"testing/fstest"

	"zaemme/internal/i18n"
)

func TestRewordKeepsThePlaceholders(t *testing.T) {
	t.Parallel()
	bundle, err := i18n.Load(fstest.MapFS{"i18n/a.de.yaml": {Data: []byte("plain: \"Bis {date}\"\nmany:\n  one: \"Eine Frist, {date}\"\n  other: \"{n} Fristen, {date}\"\n")}}, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	p := bundle.Printer("de")
	for name, wrong := range map[string]map[string]i18n.Forms{
		"unknown text":        {"nothing": {"other": "x"}},
		"missing placeholder": {"plain": {"other": "Bald"}},
		"another placeholder": {"plain": {"other": "Bis {date} {name}"}},
		"broken placeholder":  {"plain": {"other": "Bis {date"}},
		"missing form":        {"many": {"other": "{n} Fristen, {date}"}},
		"a form too many":     {"plain": {"other": "Bis {date}", "one": "Bis {date}"}},
	} {
		if _, err := p.Reword(wrong); err == nil {
			t.Error(name)
		}
	}
	other, err := p.Reword(map[string]i18n.Forms{"many": {"one": "Nur eine bis {date}", "other": "Ganze {n} bis {date}"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := other.N("many", 1, "date", "heute") + ", " + other.N("many", 3, "date", "heute") + ", " + other.T("plain", "date", "morgen"); got != "Nur eine bis heute, Ganze 3 bis heute, Bis morgen" {
		t.Error(got)
	}
	if got := p.N("many", 1, "date", "heute"); got != "Eine Frist, heute" {
		t.Errorf("the printer itself changed: %s", got)
	}
}
