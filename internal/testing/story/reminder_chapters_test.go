package story_test

import (
	"bytes"
	"mime"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/testing/mailtest"
)

func (s *story) goLive(v *visitor) {
	s.t.Helper()
	s.chapter("HR sets the day from which mail leaves")
	s.job(s.t, "reminders")
	s.job(s.t, "dispatch")
	if n := len(s.mails.Taken()); n > 0 {
		s.t.Fatalf("%d mails left before go-live", n)
	}
	v.Goto("/erinnerungen")
	if strings.HasPrefix(v.Path(), "/anmelden") { // days have passed
		v.signIn(adminMail, adminPassword)
		v.Goto("/erinnerungen")
	}
	v.Shows(s.T("hr.reminders.closed"))
	s.look(v, "reminders-closed")
	v.Follow("link", s.T("hr.golive.set"))
	s.look(v, "go-live")
	v.Fill(s.T("hr.golive.day"), german(s.clock.today()))
	v.Fill(s.T("hr.golive.word_label"), "nein")
	v.Follow("button", s.T("hr.golive.do"))
	if v.Status() < 400 {
		v.fault("go-live without the word")
	}
	v.Fill(s.T("hr.golive.word_label"), s.T("hr.golive.word"))
	v.Follow("button", s.T("hr.golive.do"))
	v.Shows(s.T("hr.golive.saved"))
	s.look(v, "reminders-open")
}

var (
	newDuties = regexp.MustCompile(`^Neue Schulungen: 2, nächste Frist \d+\.\d+\.\d{4}$`)
	reminded  = regexp.MustCompile(`^Erinnerung: \w+ Schulung(en)? offen, (nächste |erste )?Frist (war am )?\d+\.\d+\.\d{4}$`)
)

func (s *story) mailsTo(e *employee) []mailtest.Message {
	s.t.Helper()
	before := len(s.mails.Taken())
	for range 2 {
		s.job(s.t, "reminders")
		s.job(s.t, "dispatch")
	}
	today := map[string]int{}
	var own []mailtest.Message
	for i, m := range s.mails.Taken() {
		for _, to := range m.To {
			if i >= before {
				today[to]++
			}
			if to == e.email() {
				own = append(own, m)
			}
			if !strings.HasSuffix(to, "@seedorf.example") {
				s.t.Errorf("a mail went to %s", to)
			}
		}
	}
	for to, n := range today {
		most := 1
		if slices.ContainsFunc(s.staff, func(e employee) bool { return e.email() == to && e.function == "Leitung" }) {
			most = 2 // a digest about the team beside the own mail
		}
		if n > most {
			s.t.Errorf("%s got %d mails on %s", to, n, s.clock.today())
		}
	}
	return own
}

func (s *story) mailed(own []mailtest.Message, n int, subject *regexp.Regexp) {
	s.t.Helper()
	if len(own) != n {
		s.t.Fatalf("%d mails by %s, want %d; the log:\n%s", len(own), s.clock.today(), n, errorsOnly(s.log.String()))
	}
	raw := own[n-1].Raw
	if text := header(s.t, raw); !subject.MatchString(text) {
		s.t.Errorf("the subject is %q, want %s", text, subject)
	}
	for _, want := range []string{"text/plain", "text/html", "Message-ID:", s.url + "/kurse/IS-01"} {
		if !bytes.Contains(raw, []byte(want)) {
			s.t.Errorf("the mail has no %s", want)
		}
	}
}

func (s *story) reminders() {
	s.t.Helper()
	s.chapter("a mail about the new duties leaves, once")
	s.mailed(s.mailsTo(person(s.staff, "20006")), 1, newDuties)
}

func (s *story) beforeDue() {
	s.t.Helper()
	s.chapter("the reminder before the due date leaves, once")
	colleague := person(s.staff, "20006")
	numbers, err := people.Numbers(s.t.Context(), s.DB)
	if err != nil {
		s.t.Fatal(err)
	}
	duties, err := s.Ledger.Duties(s.t.Context(), s.DB, []int64{numbers[colleague.no]})
	if err != nil || len(duties) != 2 {
		s.t.Fatalf("%d duties: %v", len(duties), err)
	}
	due := calendar.Forever
	for _, d := range duties {
		if g, ok := d.Governing(s.clock.today()); ok {
			due = min(due, g.Due)
		}
	}
	s.clock.setTo(workdayFrom(max(due.AddDays(-10), s.clock.today())))
	s.mailed(s.mailsTo(colleague), 2, reminded)
}

// header is the subject of a message, decoded.
func header(t *testing.T, raw []byte) string {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	text, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	return text
}
