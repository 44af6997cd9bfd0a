package report

import (
	"encoding/json"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/ledger"
)

// Course is a course as of the day of a report.
type Course struct {
	ID       int64
	Code     string
	Titles   coursefile.Texts
	Audience coursefile.Texts
	Owner    string   // a function
	Minutes  int      // planned, of the version in force, or the first one before that
	Version  *Version // in force on the day, nil before the first
}

// Version is one content of a course.
type Version struct {
	ID          int64
	Number      int
	Hash        string // hexadecimal
	Minutes     int
	PublishedOn calendar.Date
}

// CourseOf is a course of the catalogue in its newest version.
func CourseOf(v *course.Version) *Course {
	return &Course{ID: v.CourseID, Code: v.Code(), Titles: v.Content.Titles, Audience: v.Content.Audience, Owner: v.Content.Owner,
		Version: &Version{ID: v.ID, Number: v.Number, Hash: v.Hash, Minutes: v.Content.Minutes, PublishedOn: v.PublishedOn}}
}

// Rule is a rule that asks for a duty, in one version.
type Rule struct {
	Code       string
	Version    int32
	Titles     coursefile.Texts
	Curriculum coursefile.Texts
}

// Row is one unit of counting: a person, a course, and the one cycle that
// governs on the day (REPORT.md §1).
type Row struct {
	Subject *Subject
	Course  *Course
	Version *Version // of the completion, else the one in force; nil if unknown
	Rule    *Rule    // nil if unknown
	Cycle   ledger.Cycle
	// Due and GraceUntil in effect: of a lapse the day it ended; none during a
	// pause without end, and where there is none.
	Due        calendar.Date
	GraceUntil calendar.Date
	Status     ledger.Status // public: never in_progress
	FirstDueOn calendar.Date // earliest due date since it was last assigned anew
	Corrected  bool
	// ExemptFrom and ExemptUntil of an exempt row, PauseUntil of a paused one;
	// Forever: no end is known.
	ExemptFrom, ExemptUntil calendar.Date
	PauseUntil              calendar.Date
}

// rowOf makes the row of a duty on the day; ok is false if it has none: not
// mandatory, withdrawn, not yet assigned, or only taken.
func rowOf(s *Subject, c *Course, d *ledger.Dates, day calendar.Date) (Row, bool) {
	if !d.Mandatory {
		return Row{}, false
	}
	g, ok := d.Governing(day)
	if !ok {
		return Row{}, false
	}
	row := Row{Subject: s, Course: c, Version: c.Version, Cycle: g.Cycle, Due: g.Due, GraceUntil: g.GraceUntil,
		Status: g.Status.Public(), FirstDueOn: d.FirstDueOn, Corrected: d.Corrected}
	switch row.Status {
	case ledger.StatusExempt:
		row.ExemptFrom, row.ExemptUntil = d.ExemptFrom, d.ExemptUntil
	case ledger.StatusPaused:
		row.PauseUntil = d.PauseUntil
	default: // who has everything discloses no absence (REPORT.md §2)
	}
	if row.Cycle.CompletedOn > day { // a slice never says so; a row of assignments may
		row.Cycle.CompletedOn, row.Cycle.ValidUntil, row.Cycle.WindowFrom = 0, 0, 0
		row.Cycle.VersionID, row.Cycle.How, row.Cycle.EvidenceNo = 0, "", ""
	}
	return row, true
}

// DaysLate is D minus the due date in effect: positive when overdue (during grace
// too), negative for days that remain. ok is false where it means nothing:
// fulfilled, expiring, exempt, paused, undated.
func (r Row) DaysLate(day calendar.Date) (days int, ok bool) {
	if !r.Status.ToDo() || r.Due.IsZero() {
		return 0, false
	}
	return r.Due.DaysUntil(day), true
}

// InTime reports that the completion came on or before the original due date; ok
// is false for a row without completion or without such a date.
func (r Row) InTime() (inTime, ok bool) {
	if r.Cycle.CompletedOn.IsZero() || r.Cycle.OriginalDueOn.IsZero() {
		return false, false
	}
	return r.Cycle.CompletedOn <= r.Cycle.OriginalDueOn, true
}

// Recognised reports a valid completion that was recognised rather than learnt
// here.
func (r Row) Recognised() bool {
	return r.Status.Fulfilled() && (r.Cycle.How == ledger.HowExternal || r.Cycle.How == ledger.HowEquivalence)
}

// EndsWithin reports a valid completion whose last day lies in D … D + days.
func (r Row) EndsWithin(day calendar.Date, days int) bool {
	until := r.Cycle.ValidUntil
	return r.Status.Fulfilled() && until != calendar.Forever && day <= until && until <= day.AddDays(days)
}

// DueBy reports that the row belongs to the Fälligkeitsgrad on the day: what was
// due by then, on both sides (REPORT.md §3).
func (r Row) DueBy(day calendar.Date) bool {
	switch {
	case r.Status.Fulfilled():
		return r.FirstDueOn != 0 && r.FirstDueOn <= day
	case r.Status == ledger.StatusOpen:
		return r.Due == day
	default:
		return r.Status.Late() || r.Status == ledger.StatusInGrace
	}
}

func texts(raw []byte) (t coursefile.Texts, err error) {
	if len(raw) == 0 {
		return nil, nil //nolint:nilnil // no texts are an empty map
	}
	err = json.Unmarshal(raw, &t)
	return t, err
}
