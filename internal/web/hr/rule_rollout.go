package hr

import (
	"strconv"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
)

// readRollout reads how a rule is rolled out, nil for all at once.
func readRollout(form *page.Form, before *curriculum.Rollout) *curriculum.Rollout {
	n := form.Int("per_week", 1, 100_000)
	blackout := readRanges(form, "blackout")
	if n == 0 {
		if len(blackout) > 0 {
			form.Fail("per_week", "error.curriculum.rollout_per_week")
		}
		return nil
	}
	r := &curriculum.Rollout{PerWeek: n, Blackout: blackout}
	if before != nil {
		r.From = before.From // it has begun
	}
	return r
}

// readRanges reads times, one a line: «21.12.2026 bis 3.1.2027».
func readRanges(form *page.Form, field string) (list []calendar.Interval) {
	for line := range strings.Lines(form.Get(field)) {
		line = strings.TrimSpace(strings.NewReplacer("–", " bis ", " - ", " bis ", " until ", " bis ").Replace(line))
		if line == "" {
			continue
		}
		first, second, both := strings.Cut(line, " bis ")
		from, ok := page.ParseDay(first)
		until := from
		if both && ok {
			until, ok = page.ParseDay(second)
		}
		if !ok || until < from {
			form.Fail(field, "error.hr.rule_range", "line", line)
			continue
		}
		list = append(list, calendar.Interval{From: from, Until: until})
	}
	return list
}

// ranges writes times as readRanges reads them.
func ranges(l *i18n.Printer, list []calendar.Interval) string {
	var out strings.Builder
	for _, b := range list {
		out.WriteString(l.T("hr.rule.range", "from", l.Date(b.From), "until", l.Date(b.Until)) + "\n")
	}
	return strings.TrimSpace(out.String())
}

// rolloutFields are the inputs of a roll-out, and what it says.
type rolloutFields struct{ PerWeek, Blackout, Says string }

func newRolloutFields(l *i18n.Printer, r *curriculum.Rollout) rolloutFields {
	if r == nil {
		return rolloutFields{}
	}
	f := rolloutFields{PerWeek: strconv.Itoa(r.PerWeek), Blackout: ranges(l, r.Blackout)}
	if r.Placed {
		starts := r.Starts()
		f.Says = l.T("hr.rule.rollout_says", "from", l.Date(r.From), "until", l.Date(starts[len(starts)-1]))
	}
	return f
}
