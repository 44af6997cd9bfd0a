package bench_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	gomail "github.com/wneessen/go-mail"

	"zaemme/internal/app"
	"zaemme/internal/calendar"
	"zaemme/internal/config"
	"zaemme/internal/db"
	"zaemme/internal/settings"
	"zaemme/internal/testing/mailtest"
)

// reminded is how many people get their first reminder on one morning.
const reminded = 6_000

// BenchmarkReminders delivers a morning's mails to a mail server in this process:
// each is checked once more, worded and handed over, and its outcome stored. The
// least is go-mail with the same bytes over one connection. To find who is due and to
// write what is to be sent is a job of its own, earlier in the morning; it has its
// own line, against the same.
func BenchmarkReminders(b *testing.B) {
	var found, delivered, bare, all, ratios []float64
	for range 3 {
		s := &scope{TB: b}
		server := mailtest.New(s)
		a := openWith(s, config.Config{SMTPURL: server.URL})
		morning := prepareMorning(b, a)
		find := seconds(func() { find(b, a, morning) })
		deliver := seconds(func() { deliver(b, a, morning) })
		taken := server.Drain()
		if len(taken) < reminded {
			b.Fatalf("%d mails of %d", len(taken), reminded)
		}
		least := resend(b, server, taken)
		s.close()
		found, delivered, bare = append(found, find), append(delivered, deliver), append(bare, least)
		all, ratios = append(all, (find+deliver)/least), append(ratios, deliver/least)
	}
	timed(b, fmt.Sprintf("%d people with %d new courses each found, mails and steps written ÷ go-mail alone", reminded, asked),
		median(found), median(bare), median(all)-median(ratios))
	timed(b, fmt.Sprintf("%d reminders checked, worded and delivered ÷ go-mail alone", reminded), median(delivered), median(bare), median(ratios))
}

// prepareMorning lets a night assign twelve courses to everybody, and is the next
// working morning.
func prepareMorning(b *testing.B, a *app.App) time.Time {
	b.Helper()
	today := calendar.DateOf(time.Now())
	if err := a.DB.Write(b.Context(), func(tx *db.Tx) error {
		return settings.Set(b.Context(), tx, 0, today.AddDays(-30), "go_live", today.AddDays(-30).String())
	}); err != nil {
		b.Fatal(err)
	}
	staff(b, a, reminded)
	assign(b, a)
	analyze(b, a)
	day := today.AddDays(1)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day++
	}
	year, month, date := day.YMD()
	return time.Date(year, month, date, 8, 0, 0, 0, calendar.Zurich)
}

func find(b *testing.B, a *app.App, now time.Time) {
	b.Helper()
	if _, err := a.Reminder.Run(b.Context(), now); err != nil {
		b.Fatal(err)
	}
}

func deliver(b *testing.B, a *app.App, now time.Time) {
	b.Helper()
	for {
		counts, err := a.Outbox.Dispatch(b.Context(), now)
		if err != nil {
			b.Fatal(err)
		}
		if counts.Sent == 0 {
			return
		}
	}
}

// resend sends the same messages over one connection, and says how long that took;
// reading them is not counted.
func resend(b *testing.B, server *mailtest.Server, taken []mailtest.Message) float64 {
	b.Helper()
	messages := make([]*gomail.Msg, len(taken))
	for i, m := range taken {
		message, err := gomail.EMLToMsgFromReader(bytes.NewReader(m.Raw))
		if err != nil {
			b.Fatal(err)
		}
		messages[i] = message
	}
	client, err := gomail.NewClient("127.0.0.1", gomail.WithPort(server.Port()), gomail.WithTLSPolicy(gomail.NoTLS))
	if err != nil {
		b.Fatal(err)
	}
	return seconds(func() {
		if err := client.DialAndSendWithContext(context.Background(), messages...); err != nil {
			b.Fatal(err)
		}
	})
}
