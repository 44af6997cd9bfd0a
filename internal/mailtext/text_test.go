package mailtext_test

import (
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/mailtext"
	"zaemme/internal/testing/dbtest"
	"zaemme/views"
)

func german(t *testing.T) *i18n.Printer {
	t.Helper()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	return texts.Printer("de")
}

// Every text that can be worded exists in every complete language and passes its
// own check.
func TestTheDeliveredTextsPass(t *testing.T) {
	t.Parallel()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Complete() {
		p := texts.Printer(lang)
		for _, g := range mailtext.Groups {
			if !p.Has("mailtext.group." + g.Code) {
				t.Errorf("%s: the group %s has no name", lang, g.Code)
			}
			for _, key := range g.Keys {
				forms, ok := p.Forms(key)
				if err := mailtext.Check(p, key, forms); !ok || err != nil {
					t.Errorf("%s: %s: %v", lang, key, err)
				}
			}
		}
	}
}

// A subject can name neither a person nor a course, since no such placeholder is
// there to be used.
func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	p := german(t)
	for name, c := range map[string]struct {
		key   string
		forms i18n.Forms
	}{
		"a name in the subject": {"mail.subject.new", i18n.Forms{"one": "{name}, Frist {date}", "other": "{n} bis {date}"}},
		"no date":               {"mail.subject.new", i18n.Forms{"one": "Neue Schulung", "other": "{n} neue Schulungen"}},
		"empty":                 {"mail.closing", i18n.Forms{"other": " "}},
		"two lines":             {"mail.closing", i18n.Forms{"other": "Gruss\r\nBcc: x"}},
		"one form":              {"mail.subject.new", i18n.Forms{"other": "{n} bis {date}"}},
		"not for HR":            {"mail.why", i18n.Forms{"other": "{municipality}"}},
		"sharp s":               {"mail.closing", i18n.Forms{"other": "Freundliche Grüße"}},
	} {
		if err := mailtext.Check(p, c.key, c.forms); apperr.KindOf(err) == apperr.Internal || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A wording holds until the delivered one is brought back; all of them stay on
// record, and one that a new release no longer fits is left out.
func TestAWordingHoldsAndStaysOnRecord(t *testing.T) {
	t.Parallel()
	d, p := dbtest.New(t), german(t)
	save := func(forms i18n.Forms) {
		t.Helper()
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return mailtext.Save(t.Context(), tx, 0, p, "mail.closing", forms) }); err != nil {
			t.Fatal(err)
		}
	}
	closing := func() string {
		t.Helper()
		w, err := mailtext.Load(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		return w.Printer(p).T("mail.closing")
	}
	was := closing()
	save(i18n.Forms{"other": "Herzlich"})
	save(i18n.Forms{"other": "Mit besten Grüssen"})
	if got := closing(); got != "Mit besten Grüssen" {
		t.Error(got)
	}
	save(nil)
	if got := closing(); got != was {
		t.Error(got)
	}
	history, err := mailtext.History(t.Context(), d, "mail.closing", "de", 10)
	if err != nil || len(history) != 3 || history[0].Forms != nil || history[2].Forms["other"] != "Herzlich" {
		t.Errorf("%+v, %v", history, err)
	}
	stale := mailtext.Wordings{"de": {"mail.help.open": {"other": "Ohne {gone}"}, "mail.closing": {"other": "Bis bald"}}}.Printer(p)
	if stale.T("mail.help.open") != p.T("mail.help.open") || stale.T("mail.closing") != "Bis bald" {
		t.Error("a wording that does not fit is used, or one that fits is not")
	}
}
