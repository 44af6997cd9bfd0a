package curriculum

import (
	"regexp"
	"strconv"
	"strings"
	"time"

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
	Course         string        `json:"course"`                     // code
	Mandatory      *bool         `json:"mandatory,omitempty"`        // nil: yes; only mandatory duties count in reports
	DueDays        int           `json:"due_days,omitempty"`         // calendar days; 0: the course's, unless FixedDay
	FixedDay       calendar.Date `json:"fixed_day,omitempty"`        // instead of days
	GraceDays      int           `json:"grace_days,omitempty"`       // calendar days after the due date
	ValidityMonths *int          `json:"validity_months,omitempty"`  // 0: for ever; nil: the course's
	WindowDays     *int          `json:"window_days,omitempty"`      // nil: 60
	MinWorkingDays *int          `json:"min_working_days,omitempty"` // own working days at least; nil: the course's
}

// Terms are the finished terms of a line.
type Terms struct {
	Mandatory      bool
	DueDays        int
	FixedDay       calendar.Date
	GraceDays      int
	ValidityMonths int
	WindowDays     int
	MinWorkingDays int
}

// Curriculum is a list of courses with their terms, as in force on a day.
type Curriculum struct {
	ID    int64            `json:"-"`
	Code  string           `json:"code"`
	Title coursefile.Texts `json:"title"`
	Lines []Line           `json:"lines"`
}

// Rule gives a curriculum to an audience, as in force on a day. A change of the
// rule or of its curriculum makes a new version, so rule and version say under
// which terms a duty was assigned.
type Rule struct {
	ID         int64            `json:"-"`
	Code       string           `json:"code"`
	Version    int32            `json:"-"`
	Title      coursefile.Texts `json:"title"`
	Curriculum string           `json:"curriculum"` // code
	Audience   Audience         `json:"audience"`
	Active     bool             `json:"active"`
	ValidFrom  calendar.Date    `json:"-"`
}

// RuleFact is a rule in one of its versions, for its history.
type RuleFact struct {
	Rule
	ValidTo   calendar.Date // first day on which it holds no more; Forever: open
	KnownFrom time.Time
	KnownTo   time.Time // far future: still held to be true
	ActorID   int64     // 0: the system
}

// Terms fills in what the line leaves open.
func (l Line) Terms(c *coursefile.Course) Terms {
	orElse := func(set *int, otherwise int) int {
		if set != nil {
			return *set
		}
		return otherwise
	}
	t := Terms{
		Mandatory: l.Mandatory == nil || *l.Mandatory, DueDays: l.DueDays, FixedDay: l.FixedDay, GraceDays: l.GraceDays,
		ValidityMonths: orElse(l.ValidityMonths, c.ValidityMonths), WindowDays: orElse(l.WindowDays, defaultWindow),
		MinWorkingDays: orElse(l.MinWorkingDays, c.MinWorkingDays),
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
		ValidityMonths: &t.ValidityMonths, WindowDays: &t.WindowDays, MinWorkingDays: &t.MinWorkingDays}
}

var codePattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func validateCode(code string, title coursefile.Texts) error {
	switch {
	case !codePattern.MatchString(code) || len(code) > 60:
		return apperr.New(apperr.Invalid, "error.curriculum.code", nil).At("code")
	case strings.TrimSpace(title["de"]) == "":
		return apperr.New(apperr.Invalid, "error.curriculum.title", nil).At("title")
	}
	for _, text := range title {
		if len(text) > maxText || strings.ContainsAny(text, "\x00\r\n") {
			return apperr.New(apperr.Invalid, "error.curriculum.title", nil).At("title")
		}
	}
	return nil
}

// Validate says what is wrong with the curriculum, nil if nothing is. Whether
// its courses exist is asked when it is saved.
func (c Curriculum) Validate() error {
	if err := validateCode(c.Code, c.Title); err != nil {
		return err
	}
	if len(c.Lines) == 0 || len(c.Lines) > 200 {
		return apperr.New(apperr.Invalid, "error.curriculum.lines", nil).At("lines")
	}
	seen := map[string]bool{}
	for i, l := range c.Lines {
		at := "lines[" + strconv.Itoa(i) + "]."
		wrong := func(field, what string) error {
			return apperr.New(apperr.Invalid, "error.curriculum."+what, nil).At(at + field)
		}
		if l.Course == "" || seen[l.Course] {
			return wrong("course", "course_twice")
		}
		seen[l.Course] = true
		if l.DueDays != 0 && l.FixedDay != 0 {
			return wrong("fixed_day", "days_or_day")
		}
		for _, n := range []struct {
			field     string
			value     *int
			from, til int
		}{
			{"due_days", &l.DueDays, 0, 3650}, {"grace_days", &l.GraceDays, 0, 365}, {"validity_months", l.ValidityMonths, 0, 600},
			{"window_days", l.WindowDays, 0, 365}, {"min_working_days", l.MinWorkingDays, 0, 250},
		} {
			if n.value != nil && (*n.value < n.from || *n.value > n.til) {
				return wrong(n.field, "number")
			}
		}
	}
	return nil
}

// Validate says what is wrong with the rule, nil if nothing is. Whether its
// curriculum exists is asked when it is saved.
func (r Rule) Validate() error {
	if err := validateCode(r.Code, r.Title); err != nil {
		return err
	}
	if r.Curriculum == "" {
		return apperr.New(apperr.Invalid, "error.curriculum.unknown", nil).At("curriculum")
	}
	return r.Audience.Validate("audience")
}
