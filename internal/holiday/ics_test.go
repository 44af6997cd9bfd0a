package holiday

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
)

func event1(lines ...string) string {
	return "BEGIN:VEVENT\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\n"
}

func file(events ...string) []byte {
	return []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + strings.Join(events, "") + "END:VCALENDAR\r\n")
}

func readICS(t *testing.T, content []byte) (string, []Trouble) {
	t.Helper()
	found, troubles, err := ReadICS(content, on(t, "2026-01-01"), on(t, "2029-12-31"))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range found {
		list = append(list, fmt.Sprintf("%s–%s %s", f.From, f.Until, f.Name))
	}
	return strings.Join(list, "; "), troubles
}

func TestICSIsRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ event, want string }{
		"one day": {event1("DTSTART;VALUE=DATE:20270326", "SUMMARY:Karfreitag"), "2027-03-26–2027-03-26 Karfreitag"},
		"several, the end excluded": {event1("DTSTART;VALUE=DATE:20270206", "DTEND;VALUE=DATE:20270222", "SUMMARY:Fasnachtsferien"),
			"2027-02-06–2027-02-21 Fasnachtsferien"},
		"by duration": {event1("DTSTART;VALUE=DATE:20270206", "DURATION:P2W", "SUMMARY:Ferien"), "2027-02-06–2027-02-19 Ferien"},
		"every year": {event1("DTSTART;VALUE=DATE:20150319", "RRULE:FREQ=YEARLY", "SUMMARY:Josefstag"),
			"2026-03-19–2026-03-19 Josefstag; 2027-03-19–2027-03-19 Josefstag; 2028-03-19–2028-03-19 Josefstag; 2029-03-19–2029-03-19 Josefstag"},
		"every year on a Monday, until": {event1("DTSTART;VALUE=DATE:20260914", "RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=2MO;UNTIL=20271231", "SUMMARY:Chilbi"),
			"2026-09-14–2026-09-14 Chilbi; 2027-09-13–2027-09-13 Chilbi"},
		"every year but one": {event1("DTSTART;VALUE=DATE:20280102", "RRULE:FREQ=YEARLY;COUNT=3", "EXDATE;VALUE=DATE:20290102", "SUMMARY:Inventar"),
			"2028-01-02–2028-01-02 Inventar"},
		"more days": {event1("DTSTART;VALUE=DATE:20270104", "RDATE;VALUE=DATE:20270301,20270503", "SUMMARY:Weiterbildung"),
			"2027-01-04–2027-01-04 Weiterbildung; 2027-03-01–2027-03-01 Weiterbildung; 2027-05-03–2027-05-03 Weiterbildung"},
		"from midnight to midnight": {event1("DTSTART;TZID=Europe/Zurich:20270506T000000", "DTEND;TZID=Europe/Zurich:20270507T000000", "SUMMARY:Auffahrt"),
			"2027-05-06–2027-05-06 Auffahrt"},
		"midnight in universal time": {event1("DTSTART:20270505T220000Z", "DTEND:20270506T220000Z", "SUMMARY:Auffahrt"), "2027-05-06–2027-05-06 Auffahrt"},
		"folded, escaped, with an alarm": {event1("DTSTART;VALUE=DATE:20271227", "SUMMARY;LANGUAGE=de:Betriebs\r\n ferien\\, Werkhof\\nund Bad",
			"BEGIN:VALARM", "SUMMARY:Weckruf", "END:VALARM"), "2027-12-27–2027-12-27 Betriebsferien, Werkhof und Bad"},
		"twice the same": {event1("DTSTART;VALUE=DATE:20270326", "SUMMARY:Karfreitag") + event1("DTSTART;VALUE=DATE:20270326", "SUMMARY:Karfreitag"),
			"2027-03-26–2027-03-26 Karfreitag"},
		"lower case, a broken line elsewhere": {"begin:vevent\r\nbroken\r\ndtstart:20270326\r\nsummary:Karfreitag\r\nend:vevent\r\n", "2027-03-26–2027-03-26 Karfreitag"},
	} {
		if got, _ := readICS(t, file(c.event)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	latin := []byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20271208\nSUMMARY:Mari\xe4 Empf\xe4ngnis\nEND:VEVENT\nEND:VCALENDAR\n")
	if got, _ := readICS(t, latin); got != "2027-12-08–2027-12-08 Mariä Empfängnis" {
		t.Errorf("Windows-1252: %q", got)
	}
}

// What is left out says why and where.
func TestICSTroubles(t *testing.T) {
	t.Parallel()
	for want, event := range map[string]string{
		"calendar.ics.timed":     event1("DTSTART:20270326T080000", "DTEND:20270326T120000", "SUMMARY:Sitzung"),
		"calendar.ics.no_day":    event1("DTSTART:morgen", "SUMMARY:Karfreitag"),
		"calendar.ics.no_name":   event1("DTSTART:20270326", "SUMMARY: "),
		"calendar.ics.cancelled": event1("DTSTART:20270326", "SUMMARY:Karfreitag", "STATUS:CANCELLED"),
		"calendar.ics.moved":     event1("DTSTART:20270326", "RECURRENCE-ID:20270327", "SUMMARY:Karfreitag"),
		"calendar.ics.too_long":  event1("DTSTART:20270326", "DTEND:20280326", "SUMMARY:Sabbatical"),
		"calendar.ics.rule":      event1("DTSTART:20270326", "RRULE:FREQ=HOURLY", "SUMMARY:Glocke"),
		"calendar.ics.outside":   event1("DTSTART:20150326", "SUMMARY:Vergangenes"),
		"calendar.ics.line":      event1("DTSTART:20270326", "kaputt", "SUMMARY:Karfreitag"),
	} {
		_, troubles := readICS(t, file(event))
		line := 3
		if want == "calendar.ics.line" {
			line = 5
		}
		if len(troubles) != 1 || troubles[0].Key != want || troubles[0].Line != line {
			t.Errorf("%s: %+v", want, troubles)
		}
	}
}

func TestICSIsRefused(t *testing.T) {
	t.Parallel()
	for want, content := range map[string][]byte{
		"error.calendar.ics.none":             []byte("Datum;Feiertag\n26.3.2027;Karfreitag\n"),
		"error.calendar.ics.unfinished":       []byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\n"),
		"error.calendar.ics.structure":        []byte("BEGIN:VCALENDAR\nEND:VEVENT\n"),
		"error.calendar.ics.too_many_events":  file(strings.Repeat(event1("DTSTART:20270326", "SUMMARY:x"), maxEvents+1)),
		"error.calendar.ics.too_many_repeats": file(strings.Repeat(event1("DTSTART:20270326", "SUMMARY:x", "RRULE:FREQ=YEARLY"), maxRepeats+1)),
		"error.too_large":                     make([]byte, MaxICS+1),
	} {
		_, _, err := ReadICS(content, on(t, "2026-01-01"), on(t, "2029-12-31"))
		var e *apperr.Error
		if !errors.As(err, &e) || e.Key != want || e.Field != "file" {
			t.Errorf("%s: %v", want, err)
		}
	}
}

// A rule that never comes true is given up soon.
func TestICSRulesWithoutAnEnd(t *testing.T) {
	t.Parallel()
	for _, rule := range []string{"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4", "FREQ=WEEKLY"} {
		began := time.Now()
		_, _, err := ReadICS(file(event1("DTSTART:19000101", "RRULE:"+rule, "SUMMARY:x")), on(t, "2026-01-01"), on(t, "2029-12-31"))
		t.Log(rule, time.Since(began), err)
		if time.Since(began) > 2*time.Second {
			t.Errorf("%s takes %s", rule, time.Since(began))
		}
	}
}

// Whatever the file: no panic, no entry outside its limits, and all that is
// proposed can be entered.
func FuzzReadICS(f *testing.F) {
	f.Add(file(event1("DTSTART;VALUE=DATE:20270206", "DTEND;VALUE=DATE:20270222", "SUMMARY:Ferien")))
	f.Add(file(event1("DTSTART:20270505T220000Z", "DURATION:P2W", "SUMMARY;LANGUAGE=\"de\":A\\,b\r\n c", "EXDATE:20270505T220000Z")))
	f.Add(file(event1("DTSTART:20260914", "RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=2MO;UNTIL=20271231", "SUMMARY:Chilbi", "RDATE:20270101,x")))
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VTODO\nBEGIN:VEVENT\nEND:VEVENT\nEND:VTODO\nEND:VCALENDAR"))
	from, until := calendar.NewDate(2026, 1, 1), calendar.NewDate(2029, 12, 31)
	f.Fuzz(func(t *testing.T, content []byte) {
		found, troubles, err := ReadICS(content, from, until)
		if err != nil {
			if e := new(apperr.Error); !errors.As(err, &e) {
				t.Fatalf("an error without words: %v", err)
			}
			return
		}
		c := Content{Title: "Datei"}
		for _, one := range found {
			if one.Line < 1 || one.Until < from || one.From > until {
				t.Fatalf("%+v", one)
			}
			c.Days = append(c.Days, Day{Interval: one.Interval, Kind: Full, Name: one.Name})
		}
		if err := c.Validate(); err != nil {
			t.Fatalf("what is proposed cannot be entered: %v", err)
		}
		for _, one := range troubles {
			if one.Key == "" {
				t.Fatal("a trouble without words")
			}
		}
	})
}
