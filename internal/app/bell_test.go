package app

import (
	"testing"
	"time"

	"zaemme/internal/outbox"
)

// Somebody who asks for a code waits seconds, not for the next minute's job, and
// not for the first day of reminders.
func TestACodeLeavesAtOnceAndBeforeGoLive(t *testing.T) {
	t.Parallel()
	a := open(t)
	session(t, a, false)
	if _, err := a.DB.Pool().ExecContext(t.Context(), `update persons set personnel_no = '00123', email = 'a.muster@seedorf.example'`); err != nil {
		t.Fatal(err)
	}
	if s, err := a.Settings.At(t.Context(), a.Clock()); err != nil || !s.Day("go_live").IsZero() {
		t.Fatalf("the first day is set: %v", err)
	}
	answered, hangUp := a.answerBell(t.Context())
	if _, err := a.Auth.AskCode(t.Context(), "00123", "192.0.2.1", a.Clock()); err != nil {
		t.Fatal(err)
	}
	a.Bell.Ring()
	deadline, tick := time.NewTimer(10*time.Second), time.NewTicker(20*time.Millisecond)
	defer deadline.Stop()
	defer tick.Stop()
	for caught := 0; caught == 0; {
		select {
		case <-tick.C:
			var err error
			if _, caught, err = outbox.CaughtMails(t.Context(), a.DB, 1, 0); err != nil {
				t.Fatal(err)
			}
		case <-deadline.C:
			t.Fatal("the code has not left within ten seconds")
		}
	}
	hangUp()
	<-answered
	if rows, _, err := outbox.List(t.Context(), a.DB, outbox.Filter{}); err != nil || len(rows) != 1 || rows[0].Kind != "sign_in.code" {
		t.Errorf("%+v, %v", rows, err)
	}
}
