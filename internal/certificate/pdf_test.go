package certificate

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zaemme/courses"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/settings"
	"zaemme/views"
)

// With ZAEMME_SHOTS=DIR the files are left there, to be looked at.
func TestOnePage(t *testing.T) {
	t.Parallel()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	list, _ := coursefile.LoadAll(courses.Files)
	content := list[0]
	for _, c := range list {
		if c.Code == "IS-01" {
			content = c
		}
	}
	s := New(nil, nil, texts, "a secret", "https://lernen.emmen.example")
	v := &course.Version{ID: 1, CourseID: 1, Number: 3, Hash: content.Hash(), Content: content}
	e := Evidence{No: "IS-01-7F3K2-QXM9W", Course: v, VersionID: 1, CompletedOn: today, ValidUntil: today + 365, How: ledger.HowOnline}
	anna := people.Person{FirstName: "Anna", LastName: "Muster"}
	long := people.Person{FirstName: "Maximiliane-Alexandra", LastName: "Freifrau von und zu Unterwasser-Bogdanović-Papadopoulos"}
	over := e
	over.ValidUntil = today - 5
	other := e
	other.How, other.Source, other.ValidUntil = ledger.HowEquivalence, "IS-01-11111-22222", calendar.Forever
	inside := settings.Defaults().With("reachable", "intranet")
	for name, sheet := range map[string]Sheet{
		"plain":  s.Sheet(texts.Printer("de"), anna, e, v, settings.Defaults(), today),
		"long":   s.Sheet(texts.Printer("en"), long, over, v, inside, today),
		"credit": s.Sheet(texts.Printer("de"), anna, other, v, settings.Defaults(), today),
	} {
		file, err := PDF(sheet, content.Emblem)
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(file, []byte("/Type /Page\n")); n != 1 {
			t.Errorf("%s: %d pages", name, n)
		}
		again, _ := PDF(sheet, content.Emblem)
		if !bytes.Equal(file, again) {
			t.Errorf("%s: the same certificate makes another file", name)
		}
		checkTags(t, name, file, sheet)
		if folder := os.Getenv("ZAEMME_SHOTS"); folder != "" {
			if err := os.WriteFile(filepath.Join(folder, "certificate-"+name+".pdf"), file, 0o600); err != nil {
				t.Error(err)
			}
		}
	}
}

// What only the municipality's network answers is promised to nobody else.
func TestThePromiseFollowsTheSetting(t *testing.T) {
	t.Parallel()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	s := New(nil, nil, texts, "a secret", "https://lernen.emmen.example")
	v := &course.Version{Content: &coursefile.Course{Code: "A-1", Titles: coursefile.Texts{"de": "Kurs A"}}}
	e := Evidence{No: "A-1-7F3K2-QXM9W", Course: v, CompletedOn: today, ValidUntil: today + 365, How: ledger.HowPaper}
	for _, lang := range []string{"de", "en"} {
		outside := s.Sheet(texts.Printer(lang), people.Person{FirstName: "Anna"}, e, v, settings.Defaults(), today)
		inside := s.Sheet(texts.Printer(lang), people.Person{FirstName: "Anna"}, e, v, settings.Defaults().With("reachable", "intranet"), today)
		if outside.Link != "https://lernen.emmen.example/pruefen?code="+s.Code(e.No)+"&nr="+e.No || !strings.Contains(outside.Check, "lernen.emmen.example/pruefen") {
			t.Errorf("%s: %q, %q", lang, outside.Link, outside.Check)
		}
		if inside.Link != "" || !strings.Contains(inside.Check, settings.Defaults().Text("hr_contact")) {
			t.Errorf("%s, inside: %q, %q", lang, inside.Link, inside.Check)
		}
	}
}
