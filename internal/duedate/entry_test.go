package duedate_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/google/uuid"

	"zaemme/internal/calendar"
	"zaemme/internal/duedate"
	"zaemme/internal/ledger"
	"zaemme/views"
)

func date(text string) calendar.Date {
	d, err := calendar.ParseISO(text)
	if err != nil {
		panic(err)
	}
	return d
}

var anna = uuid.MustParse("1b4e28ba-2fa1-41d2-883f-0016d3cca427")

func duty(course int64, revision int64, assigned, due string) ledger.Duty {
	d := ledger.Duty{CourseID: course, Revision: revision}
	d.No, d.Mandatory = 1, true
	d.AssignedOn, d.DueOn, d.OriginalDueOn, d.GraceUntil = date(assigned), date(due), date(due), date(due)
	return d
}

// An entry is the same one through its life: assigned, moved, done; and with the
// renewal another.
func TestAnEntryIsUpdatedAndCancelled(t *testing.T) {
	t.Parallel()
	day := date("2027-03-01")
	one := func(d ledger.Duty, on calendar.Date) duedate.Entry {
		t.Helper()
		list := duedate.Entries(anna, []ledger.Duty{d}, on)
		if len(list) != 1 {
			t.Fatalf("%d entries: %+v", len(list), list)
		}
		return list[0]
	}
	first := one(duty(1, 1, "2027-02-01", "2027-03-12"), day)
	moved := one(duty(1, 2, "2027-02-01", "2027-03-30"), day)
	if first.UID != moved.UID || moved.Sequence <= first.Sequence || moved.Day != date("2027-03-30") || first.Cancelled {
		t.Errorf("moved: %+v, then %+v", first, moved)
	}
	d := duty(1, 3, "2027-02-01", "2027-03-30")
	d.CompletedOn, d.ValidUntil, d.WindowFrom = date("2027-02-28"), date("2029-02-28"), date("2028-12-30")
	if done := one(d, day); done.UID != first.UID || !done.Cancelled || done.Sequence != 3 {
		t.Errorf("done: %+v", done)
	}
	if later := duedate.Entries(anna, []ledger.Duty{d}, date("2028-06-01")); len(later) != 0 {
		t.Errorf("long done: %+v", later)
	}
	if renewal := one(d, date("2029-01-05")); renewal.UID == first.UID || renewal.Cancelled || renewal.Day != date("2029-02-28") || !renewal.Renewal {
		t.Errorf("renewal: %+v", renewal)
	}
	gone := duty(1, 4, "2027-02-01", "2027-03-12")
	gone.WithdrawnOn = date("2027-02-20")
	if e := one(gone, day); !e.Cancelled || e.UID != first.UID {
		t.Errorf("withdrawn: %+v", e)
	}
	exempt := duty(1, 5, "2027-02-01", "2027-03-12")
	exempt.ExemptFrom, exempt.ExemptUntil = date("2027-02-10"), calendar.Forever
	if e := one(exempt, day); !e.Cancelled {
		t.Errorf("exempt: %+v", e)
	}
	grace := duty(1, 6, "2027-02-01", "2027-02-26")
	grace.GraceUntil = date("2027-03-12")
	if e := one(grace, day); e.Cancelled || e.Day != date("2027-03-12") {
		t.Errorf("in grace: %+v", e)
	}
	voluntary := duty(1, 7, "2027-02-01", "2027-03-12")
	voluntary.Mandatory = false
	if list := duedate.Entries(anna, []ledger.Duty{voluntary}, day); len(list) != 0 {
		t.Errorf("voluntary: %+v", list)
	}
	other := duedate.Entries(uuid.New(), []ledger.Duty{duty(1, 1, "2027-02-01", "2027-03-12")}, day)
	if other[0].UID == first.UID {
		t.Error("two people share an entry")
	}
}

// The file is one that other programs read: CRLF, whole days, and no line that a
// title could add.
func TestTheFileIsReadable(t *testing.T) {
	t.Parallel()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	done := duty(2, 2, "2027-02-01", "2027-03-12")
	done.CompletedOn, done.ValidUntil = date("2027-02-28"), calendar.Forever
	entries := duedate.Entries(anna, []ledger.Duty{duty(1, 3, "2027-02-01", "2027-03-28"), done, duty(3, 1, "2027-02-01", "2027-04-12")}, date("2027-03-01"))
	writer := duedate.NewWriter(texts.Printer("de"), func(id int64) (duedate.Course, error) {
		if id == 3 {
			return duedate.Course{}, errors.New("gone")
		}
		return duedate.Course{Title: "Sicher; im Netz,\r\nSTATUS:EVIL überall", Minutes: 30, URL: "https://lernen.example/kurse/IS-01"}, nil
	}, time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC))
	file := string(writer.File(entries))
	for line := range strings.SplitSeq(strings.TrimSuffix(file, "\r\n"), "\r\n") {
		if strings.ContainsAny(line, "\r\n") || strings.HasPrefix(line, "STATUS:EVIL") || len(line) > 75 {
			t.Errorf("line %q", line)
		}
	}
	for _, say := range []string{"METHOD:PUBLISH", "DTSTART;VALUE=DATE:20270328", "DTEND;VALUE=DATE:20270329", "CLASS:PRIVATE", "TRANSP:TRANSPARENT", "SEQUENCE:3", "STATUS:CANCELLED"} {
		if !strings.Contains(file, say) {
			t.Errorf("no %s in\n%s", say, file)
		}
	}
	read, err := ics.ParseCalendar(strings.NewReader(file))
	if err != nil || len(read.Events()) != 2 {
		t.Fatalf("%v, %d events", err, len(read.Events()))
	}
	if i := slices.IndexFunc(read.Events(), func(e *ics.VEvent) bool { return e.Id() == entries[1].UID }); i < 0 {
		t.Error("the UID is not in the file")
	}
	// Somebody else's differs in the UIDs alone.
	theirs := duedate.Entries(uuid.New(), []ledger.Duty{duty(1, 3, "2027-02-01", "2027-03-28"), done}, date("2027-03-01"))
	other := string(writer.File(theirs))
	for i, e := range theirs {
		if !strings.Contains(other, "UID:"+e.UID+"\r\n") || strings.Contains(other, entries[i].UID) {
			t.Errorf("%s is not theirs alone in\n%s", e.UID, other)
		}
		other = strings.Replace(other, e.UID, entries[i].UID, 1)
	}
	if other != file {
		t.Errorf("\n%s\nis not\n%s", other, file)
	}
}
