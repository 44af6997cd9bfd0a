package outbox

import (
	"context"
	"testing"
	"time"

	"zaemme/internal/db"
	"zaemme/internal/mail"
	"zaemme/internal/testing/dbtest"
)

type letters struct{}

func (letters) Render(context.Context, *db.Tx, Item, time.Time) (Decision, error) {
	return Deliver(&mail.Message{From: mail.Address{Email: "a@b.example"}, To: []mail.Address{{Email: "c@d.example"}}, Subject: "x", Text: "x"}), nil
}

func (l letters) RenderMany(ctx context.Context, tx *db.Tx, items []Item, now time.Time) ([]Decision, error) {
	list := make([]Decision, len(items))
	for i, item := range items {
		list[i], _ = l.Render(ctx, tx, item, now)
	}
	return list, nil
}

// Where the mail server is slow, what was decided on a while ago does not leave on
// that decision: it is let go as it was, and fewer are taken the next time.
func TestADecisionGrowsOld(t *testing.T) {
	t.Parallel()
	d, now := dbtest.New(t), time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC)
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		var list []Message
		for _, key := range []string{"a", "b", "c", "d"} {
			list = append(list, Message{Kind: "x", DedupeKey: key, Payload: key, NextAt: now})
		}
		_, err := EnqueueMany(t.Context(), tx, list)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	box, err := New(d, Options{Demo: true, Kinds: []Kind{{Name: "x", Renderer: letters{}}},
		Gate: func(context.Context, db.Conn, time.Time) (Gate, error) { return Gate{Open: true}, nil }})
	if err != nil {
		t.Fatal(err)
	}
	counts := &Counts{}
	turn := &turn{Outbox: box, now: now, gate: Gate{Open: true}, line: &line{transport: box.transport}, counts: counts}
	l, err := turn.take(t.Context(), queue{}, box.size())
	if err != nil || l.looked != 4 || len(l.rows) != 4 || box.size() != batchRows {
		t.Fatalf("%+v, %v", l, err)
	}
	old, grown := context.WithCancel(t.Context())
	grown()
	l.fresh = old
	if err := turn.hand(t.Context(), l); err != nil || counts.Sent != 1 {
		t.Fatalf("%+v, %v", counts, err)
	}
	var free int
	if err := d.Query(t.Context()).Raw(`select count(*) from outbox where state = 'waiting' and attempts = 0 and taken_until is null`).Scan(&free).Error; err != nil {
		t.Fatal(err)
	}
	if free != 3 || box.size() != 1 {
		t.Errorf("%d are free, %d are taken the next time", free, box.size())
	}
	if counts, err := box.Dispatch(t.Context(), now); err != nil || counts.Sent != 3 || box.size() < 2 {
		t.Errorf("%+v, %v; then %d at once", counts, err, box.size())
	}
}
