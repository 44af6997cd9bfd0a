package session_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/outbox"
	"zaemme/internal/session"
)

// open is a session in three days, for the people of the superior.
func (w *world) open(seats int) session.Session {
	w.t.Helper()
	d := w.details(calendar.DateOf(w.now) + 3)
	d.StartsAt, d.Seats, d.Circle = "14:00", seats, session.Line
	one, err := w.plan(d, lead, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return one
}

func (w *world) signUp(uid string, person int64) (state session.SeatState, err error) {
	err = w.db.Write(w.t.Context(), func(tx *db.Tx) error {
		state, err = w.SignUp(w.t.Context(), tx, uid, person, w.now)
		return err
	})
	return state, err
}

func (w *world) leave(uid string, person int64) error {
	return w.db.Write(w.t.Context(), func(tx *db.Tx) error { return w.Leave(w.t.Context(), tx, uid, person, w.now) })
}

func (w *world) change(uid string, d session.Details, viewer int64) error {
	return w.db.Write(w.t.Context(), func(tx *db.Tx) error {
		_, err := w.Change(w.t.Context(), tx, uid, d, w.scope(viewer), w.now)
		return err
	})
}

// list is how everybody stands, such as «5 seated, 6 waiting».
func (w *world) list(uid string) string {
	w.t.Helper()
	view, err := w.view(uid, lead)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, a := range view.People {
		out = append(out, fmt.Sprintf("%d %s", a.PersonID, a.State))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// told are the messages since the last call, rendered: recipient and subject, with the
// method and sequence of the calendar entry.
func (w *world) told() []string {
	w.t.Helper()
	var rows []struct {
		ID, RecipientID    int64
		Payload, DedupeKey string
	}
	if err := w.db.Query(w.t.Context()).Raw(`
		update outbox set state = 'sent', done_at = now() where kind = ? and state = 'waiting' returning id, recipient_id, payload::text as payload, dedupe_key`,
		session.Kind).Scan(&rows).Error; err != nil {
		w.t.Fatal(err)
	}
	var list []string
	for _, r := range rows {
		w.write(func(tx *db.Tx) error {
			d, err := w.Render(w.t.Context(), tx, outbox.Item{Kind: session.Kind, RecipientID: r.RecipientID, Payload: []byte(r.Payload)}, w.now)
			if err != nil {
				return err
			}
			text := fmt.Sprintf("%d no longer", r.RecipientID)
			if m := d.Mail(); m != nil {
				text = fmt.Sprintf("%d %s", r.RecipientID, m.Subject)
				for _, a := range m.Attachments {
					method := a.MediaType[strings.LastIndex(a.MediaType, "=")+1:]
					text += " " + method
					if !strings.Contains(string(a.Data), "METHOD:"+method) {
						w.t.Errorf("%s", a.Data)
					}
				}
			}
			list = append(list, text)
			return nil
		})
	}
	slices.Sort(list)
	return list
}

// Seats are given in the order of signing up; who withdraws makes room for who has
// waited longest, and everybody hears of what concerns them.
func TestSeatsAndTheWaitingList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one := w.open(2)
	for i, want := range []session.SeatState{session.Seated, session.Seated, session.Waiting, session.Waiting} {
		if got, err := w.signUp(one.UID, first+int64(i)); err != nil || got != want {
			t.Errorf("%d: %s, %v", i, got, err)
		}
	}
	for name, person := range map[string]int64{"twice": first, "who holds it": lead} {
		if _, err := w.signUp(one.UID, person); !apperr.Is(err, apperr.Conflict) && !apperr.Is(err, apperr.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.signUp(one.UID, other); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("somebody else's people: %v", err)
	}
	if got := strings.Join(w.told(), "; "); strings.Count(got, "Sie sind angemeldet REQUEST") != 2 || strings.Count(got, "Warteliste") != 2 || strings.Contains(got, "Warteliste REQUEST") {
		t.Errorf("told: %s", got)
	}
	if err := w.leave(one.UID, first); err != nil {
		t.Fatal(err)
	}
	if got := w.list(one.UID); got != "5 withdrawn, 6 seated, 7 seated, 8 waiting" {
		t.Errorf("%s", got)
	}
	if got := w.told(); len(got) != 2 || !strings.HasPrefix(got[0], "5 ") || !strings.HasSuffix(got[0], "abgemeldet CANCEL") || !strings.HasSuffix(got[1], "angemeldet REQUEST") {
		t.Errorf("told: %q", got)
	}
	if err := w.leave(one.UID, first); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("withdrawn twice: %v", err)
	}
	w.now = w.now.Add(time.Minute)
	if got, err := w.signUp(one.UID, first); err != nil || got != session.Waiting {
		t.Errorf("again: %s, %v", got, err)
	}
	d := w.details(one.HeldOn)
	d.StartsAt, d.Circle, d.Seats = "14:00", session.Line, 3
	w.told()
	if err := w.change(one.UID, d, lead); err != nil || w.list(one.UID) != "5 waiting, 6 seated, 7 seated, 8 seated" {
		t.Errorf("one more seat: %s, %v", w.list(one.UID), err)
	}
	if got := w.told(); len(got) != 1 || !strings.HasPrefix(got[0], "8 ") {
		t.Errorf("more seats alone concern who moves up: %q", got)
	}
	d.Seats = 2
	if err := w.change(one.UID, d, lead); !apperr.Is(err, apperr.Invalid) || fieldOf(err) != "seats" {
		t.Errorf("fewer seats than are taken: %v", err)
	}
	if err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		return w.Remove(t.Context(), tx, one.UID, w.uids(first + 1)[0], w.scope(lead), w.now)
	}); err != nil || w.list(one.UID) != "5 seated, 6 withdrawn, 7 seated, 8 seated" {
		t.Errorf("taken off the list: %s, %v", w.list(one.UID), err)
	}
}

