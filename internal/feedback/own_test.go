package feedback

import (
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/letter"
	"zaemme/internal/outbox"
	"zaemme/views"
)

func (w *world) say(person int64, said string, tell bool) string {
	w.t.Helper()
	if err := w.write(func(tx *db.Tx) error {
		return Give(w.t.Context(), tx, Given{Course: w.is, Module: 1, Kind: Wrong, Said: said, Person: person, Tell: tell, On: today})
	}); err != nil {
		w.t.Fatal(err)
	}
	var uid string
	if err := db.One(w.db.Query(w.t.Context()), &uid, `select id::text from feedback where said = ?`, said); err != nil {
		w.t.Fatal(err)
	}
	return uid
}

func (w *world) reply(uid string, shown bool) {
	w.t.Helper()
	if err := w.write(func(tx *db.Tx) error {
		return Answer(w.t.Context(), tx, Reply{UID: uid, State: Done, Quote: "Etwas war falsch.", Answer: "Berichtigt.", Shown: shown, By: 2, Now: today.Time().Add(10 * time.Hour)})
	}); err != nil {
		w.t.Fatal(err)
	}
}

// rows are what is kept, with the person behind it.
func (w *world) rows() string {
	w.t.Helper()
	var list []string
	if err := w.db.Query(w.t.Context()).Raw(`select said || ':' || coalesce(person_id, 0) from feedback order by said collate "C"`).Scan(&list).Error; err != nil {
		w.t.Fatal(err)
	}
	return strings.Join(list, " ")
}

// Who gave feedback by name reads it among their data, takes it back, and is gone
// from it when they are forgotten; a published answer stays without them.
func TestOneTakesOnesWordsBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	shown, kept := w.say(1, "eins", false), w.say(1, "zwei", false)
	w.say(2, "drei", false)
	w.give(0, 1, Unclear, "vier", today)
	w.reply(shown, true)
	if own, err := Own(t.Context(), w.db, 1); err != nil || len(own) != 2 {
		t.Errorf("%+v, %v", own, err)
	}
	withdraw := func(uid string, person int64) error {
		return w.write(func(tx *db.Tx) error { return Withdraw(t.Context(), tx, uid, person) })
	}
	if err := withdraw(kept, 2); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("somebody else's: %v", err)
	}
	for _, uid := range []string{shown, kept} {
		if err := withdraw(uid, 1); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.rows(); got != "Etwas war falsch.:0 drei:2 vier:0" {
		t.Errorf("%s", got)
	}
	if others, err := Answered(t.Context(), w.db, w.is.CourseID, 2); err != nil || len(others) != 2 || others[1].Answer != "Berichtigt." && others[0].Answer != "Berichtigt." {
		t.Errorf("the answer on the course's page: %+v, %v", others, err)
	}
	if err := w.db.Query(t.Context()).Exec(`update persons set forgotten_at = now() where id = 2`).Error; err != nil {
		t.Fatal(err)
	}
	if err := w.write(func(tx *db.Tx) error { _, err := Sweep(t.Context(), tx, today-1000); return err }); err != nil {
		t.Fatal(err)
	}
	if got := w.rows(); got != "Etwas war falsch.:0 vier:0" {
		t.Errorf("after forgetting: %s", got)
	}
}

// One message about an answer, to who gave a name and wants it, and to nobody else; a
// corrected answer is not told again, and what was taken back is not told.
func TestAnAnswerIsToldOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.db.Query(t.Context()).Exec(`update persons set email = 'anna@seedorf.example' where id = 1`).Error; err != nil {
		t.Fatal(err)
	}
	wanted, unwanted, back := w.say(1, "eins", true), w.say(1, "zwei", false), w.say(1, "drei", true)
	for _, uid := range []string{wanted, wanted, unwanted, back} {
		w.reply(uid, false)
	}
	var items []struct {
		RecipientID int64
		Payload     string
	}
	if err := w.db.Query(t.Context()).Raw(`select recipient_id, payload::text as payload from outbox where kind = ? order by id`, MailKind).Scan(&items).Error; err != nil || len(items) != 2 {
		t.Fatalf("%+v, %v", items, err)
	}
	if err := w.write(func(tx *db.Tx) error { return Withdraw(t.Context(), tx, back, 1) }); err != nil {
		t.Fatal(err)
	}
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	press, err := letter.NewPress(views.Files, "https://lernen.seedorf.example")
	if err != nil {
		t.Fatal(err)
	}
	catalogue := course.NewCatalogue(w.db)
	if err := catalogue.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	letters := &Letters{Courses: catalogue, Press: press, Texts: texts}
	var sent []string
	for _, item := range items {
		if err := w.write(func(tx *db.Tx) error {
			d, err := letters.Render(t.Context(), tx, outbox.Item{Kind: MailKind, RecipientID: item.RecipientID, Payload: []byte(item.Payload)}, today.Time())
			if m := d.Mail(); err == nil && m != nil {
				sent = append(sent, m.Subject)
				if !strings.Contains(m.Text, "eins") || !strings.Contains(m.Text, "Berichtigt.") || !strings.Contains(m.Text, "/kurse/IS-01") {
					t.Errorf("%s", m.Text)
				}
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if len(sent) != 1 || !strings.HasPrefix(sent[0], "Antwort auf Ihre Rückmeldung") {
		t.Errorf("%q", sent)
	}
}
