package certificate

import (
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// A certificate is valid, then over; taken back it says so, and so does one that a
// correction has put another in the place of.
func TestCheck(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	taken := func(course int64, no string, on calendar.Date) ledger.Event {
		return ledger.Event{PersonID: 1, CourseID: course, Cycle: 1, Kind: ledger.KindTaken, EffectiveOn: on, ValidUntil: on + 365,
			How: ledger.HowOnline, EvidenceNo: no, ActorID: 1}
	}
	const good, gone, wrong, mended = "IS-01-AAAAA-AAAAA", "DS-01-CCCCC-CCCCC", "BF-01-DDDDD-DDDDD", "BF-01-EEEEE-EEEEE"
	w.append(taken(w.is.CourseID, good, today-30))
	w.append(taken(w.ds.CourseID, gone, today-30))
	w.append(ledger.Event{PersonID: 1, CourseID: w.ds.CourseID, Cycle: 1, Kind: ledger.KindRevoked, EffectiveOn: today - 5, ActorID: 2, Reason: "error"})
	short, err := w.courses.ByCode("IS-01K")
	if err != nil {
		t.Fatal(err)
	}
	first := w.append(taken(short.CourseID, wrong, today-30))
	mend := taken(short.CourseID, mended, today-31)
	mend.Kind, mend.Voids, mend.Replaces, mend.ActorID = ledger.KindCorrected, first[0].ID, true, 2
	w.append(mend)
	for _, one := range []struct {
		no    string
		day   calendar.Date
		state State
		on    calendar.Date
	}{
		{good, today, Valid, today - 30}, {good, today - 30 + 365, Valid, today - 30}, {good, today - 30 + 366, Expired, today - 30},
		{gone, today, Revoked, today - 30}, {wrong, today, Revoked, 0}, {mended, today, Valid, today - 31},
	} {
		got, err := w.Check(t.Context(), w.db, one.no, w.Code(one.no), one.day)
		if err != nil || got.State != one.state || got.On != one.on || got.Course == nil {
			t.Errorf("%s on %s: %+v, %v", one.no, one.day, got, err)
		}
	}
}

// An unknown number and a wrong code are one answer, given before anything is read.
func TestCheckTellsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const no, other = "IS-01-AAAAA-AAAAA", "IS-01-BBBBB-BBBBB"
	w.append(ledger.Event{PersonID: 1, CourseID: w.is.CourseID, Cycle: 1, Kind: ledger.KindTaken, EffectiveOn: today - 30,
		ValidUntil: today + 335, How: ledger.HowOnline, EvidenceNo: no, ActorID: 1})
	answers := map[string]bool{}
	w.count.n.Store(0)
	for _, typed := range [][2]string{{no, w.Code(other)}, {other, w.Code(no)}, {no, ""}, {"", ""}, {"' or 1=1", "x"}} {
		_, err := w.Check(t.Context(), w.db, typed[0], typed[1], today)
		if !apperr.Is(err, apperr.NotFound) {
			t.Fatalf("%v: %v", typed, err)
		}
		answers[err.Error()] = true
	}
	if n := w.count.n.Load(); n != 0 {
		t.Errorf("%d statements for codes that are wrong", n)
	}
	if _, err := w.Check(t.Context(), w.db, other, w.Code(other), today); !apperr.Is(err, apperr.NotFound) || !answers[err.Error()] || len(answers) != 1 {
		t.Errorf("answers %v, and %v for a number that nobody has", answers, err)
	}
}

// The certificate of somebody else is not found.
func TestEvidenceIsOnesOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const no = "IS-01-AAAAA-AAAAA"
	w.append(ledger.Event{PersonID: 1, CourseID: w.is.CourseID, Cycle: 1, Kind: ledger.KindTaken, EffectiveOn: today - 30,
		ValidUntil: today + 335, How: ledger.HowOnline, EvidenceNo: no, ActorID: 1, VersionID: w.is.ID})
	w.count.n.Store(0)
	if e, v, err := w.Evidence(t.Context(), w.db, 1, no); err != nil || e.No != no || v.ID != w.is.ID {
		t.Errorf("%+v, %v", e, err)
	}
	if n := w.count.n.Load(); n > 2 {
		t.Errorf("%d statements", n)
	}
	if _, _, err := w.Evidence(t.Context(), w.db, 2, no); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("somebody else's: %v", err)
	}
}
