package duedate

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
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

// Writer writes calendars in one language at one moment. Entries that differ in whose
// they are alone are worded once. It is safe for concurrent use.
type Writer struct {
	texts  *i18n.Printer
	course func(id int64) (Course, error)
	now    time.Time

	mu     sync.Mutex
	worded map[Entry]event // by the entry without its UID
}

// NewWriter makes a Writer. course fails for one that is gone, whose entries are left
// out.
func NewWriter(texts *i18n.Printer, course func(id int64) (Course, error), now time.Time) *Writer {
	return &Writer{texts: texts, course: course, now: now, worded: map[Entry]event{}}
}

// File is the calendar with the entries, lines ending in CRLF: whole days, private,
// and free time.
func (w *Writer) File(entries []Entry) []byte {
	cal := ics.NewCalendar()
	cal.SetProductId("-//zaemme//" + strings.ToUpper(w.texts.Lang()) + "//")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(w.texts.T("feed.name"))
	cal.SetRefreshInterval("PT12H")
	for _, e := range entries {
		if one, err := w.event(e); err == nil {
			cal.Components = append(cal.Components, one)
		}
	}
	var file bytes.Buffer
	file.Grow(512 * (1 + len(entries)))
	_ = cal.SerializeTo(&file, ics.WithNewLineWindows) // a buffer takes everything
	return file.Bytes()
}

// event is an entry as the library has written it, before and after its UID: to write
// it anew for each of thousands of people takes longer than all else of their mails.
type event struct{ before, uid, after string }

// SerializeTo implements ics.Component.
func (e event) SerializeTo(out io.Writer, _ *ics.SerializationConfiguration) error {
	for _, text := range []string{e.before, e.uid, e.after} {
		if _, err := io.WriteString(out, text); err != nil {
			return err
		}
	}
	return nil
}

// UnknownPropertiesIANAProperties implements ics.Component.
func (event) UnknownPropertiesIANAProperties() []ics.IANAProperty { return nil }

// SubComponents implements ics.Component.
func (event) SubComponents() []ics.Component { return nil }

func (w *Writer) event(e Entry) (event, error) {
	same := e
	same.UID = ""
	w.mu.Lock()
	defer w.mu.Unlock()
	one, worded := w.worded[same]
	if !worded {
		text, err := w.word(e)
		if err != nil {
			return one, err
		}
		one.before, one.after, _ = strings.Cut(text, e.UID)
		w.worded[same] = one
	}
	one.uid = e.UID
	return one, nil
}

func (w *Writer) word(e Entry) (string, error) {
	c, err := w.course(e.CourseID)
	if err != nil {
		return "", err
	}
	event := ics.NewEvent(e.UID)
	event.SetDtStampTime(w.now.UTC())
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
	event.SetSummary(clean(w.texts.T(key, "title", c.Title)))
	event.SetDescription(clean(describe(w.texts, c)))
	event.SetURL(c.URL)
	var text strings.Builder
	err = event.SerializeTo(&text, &ics.SerializationConfiguration{
		MaxLength: lineLength, PropertyMaxLength: lineLength, NewLine: string(ics.WithNewLineWindows),
	})
	return text.String(), err
}

// lineLength is how many bytes a line has at most (RFC 5545, 3.1).
const lineLength = 75

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
