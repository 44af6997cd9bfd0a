package mail_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"zaemme/internal/mail"
	"zaemme/internal/testing/mailtest"
)

func message() *mail.Message {
	return &mail.Message{
		From:      mail.Address{Name: "Personaldienst", Email: "lernen@gemeinde.example"},
		To:        []mail.Address{{Name: "Ärni, «Zoë»", Email: "zoe.aerni@gemeinde.example"}},
		Subject:   "Erinnerung: 2 Schulungen offen, nächste Frist 12.3.2027",
		Text:      "Guten Tag\n.\nEin Punkt allein beendet nichts.\n",
		HTML:      "<p>Guten Tag</p>",
		MessageID: "1@zaemme.internal",
		Date:      time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC),
		Auto:      true,
	}
}

func TestRawHasTextBeforeHTML(t *testing.T) {
	t.Parallel()
	m := message()
	m.Attachments = []mail.Attachment{{Name: "fristen.ics", MediaType: "text/calendar; charset=utf-8", Data: []byte("BEGIN:VCALENDAR")}}
	raw, err := m.Raw()
	if err != nil {
		t.Fatal(err)
	}
	plain, html := bytes.Index(raw, []byte("text/plain")), bytes.Index(raw, []byte("text/html"))
	if plain < 0 || html < plain {
		t.Errorf("text at %d, HTML at %d", plain, html)
	}
	for _, want := range []string{"Message-ID: <1@zaemme.internal>", "Date: Mon, 01 Mar 2027 08:00:00 +0000", "Auto-Submitted: auto-generated", "fristen.ics"} {
		if !bytes.Contains(raw, []byte(want)) {
			t.Errorf("no %q in\n%s", want, raw)
		}
	}
	read, err := mail.Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	if read.Subject != m.Subject || !strings.Contains(read.Text, "Ein Punkt allein") || !strings.Contains(read.HTML, "<p>Guten Tag</p>") {
		t.Errorf("read back %+v", read)
	}
}

func TestNothingCanAddAHeader(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*mail.Message){
		"subject":    func(m *mail.Message) { m.Subject = "Hallo\r\nBcc: a@b.example" },
		"name":       func(m *mail.Message) { m.To[0].Name = "Zoë\r\nBcc: a@b.example" },
		"address":    func(m *mail.Message) { m.To[0].Email = "a@b.example\r\nBcc: c@d.example" },
		"second":     func(m *mail.Message) { m.To[0].Email = "a@b.example, c@d.example" },
		"with name":  func(m *mail.Message) { m.To[0].Email = "Zoë <a@b.example>" },
		"sender":     func(m *mail.Message) { m.From.Email = "x" },
		"id":         func(m *mail.Message) { m.MessageID = "1@x>\r\nBcc: a@b.example" },
		"nobody":     func(m *mail.Message) { m.To = nil },
		"no text":    func(m *mail.Message) { m.Text = " \n" },
		"no date":    func(m *mail.Message) { m.Date = time.Time{} },
		"attachment": func(m *mail.Message) { m.Attachments = []mail.Attachment{{Name: "a\r\nX: y"}} },
	} {
		m := message()
		spoil(m)
		if raw, err := m.Raw(); !errors.Is(err, mail.ErrInvalid) {
			t.Errorf("%s: error %v, message\n%s", name, err, raw)
		}
	}
	m := message()
	m.To[0].Name = `Zoë" <evil@b.example>, "x`
	raw, err := m.Raw()
	if err != nil {
		t.Fatal(err)
	}
	if read, err := mail.Read(raw); err != nil || bytes.Contains(raw, []byte("\r\nTo: \"Zoë\" <evil")) || read.Text == "" {
		t.Errorf("a name became an address: %v\n%s", err, raw)
	}
}

func FuzzRaw(f *testing.F) {
	f.Add("Betreff", "Name", "a@b.example")
	f.Add("Betreff\r\nBcc: x@y.example", "Name\n", "a@b.example>\r\n")
	f.Fuzz(func(t *testing.T, subject, name, address string) {
		m := message()
		m.Subject, m.To[0] = subject, mail.Address{Name: name, Email: address}
		raw, err := m.Raw()
		if err != nil {
			return
		}
		head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
		for line := range bytes.SplitSeq(head, []byte("\r\n")) {
			key, _, ok := bytes.Cut(line, []byte(":"))
			if line[0] == ' ' || line[0] == '\t' {
				continue
			}
			switch strings.ToLower(string(key)) {
			case "from", "to", "subject", "date", "message-id", "mime-version", "content-type", "auto-submitted", "x-auto-response-suppress":
			default:
				t.Errorf("header %q (%v)", line, ok)
			}
		}
	})
}

