package certificate

import (
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

var today = calendar.NewDate(2026, time.November, 21)

func TestEvidencesStanding(t *testing.T) {
	t.Parallel()
	e := func(id int64, kind ledger.Kind, on calendar.Date, no string) ledger.Event {
		return ledger.Event{ID: id, CourseID: 7, Cycle: 1, Kind: kind, EffectiveOn: on, ValidUntil: on + 365, EvidenceNo: no}
	}
	corrected := e(3, ledger.KindCorrected, today-50, "C")
	corrected.Voids = 1
	events := []ledger.Event{e(1, ledger.KindCompleted, today-60, "A"), e(2, ledger.KindCompleted, today-40, "B"), corrected,
		e(4, ledger.KindRevoked, today-10, "")}
	cut := ledger.Duty{CourseID: 7, Dates: ledger.Dates{Cycle: ledger.Cycle{CompletedEvent: 3, ValidUntil: today + 5}}}
	list := standing(events, []ledger.Duty{cut})
	if len(list) != 2 {
		t.Fatalf("%+v", list)
	}
	if b := list[0]; b.No != "B" || !b.Revoked || b.ValidOn(today) {
		t.Errorf("the last one was revoked: %+v", b)
	}
	if c := list[1]; c.No != "C" || c.Revoked || c.ValidUntil != today+5 || !c.ValidOn(today) {
		t.Errorf("the replacement stands until the material version: %+v", c)
	}
}
