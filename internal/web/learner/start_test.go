package learner

import (
	"html/template"
	"strings"
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
	"zaemme/internal/web/page"
	"zaemme/views"
)

var today = calendar.NewDate(2026, time.November, 21)

func german(t *testing.T) *i18n.Printer {
	t.Helper()
	b, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	return b.Printer("de")
}

func version(code, title string, online bool) *course.Version {
	c := &coursefile.Course{Code: code, Titles: coursefile.Texts{"de": title}, Minutes: 45, Kind: coursefile.Classroom, Language: "de"}
	if online {
		c.Kind = coursefile.Online
		for no := range 5 {
			c.Modules = append(c.Modules, coursefile.Module{No: no + 1, Minutes: 8, Titles: coursefile.Texts{"de": "Modul"}})
		}
		c.Questions = make([]coursefile.Question, 8)
	}
	return &course.Version{ID: 1, CourseID: 1, Content: c}
}

// open is a course to be done in so many days, with modules read.
func open(code string, days, read int) learning.Item {
	due := today + calendar.Date(days)
	i := learning.Item{
		Version: version(code, "Kurs "+code, true), HasDuty: true, Status: ledger.StatusOpen, Read: map[int]bool{},
		Governing: ledger.Governing{Due: due, GraceUntil: due, Status: ledger.StatusOpen},
	}
	for no := range read {
		i.Read[no+1] = true
	}
	if days < 0 {
		i.Status = ledger.StatusOverdue
	}
	return i
}

func fulfilled(until calendar.Date, status ledger.Status) learning.Item {
	return learning.Item{Version: version("B-1", "Kurs B", true), HasDuty: true, Status: status,
		Completion: ledger.Cycle{No: 1, CompletedOn: today - 100, ValidUntil: until, EvidenceNo: "B-1-X"}}
}

func noEmblem(*course.Version) template.HTML { return "<svg></svg>" }

