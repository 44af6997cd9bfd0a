package report_test

import (
	"regexp"
	"testing"
)

// What people read stands in words and round numbers, and a department that did not
// exist on the day is in no tree.
func TestTheWorkbookIsRead(t *testing.T) {
	t.Parallel()
	w := generate(t, 91, 12)
	w.Insert(`insert into departments (code) values ('SPAETER') returning id`, nil)
	content, _ := w.write(w.hr(today))
	if facts := cover(t, content); facts["Kurse"] != "alle Pflichtschulungen" || facts["Filter"] != "{}" {
		t.Errorf("the cover tells the filter as %q and %q", facts["Kurse"], facts["Filter"])
	}
	hours := ""
	for _, row := range cells(t, content, "Übersicht") {
		if len(row) > 1 && row[0] == "Geplante Lernzeit der erfüllten Kurse in Stunden (nie gemessen)" {
			hours = row[1]
		}
	}
	if !regexp.MustCompile(`^\d+(\.\d)?$`).MatchString(hours) {
		t.Errorf("hours %q", hours)
	}
	found := 0
	for _, row := range cells(t, content, "Organisation")[1:] {
		if row[0] == "SPAETER" {
			t.Error("a department that was none on the day stands in the tree")
		}
		if row[0] == "D5" {
			found++
		}
	}
	if found != 1 {
		t.Errorf("D5 stands in the tree %d times", found)
	}
}
