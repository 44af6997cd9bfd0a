package reminders_test

import (
	"net/http"
	"strings"
	"testing"

	"zaemme/internal/calendar"
)

var today = calendar.DateOf(monday)

// Slips stand behind the sign-in of whom the digest went to, and of nobody else.
func TestSlipsArePrintedByWhoGotTheDigest(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.assign(s.paul, today.AddDays(-4), today.AddDays(26))
	s.page(s.berta, "/merkzettel", "Zurzeit ist kein Merkzettel")
	s.remind(monday)
	s.page(s.berta, "/merkzettel", "Ein Merkzettel wartet", "Paul Muster", "Werkhof", "Frist 27.3.2027")
	pdf := s.do(s.berta, http.MethodGet, "/merkzettel/pdf")
	if pdf.status != http.StatusOK || pdf.kind != "application/pdf" || !strings.HasPrefix(pdf.body, "%PDF-") {
		t.Errorf("the file answers %d %s", pdf.status, pdf.kind)
	}
	for _, other := range []int64{s.lea, s.hanna} {
		if body := s.page(other, "/merkzettel"); strings.Contains(body, "Paul") {
			t.Error("somebody else sees the slip")
		}
		if a := s.do(other, http.MethodGet, "/merkzettel/pdf"); a.status != http.StatusSeeOther {
			t.Errorf("somebody else's file answers %d", a.status)
		}
	}
	if n := s.count(`select count(*) from access_log where viewer_id = ? and person_ids = array[cast(? as bigint)] and page like 'reminders.slips%'`, s.berta, s.paul); n != 2 {
		t.Errorf("%d looks", n)
	}
	// The manager changed: the old one sees nothing any more.
	s.must(s.db.Query(t.Context()).Exec(`update employment_facts set manager_id = ? where person_id = ?`, s.hanna, s.paul).Error)
	if body := s.page(s.berta, "/merkzettel"); strings.Contains(body, "Paul") {
		t.Error("a former manager sees the slip")
	}
}

// The person and HR read the same: what came, why, what did not and why, what comes.
func TestWhyDidIGetThat(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.assign(s.lea, today, today.AddDays(20))
	s.page(s.lea, "/meine-erinnerungen", "Für Sie ist bisher keine", "Neue Schulung: ", "Montag, 1.3.2027")
	s.remind(monday)
	s.page(s.lea, "/meine-erinnerungen", "Für Sie ist bisher eine Erinnerung verzeichnet", "Neue Schulung", "Die Schulung wurde zugewiesen. Fällig war dieser Schritt am 1.3.2027.",
		"hinausgegangen", "Montag, 8.3.2027", "Erinnerung vor der Frist: ")
	s.page(s.hanna, "/personen/"+s.uid(s.lea)+"/erinnerungen", "Für Lea Muster ist bisher eine Erinnerung verzeichnet", "Die Schulung wurde zugewiesen", "Montag, 8.3.2027")
	if n := s.count(`select count(*) from access_log where viewer_id = ? and page = 'reminders.person' and person_ids = array[cast(? as bigint)]`, s.hanna, s.lea); n != 1 {
		t.Errorf("%d looks", n)
	}
	if a := s.do(s.berta, http.MethodGet, "/personen/"+s.uid(s.lea)+"/erinnerungen"); a.status != http.StatusForbidden {
		t.Errorf("the manager is answered %d", a.status)
	}
	// The address is refused: that stands with its reason.
	s.must(s.db.Query(t.Context()).Exec(`update outbox set state = 'parked', reason = 'refused', refused_address = sha256('lea@gemeinde.example') where recipient_id = ?`, s.lea).Error)
	s.remind(monday.AddDate(0, 0, 7))
	s.page(s.hanna, "/erinnerungen/protokoll?was=nicht", "2 Erinnerungen gingen nicht hinaus", "Der Mailserver kennt die Adresse nicht.", "Der Mailserver hat die Nachricht abgelehnt.", "Lea Muster")
	s.page(s.hanna, "/erinnerungen/protokoll?was=hinaus", "0 Erinnerungen gingen hinaus")
}

