package duedate

import (
	"fmt"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"zaemme/internal/i18n"
)

// MediaType of a File.
const MediaType = "text/calendar; charset=utf-8"

// Course is what an entry says of a course.
type Course struct {
	Title   string
	Minutes int    // 0: not known
	URL     string // its page, behind the sign-in
}

// File is the calendar with the entries, lines ending in CRLF: whole days, private,
// and free time. course fails for one that is gone, whose entries are left out.
func File(texts *i18n.Printer, entries []Entry, course func(id int64) (Course, error), now time.Time) []byte {
	cal := ics.NewCalendar()
	cal.SetProductId("-//zaemme//" + strings.ToUpper(texts.Lang()) + "//")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(texts.T("feed.name"))
	cal.SetRefreshInterval("PT12H")
	for _, e := range entries {
		c, err := course(e.CourseID)
		if err != nil {
			continue
		}
		event := cal.AddEvent(e.UID)
		event.SetDtStampTime(now.UTC())
		event.SetSequence(e.Sequence)
		// The library writes the date of the moment it is given, in its zone.
		event.SetAllDayStartAt(e.Day.Time())
		event.SetAllDayEndAt(e.Day.AddDays(1).Time())
		event.SetClass(ics.ClassificationPrivate)
		event.SetTimeTransparency(ics.TransparencyTransparent)
		event.SetStatus(ics.ObjectStatusConfirmed)
		if e.Cancelled {
			event.SetStatus(ics.ObjectStatusCancelled)
		}
		key := "feed.due"
		if e.Renewal {
			key = "feed.renewal"
		}
		event.SetSummary(clean(texts.T(key, "title", c.Title)))
		event.SetDescription(clean(describe(texts, c)))
		event.SetURL(c.URL)
	}
	return []byte(cal.Serialize(ics.WithNewLineWindows))
}

func describe(texts *i18n.Printer, c Course) string {
	var lines []string
	if c.Minutes > 0 {
		lines = append(lines, texts.N("mail.line.minutes", c.Minutes))
	}
	return strings.Join(append(lines, texts.T("mail.worktime"), c.URL), "\n")
}

// clean removes what the library would pass on into the file: a lone CR ends a
// line.
func clean(text string) string { return strings.ReplaceAll(text, "\r", "") }

// Name of the file beside a mail.
func Name(texts *i18n.Printer) string { return fmt.Sprintf("%s.ics", texts.T("feed.file")) }
