package testmail_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/letter"
	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/testing/mailtest"
	"zaemme/internal/testmail"
	"zaemme/views"
)

var monday = time.Date(2027, time.March, 1, 9, 0, 0, 0, calendar.Zurich)

// box is an outbox whose gate is closed: reminders have not started.
func box(t *testing.T, transport mail.Transport) (*db.DB, *testmail.Service, *outbox.Outbox, people.Person) {
	t.Helper()
	d := dbtest.New(t)
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	press, err := letter.NewPress(views.Files, "https://lernen.gemeinde.example")
	if err != nil {
		t.Fatal(err)
	}
	service := &testmail.Service{Press: press, Texts: texts}
	closed := func(context.Context, db.Conn, time.Time) (outbox.Gate, error) { return outbox.Gate{}, nil }
	o, err := outbox.New(d, outbox.Options{Transport: transport, Gate: closed, Kinds: service.Kinds()})
	if err != nil {
		t.Fatal(err)
	}
	var by people.Person
	if err := db.One(d.Query(t.Context()), &by, `insert into persons (last_name, first_name, email) values ('Technik', 'Andrea', 'andrea@gemeinde.example')
		returning id, first_name, last_name, email, language`); err != nil {
		t.Fatal(err)
	}
	return d, service, o, by
}

func send(t *testing.T, d *db.DB, s *testmail.Service, o *outbox.Outbox, to string, by people.Person, now time.Time) (testmail.Sent, error) {
	t.Helper()
	var id int64
	if err := d.Write(t.Context(), func(tx *db.Tx) (err error) {
		id, err = s.Send(t.Context(), tx, to, by, now)
		return err
	}); err != nil {
		return testmail.Sent{}, err
	}
	if err := o.HandOver(t.Context(), testmail.Kind, id, now); err != nil {
		t.Fatal(err)
	}
	list, err := testmail.Last(t.Context(), d, 1)
	if err != nil || len(list) != 1 || list[0].ID != id {
		t.Fatalf("%+v, %v", list, err)
	}
	return list[0], nil
}

func TestATestMailLeavesBeforeGoLive(t *testing.T) {
	t.Parallel()
	server := mailtest.New(t)
	transport, err := mail.NewSMTP(server.URL, mail.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	d, s, o, by := box(t, transport)
	sent, err := send(t, d, s, o, "probe@gemeinde.example", by, monday)
	if err != nil || sent.State != outbox.Sent || testmail.Advise(sent) != testmail.Arrived || sent.By != "Andrea Technik" || sent.To != "probe@gemeinde.example" {
		t.Errorf("%+v, %v", sent, err)
	}
	taken := server.Taken()
	if len(taken) != 1 || !strings.Contains(string(taken[0].Raw), "Testmail der Lernplattform") {
		t.Errorf("the server has %d mails", len(taken))
	}
	for range 4 {
		if _, err := send(t, d, s, o, "probe@gemeinde.example", by, monday); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := send(t, d, s, o, "probe@gemeinde.example", by, monday); !apperr.Is(err, apperr.TooMany) {
		t.Errorf("the sixth: %v", err)
	}
	if _, err := send(t, d, s, o, "probe@gemeinde.example", by, monday.Add(11*time.Minute)); err != nil {
		t.Errorf("later: %v", err)
	}
	for _, wrong := range []string{"", "niemand", "A <a@b.example>", "a@b.example, c@d.example"} {
		if _, err := send(t, d, s, o, wrong, by, monday.Add(time.Hour)); !apperr.Is(err, apperr.Invalid) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

func TestWhatTheServerSaidIsKept(t *testing.T) {
	t.Parallel()
	server := mailtest.New(t)
	transport, err := mail.NewSMTP(server.URL, mail.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	d, s, o, by := box(t, transport)
	server.Fail(func(stage mailtest.Stage, _ mailtest.Message) mailtest.Fault {
		if stage == mailtest.To {
			return mailtest.Fault{Code: 550}
		}
		return mailtest.Fault{}
	})
	if sent, err := send(t, d, s, o, "weg@gemeinde.example", by, monday); err != nil || sent.State != outbox.Parked || testmail.Advise(sent) != testmail.NoRecipient ||
		!strings.Contains(sent.Answer, "550") {
		t.Errorf("%+v, %v", sent, err)
	}
	server.Stop()
	if sent, err := send(t, d, s, o, "weg@gemeinde.example", by, monday); err != nil || sent.State != outbox.Parked || testmail.Advise(sent) != testmail.Unreachable {
		t.Errorf("without a server: %+v, %v", sent, err)
	}
	d, s, o, by = box(t, nil)
	if sent, err := send(t, d, s, o, "weg@gemeinde.example", by, monday); err != nil || testmail.Advise(sent) != testmail.NoServer {
		t.Errorf("none configured: %+v, %v", sent, err)
	}
}

func TestAdvise(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]testmail.Advice{
		"mail: the server refused: 535 5.7.139 Authentication unsuccessful":                      testmail.WrongLogin,
		"mail: connect to x:587: tls: failed to verify certificate: x509: unknown authority":     testmail.Certificate,
		"mail: the server refused: 550 5.7.60 SMTP; Client does not have permissions to send as": testmail.WrongSender,
		"mail: the server refused: 553 sender address rejected":                                  testmail.WrongSender,
		"mail: the server refused: 550 5.1.1 user unknown":                                       testmail.NoRecipient,
		"mail: the server refused: 554 5.7.1 relay access denied":                                testmail.NoRecipient,
		"mail: the server refused: 552 message too large":                                        testmail.Refused,
	} {
		if got := testmail.Advise(testmail.Sent{State: outbox.Parked, Reason: "refused", Answer: answer}); got != want {
			t.Errorf("%s: %s, want %s", answer, got, want)
		}
	}
	for state, want := range map[outbox.State]testmail.Advice{outbox.Waiting: testmail.Waits, outbox.Uncertain: testmail.Unknown, outbox.Sent: testmail.Arrived} {
		if got := testmail.Advise(testmail.Sent{State: state}); got != want {
			t.Errorf("%s: %s, want %s", state, got, want)
		}
	}
}