func TestWhatComes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.page(s.hanna, "/erinnerungen/kommend", "In den nächsten 14 Tagen geht nichts hinaus")
	s.assign(s.lea, today.AddDays(-30), today.AddDays(20))
	s.assign(s.paul, today.AddDays(-60), today.AddDays(-30))
	s.page(s.hanna, "/erinnerungen/kommend", "Lea Muster", "Paul Muster", "Merkzettel", "Erinnerung nach der Frist: ", "Montag, 1.3.2027")
	s.page(s.hanna, "/erinnerungen/ueberfaellig", "Eine Schulung ist seit Längerem überfällig", "Paul Muster", "30.1.2027", "30")
	s.must(s.db.Query(t.Context()).Exec(`update employment_facts set category = 'official' where person_id = ?`, s.paul).Error)
	if body := s.page(s.hanna, "/erinnerungen/ueberfaellig", "Nichts ist so lange überfällig"); strings.Contains(body, "Paul") {
		t.Error("an elected member is listed to HR")
	}
}

// The policy is shown with its forecast before it holds; a second change in
// between makes the first one stale.
func TestThePolicyIsChangedAsItWasShown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.assign(s.lea, today.AddDays(-30), today.AddDays(20))
	s.remind(monday) // the assignment; due_before comes on 7.3., a Sunday
	s.page(s.hanna, "/erinnerungen/regelung", "Wer wann erinnert wird", "14 Tage vor der Frist", "dann noch 3 Mal wöchentlich", "HR, in der Wochenübersicht")
	preview := s.page(s.hanna, "/erinnerungen/regelung/vorschau?scope=all&before=10&weekly=2&hr=30&from=1.3.2027",
		"Damit geht in 14 Tagen eine Nachricht hinaus, ohne die Änderung 1", "Montag, 8.3.2027", "Donnerstag, 11.3.2027", "10 Tage vorher", `name="base" value="1"`)
	if strings.Contains(preview, "Übernommen") {
		t.Error("the preview changed something")
	}
	form := []string{"scope", "all", "before", "10", "weekly", "2", "hr", "30", "from", "2027-03-01", "base", "1"}
	if a := s.do(s.hanna, http.MethodPost, "/erinnerungen/regelung", form...); a.status != http.StatusSeeOther {
		t.Fatalf("applying answers %d: %s", a.status, a.body)
	}
	s.page(s.hanna, "/erinnerungen/regelung", "10 Tage vor der Frist", "dann noch 2 Mal wöchentlich", "10 Tage vorher, 2 Wiederholungen, HR nach 30 Tagen", "Hanna Muster")
	form[3] = "12"
	s.do(s.hanna, http.MethodPost, "/erinnerungen/regelung", form...)
	if n := s.count(`select count(*) from reminder_policies`); n != 1 {
		t.Errorf("a stale change was applied: %d rows", n)
	}
	// A course of its own, and back.
	own := []string{"scope", "course:IS-01", "before", "21", "weekly", "3", "hr", "21", "from", "2027-03-01", "base", "2"}
	if a := s.do(s.hanna, http.MethodPost, "/erinnerungen/regelung", own...); a.status != http.StatusSeeOther {
		t.Fatalf("a course of its own answers %d: %s", a.status, a.body)
	}
	s.page(s.hanna, "/erinnerungen/regelung?scope=course:IS-01", "21 Tage vor der Frist", "Hier gilt eine eigene Regelung")
	s.page(s.hanna, "/erinnerungen/regelung?scope=course:DS-01", "10 Tage vor der Frist", "Hier gilt die allgemeine Regelung")
	s.page(s.hanna, "/erinnerungen/regelung/vorschau?scope=course:IS-01&before=21&weekly=3&hr=21&from=8.3.2027&do=end", "Die eigene Regelung endet")
	end := []string{"scope", "course:IS-01", "before", "0", "weekly", "0", "hr", "0", "from", "2027-03-08", "base", "3", "do", "end"}
	if a := s.do(s.hanna, http.MethodPost, "/erinnerungen/regelung", end...); a.status != http.StatusSeeOther {
		t.Fatalf("ending answers %d: %s", a.status, a.body)
	}
	s.now = monday.AddDate(0, 0, 7)
	s.signIn(s.hanna)
	s.page(s.hanna, "/erinnerungen/regelung?scope=course:IS-01", "10 Tage vor der Frist", "Hier gilt die allgemeine Regelung")
	for _, wrong := range []string{"scope=all&before=99&weekly=2&hr=30", "scope=all&before=x&weekly=2&hr=30", "scope=all&before=1&weekly=2&hr=30&from=1.2.2027", "scope=all&before=1&weekly=&hr=30"} {
		if a := s.do(s.hanna, http.MethodGet, "/erinnerungen/regelung/vorschau?"+wrong); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `href="#f-`) {
			t.Errorf("%s answers %d", wrong, a.status)
		}
	}
	if a := s.do(s.hanna, http.MethodGet, "/erinnerungen/regelung?scope=course:NIX"); a.status != http.StatusNotFound {
		t.Errorf("an unknown course answers %d", a.status)
	}
}

