package duedate

import (
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"zaemme/internal/i18n"
)

// Meeting is an appointment that one person is asked to, or no longer.
type Meeting struct {
	UID       string // stable over all files
	Sequence  int    // grows with every change
	Title     string
	Place     string
	URL       string // its page, behind the sign-in
	Start     time.Time
	Minutes   int
	Cancelled bool
	Organizer Mailbox
	Attendee  Mailbox // without an address: an appointment that nobody is asked to
}

// Mailbox is a name with an address.
type Mailbox struct{ Name, Email string }

// Invitation is the file by which a calendar enters the meeting, moves it, or takes
// it out again (RFC 5546: REQUEST and CANCEL), with the media type of its method.
// Nobody is asked to reply: whether somebody comes is said on the page. A meeting
// without an attendee is for the own calendar (PUBLISH).
func Invitation(texts *i18n.Printer, m Meeting, now time.Time) (mediaType string, content []byte) {
	method, status := ics.MethodRequest, ics.ObjectStatusConfirmed
	if m.Attendee.Email == "" {
		method = ics.MethodPublish
	}
	if m.Cancelled {
		method, status = ics.MethodCancel, ics.ObjectStatusCancelled
	}
	cal := ics.NewCalendar()
	cal.SetProductId("-//zaemme//" + strings.ToUpper(texts.Lang()) + "//")
	cal.SetMethod(method)
	event := cal.AddEvent(m.UID)
	event.SetDtStampTime(now.UTC())
	event.SetSequence(m.Sequence)
	event.SetStartAt(m.Start.UTC())
	event.SetEndAt(m.Start.Add(time.Duration(m.Minutes) * time.Minute).UTC())
	event.SetStatus(status)
	event.SetTimeTransparency(ics.TransparencyOpaque)
	event.SetSummary(clean(m.Title))
	event.SetLocation(clean(m.Place))
	event.SetDescription(clean(m.URL))
	event.SetURL(m.URL)
	if m.Attendee.Email == "" {
		return MediaType, []byte(cal.Serialize(ics.WithNewLineWindows))
	}
	event.SetOrganizer("mailto:"+m.Organizer.Email, ics.WithCN(named(m.Organizer)))
	event.AddAttendee("mailto:"+m.Attendee.Email, ics.WithCN(named(m.Attendee)), ics.ParticipationStatusAccepted, ics.WithRSVP(false))
	return "text/calendar; charset=utf-8; method=" + string(method), []byte(cal.Serialize(ics.WithNewLineWindows))
}

// named is a name for a parameter of a line, which may hold no quotes.
func named(m Mailbox) string {
	return strings.Map(func(r rune) rune {
		if r == '"' || r < ' ' {
			return -1
		}
		return r
	}, m.Name)
}
