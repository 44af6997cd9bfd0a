package hr_test

import (
	"net/http"
	"strconv"
	"testing"

	"zaemme/internal/db"
	"zaemme/internal/outbox"
	"zaemme/internal/settings"
)

func TestGoLiveNeedsTheWord(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	contains(t, s.page("/erinnerungen"), "Noch geht keine Erinnerung hinaus", "Nachrichten in 14 Tagen", "Start festlegen")
	for _, wrong := range [][]string{
		{"day", "2.3.2027"}, {"day", "2.3.2027", "word", "ja"}, {"day", "1.2.2027", "word", "Freigabe"}, {"word", "Freigabe"}, {"day", "bald", "word", "Freigabe"},
	} {
		if a := s.post("/erinnerungen/start", wrong...); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%v answers %d", wrong, a.status)
		}
	}
	current, err := settings.Load(t.Context(), s.db, 800000)
	must(t, err)
	if current.Text("go_live") != "" {
		t.Fatalf("go-live is %s", current.Text("go_live"))
	}
	contains(t, s.follow("/erinnerungen/start", "day", "2.3.27", "word", "freigabe"), "Der Start ist festgelegt", "Ab 2. März 2027 gehen Erinnerungen hinaus")
	contains(t, s.follow("/erinnerungen/probe", "address", "probe@seedorf.example"), "gehen nun an die Probeadresse", "probe@seedorf.example")
	if a := s.post("/erinnerungen/probe", "address", "keine Adresse"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("no address answers %d", a.status)
	}
	contains(t, s.follow("/erinnerungen/probe", "address", ""), "Die Probe ist beendet")
	contains(t, s.follow("/erinnerungen/start", "do", "stop"), "angehalten", "Noch geht keine Erinnerung hinaus")
}

func TestAParkedMessageIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	var id int64
	must(t, s.db.Write(t.Context(), func(tx *db.Tx) error {
		var err error
		id, _, err = outbox.Enqueue(t.Context(), tx, outbox.Message{Kind: "reminder.person", DedupeKey: "one", RecipientID: s.hr, Payload: map[string]string{}, NextAt: monday})
		return err
	}))
	path := "/erinnerungen/" + strconv.FormatInt(id, 10) + "/nochmals"
	contains(t, s.follow(path), "nicht mehr zurückgelegt")
	must(t, s.db.Query(t.Context()).Exec(`update outbox set state = 'parked', reason = 'refused', error = '550 <no>' where id = ?`, id).Error)
	contains(t, s.page("/erinnerungen?zustand=parked"), "zurückgelegt", "hat die Nachricht abgelehnt", "550 <no>", "Noch einmal versuchen", "Personal Andrea")
	contains(t, s.page("/erinnerungen?zustand=sent"), "Hier ist keine Nachricht")
	contains(t, s.follow(path), "wird noch einmal versucht")
	if n := s.count(`select count(*) from outbox where state = 'waiting' and attempts = 0`); n != 1 {
		t.Errorf("%d messages wait", n)
	}
	if a := s.post("/erinnerungen/999999/nochmals"); a.status != http.StatusNotFound {
		t.Errorf("an unknown message answers %d", a.status)
	}
}
