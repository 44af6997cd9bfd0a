package story_test

import (
	"fmt"
	"testing"
	"time"

	"zaemme/internal/testing/browser"
)

// TestASuperiorRecords40People follows a group training of people without a PC: the
// superior of the depot records forty of them on one page, on a phone and without
// JavaScript as well as with it, prints the list, and HR confirms with one click.
func TestASuperiorRecords40People(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]browser.Options{"on a desk": {}, "on a phone without a script": {Width: 390, NoScript: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &story{town: newTown(t, false), t: t, seen: map[string]bool{}, began: time.Now()}
			s.staff = append(staffOf(s.clock.today()), depot(s)...)
			hr := s.firstAdmin()
			s.firstImport(hr)
			s.recordGroup(o, hr, s.passwordByHR(hr, depotHead))
		})
	}
}

const depotHead = "30001"

// depot is thirty-five more people without a PC at the depot, which has five already.
func depot(s *story) []employee {
	var list []employee
	for i := range 35 {
		list = append(list, employee{no: fmt.Sprint(30100 + i), last: fmt.Sprintf("Depot %02d", i), first: "Probe", unit: "3210", function: "Betrieb",
			category: "unbefristet", pensum: "100", entry: s.clock.today().AddDays(-400), manager: depotHead})
	}
	return list
}

func (s *story) recordGroup(o browser.Options, hr *visitor, password string) {
	s.t.Helper()
	s.chapter("the superior records the group")
	v := s.visitor(s.t, o)
	s.replacePassword(v, depotHead, password)
	v.Goto("/team")
	v.Follow("link", s.T("session.record"))
	v.Check()
	v.Goto("/schulungen/erfassen?kurs=IS-01K")
	v.Shows(s.texts.N("session.record.heading", 40))
	if n := browser.Eval[int](v.Page, `document.querySelectorAll("[name=person]:checked").length`); n != 40 {
		v.fault("%d of 40 people are ticked", n)
	}
	v.Check()
	v.Fill(s.T("session.place"), "Werkhof, Theorieraum")
	v.Unchoose("Probe Depot 07")
	began := time.Now()
	v.Follow("button", s.T("session.record.do"))
	s.t.Logf("one click records 39 people in %s", time.Since(began).Round(time.Millisecond))
	v.Shows(s.texts.N("session.state.recorded", 39))
	v.Check()
	at := v.Path()
	v.Goto(at + "/liste")
	v.Shows(s.T("session.list_hint"), "Depot 34")
	v.Goto("/team?stand=all")
	v.Shows(s.T("status.in_review"))
	s.chapter("HR confirms with one click")
	hr.Goto("/bestaetigen")
	hr.Shows(s.title("IS-01K"), s.texts.N("session.persons", 39))
	hr.Follow("button", s.T("session.confirm.all"))
	hr.Shows(s.texts.N("session.confirmed", 39))
	v.Goto(at)
	v.Shows(s.texts.N("session.state.decided", 39))
	if n := browser.Eval[int](v.Page, `document.querySelectorAll("tbody .st.ok").length`); n != 39 {
		v.fault("it counts for %d of 39", n)
	}
	v.Goto("/schulungen/erfassen?kurs=IS-01K")
	v.Shows(s.texts.N("session.record.heading", 1))
}
