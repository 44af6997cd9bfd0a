package duedate_test

import (
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"zaemme/internal/duedate"
	"zaemme/views"
)

// A meeting keeps its UID while it moves and when it is cancelled, and no title adds
// a line to the file.
func TestAMeetingIsMovedAndCancelled(t *testing.T) {
	t.Parallel()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2027, 3, 1, 13, 0, 0, 0, time.UTC)
	m := duedate.Meeting{UID: "abc@zaemme.internal", Sequence: 4, Title: "Sicher; im Netz,\r\nSTATUS:EVIL", Place: "Werkhof, Saal 2", URL: "https://lernen.example/schulungen/1",
		Start: start, Minutes: 45, Organizer: duedate.Mailbox{Name: "Gemeinde \"Seedorf\"\r\nX:Y", Email: "lernen@seedorf.example"},
		Attendee: duedate.Mailbox{Name: "Muster, Luca", Email: "luca@seedorf.example"}}
	kind, content := duedate.Invitation(texts.Printer("de"), m, start.Add(-time.Hour))
	file := string(content)
	if !strings.HasSuffix(kind, "method=REQUEST") {
		t.Errorf("%s", kind)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(file, "\r\n"), "\r\n") {
		if strings.ContainsAny(line, "\r\n") || strings.HasPrefix(line, "STATUS:EVIL") || strings.HasPrefix(line, "X:Y") {
			t.Errorf("line %q", line)
		}
	}
	for _, say := range []string{"METHOD:REQUEST", "DTSTART:20270301T130000Z", "DTEND:20270301T134500Z", "SEQUENCE:4", "STATUS:CONFIRMED", "mailto:lernen@seedorf.example"} {
		if !strings.Contains(file, say) {
			t.Errorf("no %s in\n%s", say, file)
		}
	}
	m.Cancelled, m.Sequence = true, 5
	kind, content = duedate.Invitation(texts.Printer("de"), m, start)
	read, err := ics.ParseCalendar(strings.NewReader(string(content)))
	if err != nil || len(read.Events()) != 1 || read.Events()[0].Id() != m.UID || !strings.HasSuffix(kind, "method=CANCEL") ||
		!strings.Contains(string(content), "STATUS:CANCELLED") || !strings.Contains(string(content), "SEQUENCE:5") {
		t.Errorf("%v\n%s", err, content)
	}
}