func TestSMTPAddress(t *testing.T) {
	t.Parallel()
	for address, good := range map[string]bool{
		"smtp://u:p@mail.example:587":                   true,
		"smtp://u:p@mail.example?tls=mandatory":         true,
		"smtps://u:p%40ss@mail.example":                 true,
		"smtp://relay.local:25?tls=none":                true,
		"smtp://relay.local:25?tls=opportunistic":       true,
		"smtp://u:geheim@relay.local:25?tls=none":       false,
		"smtp://u:geheim@mail.example?tls=optional":     false,
		"http://u:geheim@mail.example":                  false,
		"smtp://":                                       false,
		"smtps://u:geheim@mail.example?tls=none":        false,
		"smtp://u:geheim@mail.example:99999":            false,
		"smtp://u:geheim@mail.example:587%zz?tls=none":  false,
		"smtp://u:geheim@mail.exa mple:587?tls=nothing": false,
	} {
		_, err := mail.NewSMTP(address, mail.Options{})
		if (err == nil) != good {
			t.Errorf("%s: %v", address, err)
		}
		if err != nil && strings.Contains(err.Error(), "geheim") {
			t.Errorf("the password is in %q", err)
		}
	}
}

func TestSMTPRefusesAServerWithoutTLS(t *testing.T) {
	t.Parallel()
	server := mailtest.New(t)
	transport, err := mail.NewSMTP(strings.TrimSuffix(server.URL, "?tls=none"), mail.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if s, err := transport.Open(t.Context()); err == nil {
		_ = s.Close()
		t.Error("connected without TLS")
	}
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		stage  mailtest.Stage
		fault  mailtest.Fault
		want   mail.Outcome
		broken bool
	}{
		"taken":                   {"", mailtest.Fault{}, mail.Sent, false},
		"full mailbox":            {mailtest.To, mailtest.Fault{Code: 451}, mail.Temporary, false},
		"no such mailbox":         {mailtest.To, mailtest.Fault{Code: 550}, mail.Permanent, false},
		"refused sender":          {mailtest.From, mailtest.Fault{Code: 553}, mail.Permanent, false},
		"closing":                 {mailtest.From, mailtest.Fault{Code: 421}, mail.Temporary, true},
		"text refused for now":    {mailtest.Text, mailtest.Fault{Code: 451}, mail.Temporary, false},
		"text refused":            {mailtest.Text, mailtest.Fault{Code: 554}, mail.Permanent, false},
		"closing after text":      {mailtest.Text, mailtest.Fault{Code: 421}, mail.Temporary, true},
		"hangs at once":           {mailtest.From, mailtest.Fault{Hang: true}, mail.Temporary, true},
		"drops before text":       {mailtest.To, mailtest.Fault{Drop: true}, mail.Temporary, true},
		"drops after final dot":   {mailtest.Text, mailtest.Fault{Drop: true}, mail.Unknown, true},
		"hangs after final dot":   {mailtest.Text, mailtest.Fault{Hang: true}, mail.Unknown, true},
		"took it, answer is lost": {mailtest.Text, mailtest.Fault{Drop: true, Keep: true}, mail.Unknown, true},
	} {
		for _, oneByOne := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, one by one %v", name, oneByOne), func(t *testing.T) {
				t.Parallel()
				server := mailtest.New(t)
				url := server.URL
				if oneByOne {
					url = strict(t, server)
				}
				transport, err := mail.NewSMTP(url, mail.Options{Timeout: 300 * time.Millisecond})
				if err != nil {
					t.Fatal(err)
				}
				session, err := transport.Open(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				server.Fail(func(stage mailtest.Stage, _ mailtest.Message) mailtest.Fault {
					if stage == c.stage {
						return c.fault
					}
					return mailtest.Fault{}
				})
				result := session.Send(t.Context(), message(), nil)
				if result.Outcome != c.want || result.Broken != c.broken || (result.Err == nil) != (c.want == mail.Sent) ||
					result.NoMailbox != (c.want == mail.Permanent && c.stage == mailtest.To) {
					t.Errorf("%+v, want %s, broken %v", result, c.want, c.broken)
				}
				// A session that is not broken goes on with the next message.
				server.Fail(nil)
				before := len(server.Taken())
				next := session.Send(t.Context(), message(), nil)
				if got := len(server.Taken()) - before; (got == 1) == c.broken || (next.Outcome == mail.Sent) == c.broken {
					t.Errorf("the next message: %+v, %d taken", next, got)
				}
				if err := session.Close(); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// strict is the server for whoever must wait for each answer (no PIPELINING).
func strict(t *testing.T, server *mailtest.Server) (url string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			behind, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", server.Port()))
			if err != nil {
				_ = client.Close()
				return
			}
			go func() {
				_, _ = io.Copy(behind, client)
				_ = behind.Close()
			}()
			go func() {
				lines := bufio.NewReader(behind)
				for {
					line, err := lines.ReadString('\n')
					_, _ = io.WriteString(client, strings.Replace(line, "PIPELINING", "X-NONE", 1))
					if err != nil {
						_ = client.Close()
						return
					}
				}
			}()
		}
	}()
	return "smtp://" + listener.Addr().String() + "?tls=none"
}

// Who is not ready hands over nothing, and the next message goes on.
func TestWithheldAtTheLastMoment(t *testing.T) {
	t.Parallel()
	server := mailtest.New(t)
	transport, err := mail.NewSMTP(server.URL, mail.Options{})
	if err != nil {
		t.Fatal(err)
	}
	session, err := transport.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	unready := errors.New("not ready")
	if r := session.Send(t.Context(), message(), func() error { return unready }); r.Outcome != mail.Withheld || !errors.Is(r.Err, unready) || r.Broken {
		t.Errorf("%+v", r)
	}
	if r := session.Send(t.Context(), message(), func() error { return nil }); r.Outcome != mail.Sent || len(server.Taken()) != 1 {
		t.Errorf("%+v, %d taken", r, len(server.Taken()))
	}
}

func TestOneConnectionForManyMessages(t *testing.T) {
	t.Parallel()
	server := mailtest.New(t)
	transport, err := mail.NewSMTP(server.URL, mail.Options{})
	if err != nil {
		t.Fatal(err)
	}
	session, err := transport.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if r := session.Send(t.Context(), message(), nil); r.Outcome != mail.Sent {
			t.Fatal(r.Err)
		}
	}
	bad := message()
	bad.To[0].Email = "niemand"
	if r := session.Send(t.Context(), bad, nil); r.Outcome != mail.Permanent {
		t.Errorf("a broken address: %+v", r)
	}
	if err := session.Close(); err != nil {
		t.Error(err)
	}
	taken := server.Taken()
	if len(taken) != 3 || server.Connections() != 1 {
		t.Fatalf("%d messages over %d connections", len(taken), server.Connections())
	}
	if !bytes.Contains(taken[0].Raw, []byte("\r\n.\r\n")) && !bytes.Contains(taken[0].Raw, []byte("Ein Punkt allein")) {
		t.Errorf("the text ended at its dot:\n%s", taken[0].Raw)
	}
}

func TestSTARTTLSWithPassword(t *testing.T) {
	t.Parallel()
	server, trusted := mailtest.NewTLS(t)
	open := func(url string, o mail.Options) (mail.Session, error) {
		t.Helper()
		transport, err := mail.NewSMTP(url, o)
		if err != nil {
			t.Fatal(err)
		}
		return transport.Open(t.Context())
	}
	session, err := open(server.URL, mail.Options{TLS: trusted})
	if err != nil {
		t.Fatal(err)
	}
	if r := session.Send(t.Context(), message(), nil); r.Outcome != mail.Sent {
		t.Error(r.Err)
	}
	if err := session.Close(); err != nil || len(server.Taken()) != 1 {
		t.Errorf("%d taken, %v", len(server.Taken()), err)
	}
	if _, err := open(server.URL, mail.Options{}); err == nil {
		t.Error("a certificate that nobody vouches for was taken")
	}
	wrong := strings.Replace(server.URL, "offen", "zu", 1)
	if _, err := open(wrong, mail.Options{TLS: trusted}); err == nil || strings.Contains(err.Error(), "zu@") {
		t.Errorf("a wrong password: %v", err)
	}
}