// A change and a cancellation reach everybody on the list who has a mailbox, under the
// same entry with a higher sequence; a session that is over tells nobody.
func TestChangeAndCancellationAreTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one := w.open(0)
	if err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		n, err := w.Add(t.Context(), tx, one.UID, w.uids(first, first+1, last), w.scope(lead), w.now)
		if n != 3 {
			t.Errorf("%d are new", n)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if got := w.told(); len(got) != 3 || got[0] != fmt.Sprintf("%d no longer", last) {
		t.Errorf("who has no mailbox: %q", got)
	}
	d := w.details(one.HeldOn + 1)
	d.StartsAt, d.Circle, d.Place = "09:30", session.Line, "Gemeindehaus"
	for viewer, kind := range map[int64]apperr.Kind{other: apperr.NotFound, first: apperr.NotFound} {
		if err := w.change(one.UID, d, viewer); !apperr.Is(err, kind) {
			t.Errorf("changed by %d: %v", viewer, err)
		}
	}
	d.Circle = session.All
	if err := w.change(one.UID, d, lead); !apperr.Is(err, apperr.Invalid) || fieldOf(err) != "circle" {
		t.Errorf("a superior opens it to everybody: %v", err)
	}
	d.Circle = session.Line
	before, err := w.view(one.UID, lead)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.change(one.UID, d, lead); err != nil {
		t.Fatal(err)
	}
	after, err := w.view(one.UID, lead)
	if err != nil || after.Sequence <= before.Sequence || after.Start().UTC().Format("2006-01-02 15:04") != (one.HeldOn+1).String()+" 08:30" {
		t.Errorf("sequence %d after %d, start %s, %v", after.Sequence, before.Sequence, after.Start(), err)
	}
	if h := after.History[0]; h.Action != "session.changed" || !slices.Contains(h.Fields, "place") || slices.Contains(h.Fields, "minutes") {
		t.Errorf("%+v", h)
	}
	if got := w.told(); len(got) != 3 || !strings.HasSuffix(got[1], "findet anders statt REQUEST") {
		t.Errorf("told: %q", got)
	}
	cancel := func() error {
		return w.db.Write(t.Context(), func(tx *db.Tx) error { return w.Cancel(t.Context(), tx, one.UID, w.scope(lead), w.now) })
	}
	if err := cancel(); err != nil {
		t.Fatal(err)
	}
	if got := w.told(); len(got) != 3 || !strings.HasSuffix(got[1], "abgesagt CANCEL") {
		t.Errorf("told: %q", got)
	}
	if err := cancel(); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("cancelled twice: %v", err)
	}
	if _, err := w.signUp(one.UID, first+2); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("signed up for a cancelled one: %v", err)
	}
	w.planned(calendar.DateOf(w.now)-1, w.team())
	if got := w.told(); len(got) != 0 {
		t.Errorf("what is recorded afterwards tells %q", got)
	}
}

