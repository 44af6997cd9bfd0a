package hr_test

import (
	"fmt"
	"net/http"
	"testing"
)

// HR takes a list back: the counter-plan first, then the way back, then the list
// again.
func TestAListIsTakenBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	contains(t, s.page("/import/verlauf"), "Noch nichts übernommen", "Liste einlesen")
	containsNot(t, s.page("/import/verlauf"), "{")
	s.follow(s.preview(list) + "/uebernehmen")
	contains(t, s.page("/import/verlauf"), "3 Personen neu", "Rückgängig machen …")
	var batch int64
	must(t, s.db.Query(t.Context()).Raw(`select max(id) from batches`).Scan(&batch).Error)
	counter := s.post(fmt.Sprintf("/import/verlauf/%d/rueckgaengig", batch)).location
	contains(t, s.page(counter), "gilt wieder, was vorher galt", "nicht mehr angestellt", "Zahl zur Bestätigung", "zurückgezogen")
	n := s.count(`select count(*) from persons where withdrawn_at is null`)
	if a := s.post(counter + "/uebernehmen"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("without the number it answers %d", a.status)
	}
	if now := s.count(`select count(*) from persons where withdrawn_at is null`); now != n {
		t.Errorf("%d persons after looking, had %d", now, n)
	}
	contains(t, s.follow(counter+"/uebernehmen", "confirm", "3"), "Die Übernahme ist rückgängig gemacht.")
	contains(t, s.page("/import/verlauf"), "rückgängig gemacht", "3 Austritte")
	containsNot(t, s.page("/import/verlauf"), "Rückgängig machen …")
	contains(t, s.page("/personen"), "1 Person ist heute angestellt.")
	s.follow(s.preview(list) + "/uebernehmen")
	contains(t, s.page("/import/verlauf"), "Rückgängig machen …")
}