func TestStartHeading(t *testing.T) {
	t.Parallel()
	l := german(t)
	classroom := open("K-1", 13, 0)
	classroom.Version = version("K-1", "Kurzform", false)
	undated := open("A-1", 13, 0)
	undated.Governing.Due, undated.Governing.GraceUntil, undated.Status = 0, 0, ledger.StatusUndated
	grace := open("A-1", -3, 0)
	grace.Status, grace.Governing.GraceUntil = ledger.StatusInGrace, today+4
	attempt := open("A-1", 13, 0)
	attempt.Attempt = true
	tests := []struct {
		name, text, action, url string
		o                       learning.Overview
	}{
		{"two", "Zwei Schulungen sind offen, die nächste bis 4. Dezember.", "Kurs A-1 fortsetzen", "/kurse/A-1/module/4",
			learning.Overview{Open: []learning.Item{open("A-1", 13, 3), open("B-1", 69, 0)}}},
		{"one", "Eine Schulung ist offen, bis 4. Dezember.", "Kurs A-1 beginnen", "/kurse/A-1/module/1",
			learning.Overview{Open: []learning.Item{open("A-1", 13, 0)}}},
		{"all read", "Eine Schulung ist offen, bis 4. Dezember.", "Kurs A-1 fortsetzen", "/kurse/A-1/test",
			learning.Overview{Open: []learning.Item{open("A-1", 13, 5)}}},
		{"in the quiz", "Eine Schulung ist offen, bis 4. Dezember.", "Kurs A-1 fortsetzen", "/kurse/A-1/test",
			learning.Overview{Open: []learning.Item{attempt}}},
		{"today", "Eine Schulung ist offen, die Frist ist heute.", "Kurs A-1 beginnen", "/kurse/A-1/module/1",
			learning.Overview{Open: []learning.Item{open("A-1", 0, 0)}}},
		{"far away", "Eine Schulung ist offen, bis 26. Dezember 2027.", "Kurs A-1 beginnen", "/kurse/A-1/module/1",
			learning.Overview{Open: []learning.Item{open("A-1", 400, 0)}}},
		{"late", "Eine Schulung ist überfällig.", "Kurs A-1 beginnen", "/kurse/A-1/module/1",
			learning.Overview{Open: []learning.Item{open("A-1", -3, 0)}}},
		{"one of three late", "Drei Schulungen sind offen, eine davon ist überfällig.", "Kurs A-1 beginnen", "/kurse/A-1/module/1",
			learning.Overview{Open: []learning.Item{open("A-1", -3, 0), open("B-1", 3, 0), open("C-1", 3, 0)}}},
		{"grace", "Eine Schulung ist offen, bis 25. November.", "Kurs A-1 beginnen", "/kurse/A-1/module/1",
			learning.Overview{Open: []learning.Item{grace}}},
		{"undated", "Eine Schulung ist offen.", "Kurs A-1 beginnen", "/kurse/A-1/module/1",
			learning.Overview{Open: []learning.Item{undated}}},
		{"only a classroom course", "Eine Schulung ist offen, bis 4. Dezember.", "So läuft die Gruppenschulung", "/kurse/K-1",
			learning.Overview{Open: []learning.Item{classroom}}},
		{"classroom first, online second", "Zwei Schulungen sind offen, die nächste bis 4. Dezember.", "Kurs B-1 beginnen", "/kurse/B-1/module/1",
			learning.Overview{Open: []learning.Item{classroom, open("B-1", 20, 0)}}},
		{"finished", "Alles erfüllt. Vielen Dank.", "Kurse ansehen", "/kurse",
			learning.Overview{Fulfilled: []learning.Item{fulfilled(today+100, ledger.StatusFulfilled)}}},
		{"nothing", "Für Sie ist keine Schulung offen.", "Kurse ansehen", "/kurse", learning.Overview{}},
		{"waiting", "Im Moment wird nichts von Ihnen verlangt.", "Kurse ansehen", "/kurse",
			learning.Overview{Waiting: []learning.Item{open("A-1", 3, 0)}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newStart(page.Base{L: l}, test.o, today, noEmblem)
			if p.Text != test.text {
				t.Errorf("heading %q, want %q", p.Text, test.text)
			}
			if strings.Contains(p.Lead, "Rund\u00a00") || strings.Contains(p.Lead, "Rund 0") {
				t.Errorf("lead %q", p.Lead)
			}
			if len(p.Actions) != 1 || p.Actions[0].Label != test.action || p.Actions[0].URL != test.url {
				t.Errorf("actions %+v", p.Actions)
			}
		})
	}
}

func TestRows(t *testing.T) {
	t.Parallel()
	l := german(t)
	expiring := fulfilled(today+20, ledger.StatusExpiring)
	voluntary := fulfilled(calendar.Forever, "")
	voluntary.HasDuty = false
	tests := []struct {
		name            string
		row             page.CourseRow
		meta, due, code string
	}{
		{"three read", openRow(l, open("A-1", 13, 3), today, noEmblem), "3 von 5 Modulen · noch 21 Minuten", "bis 4.12.2026", "open"},
		{"fresh", openRow(l, open("A-1", 69, 0), today, noEmblem), "noch nicht begonnen · 45 Minuten", "bis 29.1.2027", "open"},
		{"late", openRow(l, open("A-1", -3, 5), today, noEmblem), "alle Module gelesen · es fehlt der Test", "Frist war 18.11.2026", "overdue"},
		{"done", doneRow(l, fulfilled(today+100, ledger.StatusFulfilled), noEmblem), "Nachweis vom 13.8.2026", "gültig bis 1.3.2027", "fulfilled"},
		{"expiring", doneRow(l, expiring, noEmblem), "Nachweis vom 13.8.2026", "gültig bis 11.12.2026", "expiring"},
		{"voluntary", doneRow(l, voluntary, noEmblem), "Nachweis vom 13.8.2026", "gültig ohne Ende", "fulfilled"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if test.row.Meta != test.meta || test.row.Due != test.due || test.row.Code != test.code {
				t.Errorf("%+v", test.row)
			}
		})
	}
	if soon := openRow(l, open("A-1", 13, 0), today, noEmblem).Status; soon != page.StatusMark("in_grace", "in 13 Tagen") {
		t.Errorf("soon: %s", soon)
	}
}
