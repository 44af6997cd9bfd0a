package curriculum

import (
	"strconv"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
)

// defaultWindow is how many days before the end of a completion its renewal
// opens (REMINDERS.md).
const defaultWindow = 60

// Line is one course of a curriculum with its terms. What is left open is taken
// from the newest version of the course when the curriculum is saved, so a new
// version moves nobody's date.
type Line struct {
	Course         string           `json:"course"`                     // code
	Mandatory      *bool            `json:"mandatory,omitempty"`        // nil: yes; only mandatory duties count in reports
	DueDays        int              `json:"due_days,omitempty"`         // calendar days; 0: the course's, unless FixedDay
	FixedDay       calendar.Date    `json:"fixed_day,omitempty"`        // instead of days
	GraceDays      int              `json:"grace_days,omitempty"`       // calendar days after the due date
	ValidityMonths *int             `json:"validity_months,omitempty"`  // 0: for ever; nil: the course's, unless ValidityDay
	ValidityDay    calendar.YearDay `json:"validity_day,omitempty"`     // until that day of each year, instead of months
	WindowDays     *int             `json:"window_days,omitempty"`      // nil: 60
	MinWorkingDays *int             `json:"min_working_days,omitempty"` // own working days at least; nil: the course's
	Refresher      string           `json:"refresher,omitempty"`        // code of the short course that renews this one, empty: itself
	NoTestOut      bool             `json:"no_test_out,omitempty"`      // the test opens once the modules are read
	// MaxAgeMonths is how old evidence from elsewhere, or gained voluntarily, may be
	// when the duty begins; 0: as long as it is valid.
	MaxAgeMonths int `json:"max_age_months,omitempty"`
}

// Terms are the finished terms of a line.
type Terms struct {
	Mandatory      bool
	DueDays        int
	FixedDay       calendar.Date
	GraceDays      int
	ValidityMonths int
	ValidityDay    calendar.YearDay
	WindowDays     int
	MinWorkingDays int
	Refresher      string
	TestOut        bool
	MaxAgeMonths   int
}

// Terms fills in what the line leaves open.
func (l Line) Terms(c *coursefile.Course) Terms {
	orElse := func(set *int, otherwise int) int {
		if set != nil {
			return *set
		}
		return otherwise
	}
	months := c.ValidityMonths
	if l.ValidityDay != 0 {
		months = 0
	}
	t := Terms{
		Mandatory: l.Mandatory == nil || *l.Mandatory, DueDays: l.DueDays, FixedDay: l.FixedDay, GraceDays: l.GraceDays,
		ValidityMonths: orElse(l.ValidityMonths, months), ValidityDay: l.ValidityDay, WindowDays: orElse(l.WindowDays, defaultWindow),
		MinWorkingDays: orElse(l.MinWorkingDays, c.MinWorkingDays), Refresher: l.Refresher, TestOut: !l.NoTestOut, MaxAgeMonths: l.MaxAgeMonths,
	}
	if t.DueDays == 0 && t.FixedDay == 0 {
		t.DueDays = c.DueDays
	}
	return t
}

// finished is the line with nothing left open.
func (l Line) finished(c *coursefile.Course) Line {
	t := l.Terms(c)
	return Line{Course: l.Course, Mandatory: &t.Mandatory, DueDays: t.DueDays, FixedDay: t.FixedDay, GraceDays: t.GraceDays,
		ValidityMonths: &t.ValidityMonths, ValidityDay: t.ValidityDay, WindowDays: &t.WindowDays, MinWorkingDays: &t.MinWorkingDays,
		Refresher: t.Refresher, NoTestOut: !t.TestOut, MaxAgeMonths: t.MaxAgeMonths}
}

// stated are the terms of a line that was finished when it was saved.
func (l Line) stated() Terms {
	t := l.Terms(&coursefile.Course{})
	if t.DueDays == 0 && t.FixedDay == 0 {
		t.DueDays = defaultDays
	}
	return t
}

// validate says what is wrong with the line at the place.
func (l Line) validate(at string) error {
	wrong := func(field, what string) error {
		return apperr.New(apperr.Invalid, "error.curriculum."+what, nil).At(at + field)
	}
	switch {
	case l.DueDays != 0 && l.FixedDay != 0:
		return wrong("fixed_day", "days_or_day")
	case l.ValidityDay != 0 && l.ValidityMonths != nil && *l.ValidityMonths != 0:
		return wrong("validity_day", "months_or_day")
	case l.ValidityDay != 0 && !l.ValidityDay.Valid():
		return wrong("validity_day", "year_day")
	case l.Refresher != "" && l.Refresher == l.Course:
		return wrong("refresher", "refresher_self")
	}
	for _, n := range []struct {
		field     string
		value     *int
		from, til int
	}{
		{"due_days", &l.DueDays, 0, 3650}, {"grace_days", &l.GraceDays, 0, 365}, {"validity_months", l.ValidityMonths, 0, 600},
		{"window_days", l.WindowDays, 0, 365}, {"min_working_days", l.MinWorkingDays, 0, 250}, {"max_age_months", &l.MaxAgeMonths, 0, 600},
	} {
		if n.value != nil && (*n.value < n.from || *n.value > n.til) {
			return wrong(n.field, "number")
		}
	}
	return nil
}

func lineAt(i int) string { return "lines[" + strconv.Itoa(i) + "]." }