// The address stands on the page once, leads a calendar program to the due dates
// without any session, and ends when its owner says so.
func TestTheFeedIsSecretAndRevocable(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.assign(s.lea, today, today.AddDays(20))
	s.page(s.lea, "/konto/kalender", "Ihre Fristen können in Ihrem Kalender stehen")
	made := s.do(s.lea, http.MethodPost, "/konto/kalender")
	_, rest, found := strings.Cut(made.body, "http://localhost:8080/fristen/")
	if made.status != http.StatusOK || !found || !strings.Contains(made.body, `href="webcal://localhost:8080/fristen/`) {
		t.Fatalf("making an address answers %d: %s", made.status, made.body)
	}
	path := "/fristen/" + rest[:strings.Index(rest, "<")]
	if body := s.page(s.lea, "/konto/kalender", "noch nie"); strings.Contains(body, path) {
		t.Error("the address is shown again")
	}
	feed := s.do(0, http.MethodGet, path)
	if feed.status != http.StatusOK || !strings.HasPrefix(feed.kind, "text/calendar") || !strings.Contains(feed.body, "DTSTART;VALUE=DATE:20270321") {
		t.Errorf("the feed answers %d %s:\n%s", feed.status, feed.kind, feed.body)
	}
	if a := s.do(0, http.MethodGet, strings.TrimSuffix(path, ".ics")+"x.ics"); a.status != http.StatusNotFound {
		t.Errorf("another address answers %d", a.status)
	}
	if a := s.do(s.lea, http.MethodPost, "/konto/kalender/aufheben"); a.status != http.StatusSeeOther {
		t.Errorf("ending it answers %d", a.status)
	}
	if a := s.do(0, http.MethodGet, path); a.status != http.StatusNotFound {
		t.Errorf("an ended address answers %d", a.status)
	}
}

// HR words a text anew: it is seen before it holds, leaves with the next mail, and
// the delivered one comes back.
func TestATextIsWordedAnew(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.page(s.hanna, "/erinnerungen/texte", "Alle Texte sind so, wie sie geliefert wurden", "Freundliche Grüsse")
	const path = "/erinnerungen/texte/de/mail.lead.new"
	s.page(s.hanna, path, "Guten Tag Andrea Muster", "{n}")
	one, other := "Neu für Sie ist diese Schulung:", "Neu für Sie sind diese Schulungen:"
	if a := s.do(s.hanna, http.MethodPost, path, "one", one, "other", other, "do", "preview"); a.status != http.StatusOK ||
		!strings.Contains(a.body, "Gespeichert ist noch nichts") || strings.Count(a.body, one) < 2 {
		t.Errorf("the preview answers %d: %s", a.status, a.body)
	}
	if n := s.count(`select count(*) from mail_texts`); n != 0 {
		t.Errorf("the preview saved %d texts", n)
	}
	if a := s.do(s.hanna, http.MethodPost, path, "one", one+" {name}", "other", other); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `href="#f-other"`) {
		t.Errorf("another placeholder answers %d", a.status)
	}
	if a := s.do(s.hanna, http.MethodPost, path, "one", one, "other", other, "do", "save"); a.status != http.StatusSeeOther {
		t.Fatalf("saving answers %d: %s", a.status, a.body)
	}
	s.page(s.hanna, "/erinnerungen/texte", "Ein Text ist von Ihnen")
	s.assign(s.lea, today, today.AddDays(20))
	s.remind(monday)
	if n := s.count(`select count(*) from caught_mails where convert_from(raw, 'UTF8') like '%Neu f=C3=BCr Sie ist diese Schulung%'`); n != 1 {
		t.Errorf("%d mails in the new wording", n)
	}
	if a := s.do(s.hanna, http.MethodPost, path, "do", "restore"); a.status != http.StatusSeeOther {
		t.Errorf("bringing it back answers %d", a.status)
	}
	s.page(s.hanna, path, "Gelieferter Text zurückgeholt", one)
	if a := s.do(s.hanna, http.MethodGet, "/erinnerungen/texte/de/error.not_found"); a.status != http.StatusNotFound {
		t.Errorf("a text that is not HR's answers %d", a.status)
	}
}
