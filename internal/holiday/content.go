package holiday

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
)

// The years for which feasts are computed, both included.
const (
	FirstYear = 2015
	LastYear  = 2075
)

// Limits of a set.
const (
	MaxDays  = 600 // entries, of one day or several
	MaxTitle = 80  // characters, of a set and of an entry
	maxRun   = 120 // days of one entry
)

// Kind is what an entry makes of its days.
type Kind string

// The kinds. A half day counts as a working day; Open makes one of a feast or of
// a day in a closure.
const (
	Full    Kind = "full"
	Half    Kind = "half"
	Closure Kind = "closure"
	School  Kind = "school"
	Open    Kind = "open"
)

// Kinds are all kinds, in the order of a form.
var Kinds = []Kind{Full, Half, Closure, School, Open}

// Day is an entry of a set: one day, or several in a row.
type Day struct {
	calendar.Interval
	Kind Kind   `json:"kind"`
	Name string `json:"name"` // German, as the municipality writes it
}

// Tick says that a feast of calendar.LucerneFeasts is kept every year.
type Tick struct {
	Code string `json:"code"`
	Half bool   `json:"half,omitempty"` // in the afternoon only
}

// Content is a holiday set as HR edits it. It is a value: an act makes another.
type Content struct {
	Title string            `json:"title"`
	Week  calendar.Weekdays `json:"week,omitempty"` // 0: Monday to Friday
	Ticks []Tick            `json:"feasts,omitempty"`
	Days  []Day             `json:"days,omitempty"` // by first day
}

// Validate says what is wrong with the content, nil if nothing is; the error is
// Invalid and names the field: title, week, ticks, or days[0].from, .until, .kind,
// .name.
func (c Content) Validate() error {
	wrong := func(field, key string, args map[string]any) error {
		return apperr.New(apperr.Invalid, "error.calendar."+key, args).At(field)
	}
	switch {
	case strings.TrimSpace(c.Title) == "" || tooLong(c.Title):
		return wrong("title", "title", nil)
	case c.Week&^0x7f != 0:
		return wrong("week", "week", nil)
	case len(c.Days) > MaxDays:
		return wrong("days", "too_many", map[string]any{"most": MaxDays})
	}
	seen := map[string]bool{}
	for _, t := range c.Ticks {
		if _, known := feast(t.Code); !known || seen[t.Code] {
			return wrong("ticks", "feast", nil)
		}
		seen[t.Code] = true
	}
	for i, d := range c.Days {
		if err := d.validate(); err != nil {
			e, _ := err.(*apperr.Error) //nolint:errorlint // validate makes no other
			return e.At("days[" + strconv.Itoa(i) + "]." + e.Field)
		}
	}
	return nil
}

func (d Day) validate() error {
	wrong := func(field, key string) error {
		return apperr.New(apperr.Invalid, "error.calendar."+key, map[string]any{"from": FirstYear, "until": LastYear, "most": maxRun}).At(field)
	}
	first, last := calendar.NewDate(FirstYear, time.January, 1), calendar.NewDate(LastYear, time.December, 31)
	switch {
	case d.From < first || d.From > last:
		return wrong("from", "years")
	case d.Until < d.From:
		return wrong("until", "order")
	case d.Days() > maxRun || d.Until > last:
		return wrong("until", "too_long")
	case !slices.Contains(Kinds, d.Kind):
		return wrong("kind", "kind")
	case strings.TrimSpace(d.Name) == "" || tooLong(d.Name):
		return wrong("name", "name")
	}
	return nil
}

func tooLong(text string) bool {
	return len([]rune(text)) > MaxTitle || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' })
}

func feast(code string) (calendar.Feast, bool) {
	all := calendar.LucerneFeasts()
	i := slices.IndexFunc(all, func(f calendar.Feast) bool { return f.Code == code })
	if i < 0 {
		return calendar.Feast{}, false
	}
	return all[i], true
}

// sorted is the content with its days in order.
func (c Content) sorted() Content {
	c.Days = slices.Clone(c.Days)
	slices.SortStableFunc(c.Days, func(a, b Day) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Until, b.Until), cmp.Compare(a.Name, b.Name))
	})
	return c
}

// With is the content with more days. One that it has already is not added again.
func (c Content) With(days ...Day) Content {
	list := slices.Clone(c.Days)
	for _, d := range days {
		if !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	c.Days = list
	return c.sorted()
}

// Without is the content without the i-th day; an i outside changes nothing.
func (c Content) Without(i int) Content {
	if i >= 0 && i < len(c.Days) {
		c.Days = slices.Delete(slices.Clone(c.Days), i, i+1)
	}
	return c
}