// Everybody sees what they may sign up for and what they are on, and nobody's name.
func TestWhatSomebodySees(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one := w.open(0)
	if _, err := w.signUp(one.UID, first); err != nil {
		t.Fatal(err)
	}
	today := calendar.DateOf(w.now)
	for person, want := range map[int64]string{first: "seated", first + 1: "", other: "none"} {
		list, err := w.Coming(t.Context(), w.db, person, one.CourseID, today)
		if err != nil || want == "none" && len(list) != 0 || want != "none" && (len(list) != 1 || string(list[0].Mine) != want || list[0].Taken != 1) {
			t.Errorf("%d: %+v, %v", person, list, err)
		}
		view, err := w.view(one.UID, person)
		if want == "none" {
			if !apperr.Is(err, apperr.NotFound) {
				t.Errorf("%d: %v", person, err)
			}
			continue
		}
		if err != nil || len(view.People) != 0 || view.Runs || view.MayJoin == (want == "seated") || (view.Own != nil) != (want == "seated") || len(view.History) != 0 {
			t.Errorf("%d: %+v, %v", person, view, err)
		}
	}
	if list, err := w.Coming(t.Context(), w.db, first, w.course("DS-01K"), today); err != nil || len(list) != 0 {
		t.Errorf("of another course: %v, %v", list, err)
	}
}

// Ticked off one by one, somebody is there when the session is recorded so.
func TestTickingOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	today := calendar.DateOf(w.now)
	one, ahead := w.planned(today, w.team()), w.planned(today+2, w.team())
	tick := func(uid string, person int64, viewer int64) error {
		return w.db.Write(t.Context(), func(tx *db.Tx) error {
			return w.Tick(t.Context(), tx, uid, w.uids(person)[0], true, w.scope(viewer), w.now)
		})
	}
	for name, c := range map[string]struct {
		err  error
		kind apperr.Kind
	}{"somebody else's": {tick(one.UID, first, other), apperr.NotFound}, "not on the list": {tick(one.UID, other, lead), apperr.NotFound},
		"before the day": {tick(ahead.UID, first, lead), apperr.Conflict}} {
		if !apperr.Is(c.err, c.kind) {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	if err := tick(one.UID, first, lead); err != nil {
		t.Fatal(err)
	}
	view, err := w.view(one.UID, lead)
	if err != nil || view.People[0].Present == nil || view.People[1].Present != nil {
		t.Errorf("%+v, %v", view.People, err)
	}
	found, err := session.MatchLines(t.Context(), w.db, w.scope(lead), []session.ListLine{{No: 1, Cells: []string{"6"}}, {No: 2, Cells: []string{"00002"}},
		{No: 3, Cells: []string{"05", "Person"}}, {No: 4, Cells: []string{"7@Seedorf.example"}}, {No: 5, Cells: []string{"1"}}})
	if err != nil {
		t.Fatal(err)
	}
	var means []string
	for _, m := range found {
		if m.Meant == nil {
			means = append(means, "nobody")
		} else {
			means = append(means, m.Meant.PersonnelNo)
		}
	}
	if !slices.Equal(means, []string{"00006", "nobody", "00005", "00007", "nobody"}) {
		t.Errorf("%q: somebody else's, or the viewer, is found, or own people are not", means)
	}
}
