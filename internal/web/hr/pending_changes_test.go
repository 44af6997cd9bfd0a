package hr_test

import (
	"net/http"
	"testing"
)

// A change other than a list that came to nothing stands on its own page, with the
// reason and where it is begun again, and can be put away; who waited for it is led
// there too.
func TestAFailedChangeIsSettled(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	contains(t, s.page("/pendenzen/vorschauen"), "Keine weitere Änderung wartet.", "Es ist keine Änderung unterwegs.", "Verlauf der Übernahmen")
	uid := "33333333-3333-4333-8333-333333333333"
	must(t, s.db.Query(t.Context()).Exec(`
		insert into tasks (uid, kind, title, owner_id, input, result, created_at, state, tries, expires_at)
		values (cast(? as uuid), 'change.propose', 'Ausfall vom 12. November', ?, '{}', '{"About":{"Kind":"outage"},"Failure":{"Kind":"internal","Key":"error.task.given_up"}}',
			?, 'failed', 3, ?)`, uid, s.hr, monday, monday.AddDate(0, 0, 30)).Error)
	if a := s.get("/auftraege/" + uid); a.status != http.StatusSeeOther || a.location != "/ausfaelle" {
		t.Errorf("the task leads to %d %s", a.status, a.location)
	}
	contains(t, s.page("/pendenzen"), "Weitere Änderungen, die überholt oder gescheitert sind")
	contains(t, s.page("/pendenzen/vorschauen"), "Eine Änderung wartet auf Sie.", "Ausfall vom 12. November", "Das wurde mehrmals unterbrochen und nicht fertig.", "Noch einmal beginnen, oder weglegen.")
	contains(t, s.get("/pendenzen/vorschauen").body, `href="/ausfaelle"`)
	contains(t, s.page("/pendenzen/importe"), "Kein Import wartet.")
	contains(t, s.follow("/pendenzen/vorschauen/"+uid+"/erledigt"), "Die gescheiterte Änderung ist weggelegt.", "Keine weitere Änderung wartet.")
}
