package holiday

import (
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/teambition/rrule-go"

	"zaemme/internal/calendar"
)

// event is a VEVENT as far as it has been read.
type event struct {
	line, broken int // where it begins; the last line that cannot be read
	zone         *time.Location
	start, end   moment
	length       string // DURATION
	name, rule   string
	except       map[calendar.Date]bool
	extra        []calendar.Date // RDATE
	cancelled    bool
	moved        bool // stands for one occurrence of another event
}

// moment is a DTSTART or DTEND.
type moment struct {
	on    calendar.Date
	timed bool // has a time of day other than midnight
	bad   bool
}

func (e *event) add(name string, line int, p *ics.BaseProperty) {
	switch name {
	case "DTSTART":
		e.start = momentOf(p.Value)
	case "DTEND":
		e.end = momentOf(p.Value)
	case "DURATION":
		e.length = p.Value
	case "SUMMARY":
		e.name = strings.Join(strings.Fields(strings.Map(printable, ics.FromText(p.Value))), " ")
	case "RRULE":
		e.rule = p.Value
	case "EXDATE", "RDATE":
		for one := range strings.SplitSeq(p.Value, ",") {
			m := momentOf(one)
			switch {
			case m.bad:
				e.broken = line
			case name == "RDATE":
				e.extra = append(e.extra, m.on)
			default:
				if e.except == nil {
					e.except = map[calendar.Date]bool{}
				}
				e.except[m.on] = true
			}
		}
	case "STATUS":
		e.cancelled = strings.EqualFold(p.Value, "CANCELLED")
	case "RECURRENCE-ID":
		e.moved = true
	}
}

func printable(r rune) rune {
	if r < ' ' || r == '\u007f' || r == '\ufffd' {
		return ' '
	}
	return r
}

// momentOf reads 20270326, 20270326T000000 and 20270325T230000Z; a time without a
// zone, or with a named one, is what clocks show.
func momentOf(value string) moment {
	value = strings.TrimSpace(value)
	if t, err := time.Parse("20060102", value); err == nil {
		return moment{on: dateOf(t)}
	}
	t, err := time.Parse("20060102T150405", value)
	if err != nil {
		if t, err = time.Parse("20060102T150405Z", value); err != nil {
			return moment{bad: true}
		}
		t = t.In(calendar.Zurich)
	}
	return moment{on: dateOf(t), timed: t.Hour()+t.Minute()+t.Second() > 0}
}

func dateOf(t time.Time) calendar.Date { return calendar.NewDate(t.Year(), t.Month(), t.Day()) }

// days is how many days one occurrence has, 0 if that cannot be said. An end is
// the day after the last one.
func (e *event) days() int {
	switch {
	case e.end.on != 0:
		return e.start.on.DaysUntil(e.end.on)
	case e.length != "":
		return daysIn(e.length)
	default:
		return 1
	}
}

// daysIn reads P3D and P2W.
func daysIn(duration string) int {
	number, found := strings.CutPrefix(strings.TrimSpace(duration), "P")
	if !found || len(number) < 2 {
		return 0
	}
	days := 0
	for _, r := range number[:len(number)-1] {
		if r < '0' || r > '9' || days > maxRun {
			return 0
		}
		days = days*10 + int(r-'0')
	}
	switch number[len(number)-1] {
	case 'D':
		return days
	case 'W':
		return 7 * days
	default:
		return 0
	}
}

// entries are the occurrences of the event, or why there are none.
func (e *event) entries(from, until calendar.Date) ([]Found, *Trouble) {
	left := func(what string) *Trouble {
		return &Trouble{Line: e.line, Key: "calendar.ics." + what, Args: map[string]any{"name": e.name, "most": maxRun}}
	}
	name := []rune(e.name)
	switch days := e.days(); {
	case e.cancelled:
		return nil, left("cancelled")
	case e.start.on == 0 || e.start.bad || e.end.bad:
		return nil, left("no_day")
	case e.start.timed || e.end.timed:
		return nil, left("timed")
	case e.moved:
		return nil, left("moved")
	case len(name) == 0:
		return nil, left("no_name")
	case days < 1:
		return nil, left("no_day")
	case days > maxRun:
		return nil, left("too_long")
	}
	if len(name) > MaxTitle {
		name = name[:MaxTitle]
	}
	starts, ok := e.starts(from, until)
	if !ok {
		return nil, left("rule")
	}
	var list []Found
	for _, on := range starts {
		i := calendar.Interval{From: on, Until: on.AddDays(e.days() - 1)}
		if i.Until >= from && i.From <= until && !e.except[on] {
			list = append(list, Found{Interval: i, Name: string(name), Line: e.line})
		}
	}
	switch {
	case len(list) == 0:
		return nil, left("outside")
	case e.broken != 0:
		return list, &Trouble{Line: e.broken, Key: "calendar.ics.line"}
	}
	return list, nil
}

// starts are the first days of the occurrences around from…until; false where the
// rule cannot be read or repeats more often than weekly.
func (e *event) starts(from, until calendar.Date) ([]calendar.Date, bool) {
	list := append([]calendar.Date{e.start.on}, e.extra...)
	if e.rule == "" {
		return list, true
	}
	option, err := rrule.StrToROption(e.rule)
	if err != nil || option.Freq > rrule.WEEKLY || option.Interval < 0 || option.Interval > 100 ||
		len(option.Byhour)+len(option.Byminute)+len(option.Bysecond) > 0 {
		return nil, false
	}
	first := e.start.on
	if y, _, _ := first.YMD(); y < 1900 {
		return nil, false
	}
	option.Dtstart = first.Time()
	if end := until.Time(); option.Until.IsZero() || option.Until.After(end) {
		option.Until = end
	}
	rule, err := rrule.NewRRule(*option)
	if err != nil {
		return nil, false
	}
	next := rule.Iterator()
	for range 60 * 200 { // weekly for more than two centuries
		t, more := next()
		if !more {
			break
		}
		if on := dateOf(t); on >= from.AddDays(-maxRun) {
			list = append(list, on)
		}
	}
	return list, true
}
