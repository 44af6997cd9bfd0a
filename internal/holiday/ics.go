package holiday

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"golang.org/x/text/encoding/charmap"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
)

// Limits of an .ics file.
const (
	MaxICS     = 2 << 20 // bytes
	maxEvents  = 2000
	maxRepeats = 100 // events that repeat
	maxNested  = 8   // components within components
)

// Found is an entry that an .ics file proposes.
type Found struct {
	calendar.Interval
	Name string
	Line int // of the file, where its event begins
}

// Trouble is an event that is left out, or a file that is no calendar.
type Trouble struct {
	Line int            // of the file, 0: the file as a whole
	Key  string         // of the text: calendar.ics.…
	Args map[string]any // of the text
}

// ReadICS reads the events of an iCalendar file (RFC 5545) that fill whole days: one
// day, several, or each year, month or week as far as from…until; repeating
// entries of one name and day are listed once. What is left out is a Trouble with
// its line: events with a time of day, cancelled or moved ones, what cannot be
// read. Errors, of the kind Invalid or TooLarge: no calendar, larger than MaxICS,
// more than 2000 events, 100 that repeat, or MaxDays entries.
func ReadICS(content []byte, from, until calendar.Date) ([]Found, []Trouble, error) {
	if len(content) > MaxICS {
		return nil, nil, apperr.New(apperr.TooLarge, "error.too_large", map[string]any{"megabytes": MaxICS >> 20}).At("file")
	}
	r := &reader{from: from, until: until}
	if err := r.read(unfold(text(content))); err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(r.found, func(a, b Found) int { return int(a.From - b.From) })
	r.found = slices.CompactFunc(r.found, func(a, b Found) bool { return a.Interval == b.Interval && a.Name == b.Name })
	if len(r.found) > MaxDays {
		return nil, nil, refused("too_many_days", 0, "most", MaxDays)
	}
	return r.found, r.troubles, nil
}

func refused(what string, line int, args ...any) error {
	all := map[string]any{"line": line}
	for i := 0; i+1 < len(args); i += 2 {
		all[args[i].(string)] = args[i+1] //nolint:forcetypeassert // of this file
	}
	return apperr.New(apperr.Invalid, "error.calendar.ics."+what, all).At("file")
}

// text is the file as UTF-8; older calendars write Windows-1252.
func text(content []byte) string {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) {
		if decoded, err := charmap.Windows1252.NewDecoder().Bytes(content); err == nil {
			content = decoded
		}
	}
	return string(content)
}

// contentLine is a line with those that continue it (RFC 5545 §3.1).
type contentLine struct {
	no   int // of the first one in the file
	text string
}

func unfold(file string) []contentLine {
	var list []contentLine
	no := 0
	for line := range strings.SplitSeq(file, "\n") {
		no++
		line = strings.TrimSuffix(line, "\r")
		switch {
		case line == "":
		case (line[0] == ' ' || line[0] == '\t') && len(list) > 0:
			list[len(list)-1].text += line[1:]
		default:
			list = append(list, contentLine{no, line})
		}
	}
	return list
}

// reader walks through the components.
type reader struct {
	from, until calendar.Date
	open        []string // names of the components around
	event       *event   // of the VEVENT around
	events      int
	repeats     int
	found       []Found
	troubles    []Trouble
}

func (r *reader) read(lines []contentLine) error {
	if len(lines) == 0 || !strings.EqualFold(strings.TrimSpace(lines[0].text), "BEGIN:VCALENDAR") {
		return refused("none", 0)
	}
	for _, l := range lines {
		p, err := ics.ParseProperty(ics.ContentLine(l.text))
		if err != nil || p == nil {
			if r.event != nil && len(r.open) == 2 { // elsewhere it does not concern us
				r.event.broken = l.no
			}
			continue
		}
		switch name := strings.ToUpper(p.IANAToken); {
		case name == "BEGIN":
			if err := r.begin(l, strings.ToUpper(p.Value)); err != nil {
				return err
			}
		case name == "END":
			if err := r.end(l, strings.ToUpper(p.Value)); err != nil {
				return err
			}
		case r.event != nil && len(r.open) == 2: // not of an alarm within
			r.event.add(name, l.no, p)
		}
	}
	if len(r.open) > 0 {
		return refused("unfinished", lines[len(lines)-1].no)
	}
	return nil
}

func (r *reader) begin(l contentLine, name string) error {
	if len(r.open) == maxNested || len(r.open) > 0 && name == "VCALENDAR" {
		return refused("structure", l.no)
	}
	r.open = append(r.open, name)
	if name != "VEVENT" || len(r.open) != 2 {
		return nil
	}
	if r.events++; r.events > maxEvents {
		return refused("too_many_events", l.no, "most", maxEvents)
	}
	r.event = &event{line: l.no, zone: calendar.Zurich}
	return nil
}

func (r *reader) end(l contentLine, name string) error {
	if len(r.open) == 0 || r.open[len(r.open)-1] != name {
		return refused("structure", l.no)
	}
	r.open = r.open[:len(r.open)-1]
	if name != "VEVENT" || r.event == nil || len(r.open) != 1 {
		return nil
	}
	e := r.event
	r.event = nil
	if e.rule != "" {
		if r.repeats++; r.repeats > maxRepeats {
			return refused("too_many_repeats", e.line, "most", maxRepeats)
		}
	}
	found, trouble := e.entries(r.from, r.until)
	r.found = append(r.found, found...)
	if trouble != nil {
		r.troubles = append(r.troubles, *trouble)
	}
	if len(r.found) > 20*MaxDays { // what is there twice is taken out at the end
		return refused("too_many_days", e.line, "most", MaxDays)
	}
	return nil
}
