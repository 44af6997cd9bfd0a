package notice_test

import (
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/letter"
	"zaemme/internal/notice"
	"zaemme/internal/testing/dbtest"
	"zaemme/views"
)

// Who has a mailbox gets the letter in the own language; who has none gets nothing.
func TestALetterToOne(t *testing.T) {
	t.Parallel()
	d, now := dbtest.New(t), time.Date(2026, time.November, 22, 9, 0, 0, 0, time.UTC)
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	press, err := letter.NewPress(views.Files, "https://lernen.gemeinde.example")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ email, language, greeting string }{
		"Anna": {"anna@gemeinde.example", "de", "Guten Tag Anna Muster"},
		"Bea":  {"bea@gemeinde.example", "en", "Bea Muster"},
		"Carl": {"", "de", ""},
	} {
		var id int64
		if err := d.Query(t.Context()).Raw(`insert into persons (first_name, last_name, email, language) values (?, 'Muster', nullif(?, ''), ?) returning id`,
			name, c.email, c.language).Scan(&id).Error; err != nil {
			t.Fatal(err)
		}
		l, err := notice.Begin(t.Context(), d, press, texts, id, now)
		if err != nil {
			t.Fatal(err)
		}
		l.Subject = "Probe"
		decision, err := l.Deliver()
		if err != nil {
			t.Fatal(err)
		}
		if c.email == "" {
			if decision.Mail() != nil || decision.Reason() != "no_mailbox" {
				t.Errorf("%s: %+v", name, decision)
			}
			continue
		}
		if m := decision.Mail(); m == nil || m.To[0].Email != c.email || m.Subject != "Probe" || !strings.Contains(m.Text, c.greeting) || l.L.Lang() != c.language {
			t.Errorf("%s: %+v", name, m)
		}
	}
	if _, err := notice.Begin(t.Context(), d, press, texts, 1<<40, now); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("to nobody: %v", err)
	}
}
