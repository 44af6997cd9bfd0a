package curriculum

import (
	"regexp"
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
)

// Curriculum is a list of courses with their terms, as in force on a day.
type Curriculum struct {
	ID    int64            `json:"-"`
	Code  string           `json:"code"`
	Title coursefile.Texts `json:"title"`
	Lines []Line           `json:"lines"`
	// Ordered: the lines are to be done in their order. It moves no date and locks
	// nothing, since every course is open to everybody: the later ones say what
	// comes first.
	Ordered bool `json:"ordered,omitempty"`
	// AtLeast is how many of the lines are enough, 0: all. Of the others a person
	// is asked for as many as are missing; the rest stand beside as a choice.
	AtLeast int `json:"at_least,omitempty"`
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
	Until      calendar.Date    `json:"until,omitempty"` // last day on which it asks, none: until it is ended
	Rollout    *Rollout         `json:"rollout,omitempty"`
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
		if l.Course == "" || seen[l.Course] {
			return apperr.New(apperr.Invalid, "error.curriculum.course_twice", nil).At(lineAt(i) + "course")
		}
		seen[l.Course] = true
		if err := l.validate(lineAt(i)); err != nil {
			return err
		}
	}
	if c.AtLeast < 0 || c.AtLeast > len(c.Lines) {
		return apperr.New(apperr.Invalid, "error.curriculum.at_least", map[string]any{"n": len(c.Lines)}).At("at_least")
	}
	return nil
}

// Chosen reports that some of the lines are enough.
func (c Curriculum) Chosen() bool { return c.AtLeast > 0 && c.AtLeast < len(c.Lines) }

// Validate says what is wrong with the rule, nil if nothing is. Whether its
// curriculum exists is asked when it is saved.
func (r Rule) Validate() error {
	if err := validateCode(r.Code, r.Title); err != nil {
		return err
	}
	if r.Curriculum == "" {
		return apperr.New(apperr.Invalid, "error.curriculum.unknown", nil).At("curriculum")
	}
	if err := r.Rollout.validate(); err != nil {
		return err
	}
	return r.Audience.Validate("audience")
}

// on reports that the rule asks somebody on the day.
func (r Rule) on(day calendar.Date) bool { return r.Active && (r.Until == 0 || day <= r.Until) }
