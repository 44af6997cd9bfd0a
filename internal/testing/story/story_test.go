package story_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"zaemme/internal/testing/browser"
	"zaemme/internal/testing/dbtest"
)

const (
	adminMail     = "ramona.tester@seedorf.example"
	adminPassword = "vier lose woerter hier"
	ownPassword   = "drei andere woerter dort"
)

// story is what one chapter leaves for the next.
type story struct {
	*town
	t     *testing.T
	staff []employee
	seen  map[string]bool // pages looked at
	own   []string        // addresses that are the learner's alone
	began time.Time
}

// TestTheMainJob is the whole story: an empty installation, a staff list, duties,
// learning, a reminder, a manager's workbook, and the month after.
func TestTheMainJob(t *testing.T) {
	t.Parallel()
	s := &story{town: newTown(t, false), t: t, seen: map[string]bool{}, began: time.Now()}
	s.staff = staffOf(s.clock.today())
	hr := s.firstAdmin()
	s.firstImport(hr)
	password := s.passwordByHR(hr, learnerNo)
	s.learnerLearns(password)
	s.learnerOnAPhoneWithoutScript(s.passwordByHR(hr, "20004"))
	s.verbs()
	s.clock.setTo(nextWorkday())
	s.goLive(hr)
	s.reminders()
	s.mailbox(hr)
	s.manager()
	s.learnerSeesWhoLooked()
	s.nextMonth()
	s.beforeDue()
}

// chapter says in the log where the time goes.
func (s *story) chapter(name string) {
	s.t.Logf("%6.1f s  %s", time.Since(s.began).Seconds(), name)
}

// look checks a page that has not been looked at: wide and light, narrow and
// dark, then as it was.
func (s *story) look(v *visitor, name string) {
	s.t.Helper()
	if s.seen[name] {
		return
	}
	s.seen[name] = true
	v.Check()
	v.Screenshot("story-" + name)
	v.SetViewport(390)
	v.SetDark(true)
	v.Check()
	v.Screenshot("story-" + name)
	v.SetViewport(1280)
	v.SetDark(false)
}

func (s *story) firstAdmin() *visitor {
	s.t.Helper()
	s.chapter("the first administrator follows the printed link")
	link := oneTimeLink.FindString(s.said)
	if link == "" {
		s.t.Fatalf("the start prints no link:\n%s", s.said)
	}
	v := s.visitor(s.t, browser.Options{})
	v.Goto("/")
	if !strings.HasPrefix(v.Path(), "/anmelden") {
		v.fault("nobody is signed in, so the start page leads to signing in")
	}
	s.look(v, "sign-in")
	v.Goto(link)
	s.look(v, "first-admin")
	v.Fill(s.T("account.first_name"), "Ramona")
	v.Fill(s.T("account.last_name"), "Tester")
	v.Fill(s.T("account.email"), adminMail)
	v.Fill(s.T("account.new_password"), "kurz")
	v.Fill(s.T("account.repeat"), "kurz")
	v.Follow("button", s.T("account.first.do"))
	v.Shows(s.T("error.password.short", "min", 12))
	s.look(v, "first-admin-refused")
	if v.Value(s.T("account.email")) != adminMail {
		v.fault("what was typed is lost after an error")
	}
	v.Fill(s.T("account.new_password"), adminPassword)
	v.Fill(s.T("account.repeat"), adminPassword)
	v.Follow("button", s.T("account.first.do"))
	v.Shows(s.T("account.first.done"))
	again := s.visitor(s.t, browser.Options{})
	again.Goto(link)
	again.Shows(s.T("error.link.used"))
	return v
}

func (s *story) firstImport(v *visitor) {
	s.t.Helper()
	s.chapter("HR imports the staff list")
	if v.Path() != "/import" {
		v.fault("the first administrator goes on to the import")
	}
	s.look(v, "import")
	v.Upload(s.T("hr.import.file"), "kaputt.xlsx", []byte("this is no workbook"))
	v.Follow("button", s.T("hr.import.preview"))
	if v.Status() < 400 {
		v.fault("a broken workbook is accepted")
	}
	v.Upload(s.T("hr.import.file"), "personal.xlsx", staffWorkbook(s.t, s.staff))
	v.work(s.T("hr.import.preview"))
	v.Shows(s.texts.N("hr.headline.joined", len(s.staff)), "AHV-Nr.", "Geburtsdatum", "Lohnklasse")
	s.look(v, "import-preview")
	v.work(s.T("common.apply"))
	v.Shows(s.T("hr.import.applied"))
	s.look(v, "import-applied")
	v.Goto("/personen")
	v.Shows(person(s.staff, learnerNo).last)
	s.look(v, "people")
	v.Goto("/regeln")
	s.look(v, "rules")
	s.nowhere("756.1111") // the beginning of every AHV number of the file
}

// nowhere fails if the log or a row of the database holds the text.
func (s *story) nowhere(text string) {
	s.t.Helper()
	if strings.Contains(s.log.String(), text) {
		s.t.Errorf("the log holds %q", text)
	}
	owner := dbtest.Owner(s.t)
	var tables []string
	if err := owner.Query(s.t.Context()).Raw(`select tablename from pg_tables where schemaname = 'public'`).Scan(&tables).Error; err != nil {
		s.t.Fatal(err)
	}
	for _, table := range tables {
		var rows int
		if err := owner.Query(s.t.Context()).Raw(`select count(*) from "`+table+`" t where t::text like ? or t::text like ?`,
			"%"+text+"%", fmt.Sprintf("%%%x%%", text)).Scan(&rows).Error; err != nil {
			s.t.Fatal(err)
		}
		if rows > 0 {
			s.t.Errorf("%d rows of the table %s hold %q", rows, table, text)
		}
	}
}

// passwordByHR finds the person in the list and gives a password.
func (s *story) passwordByHR(v *visitor, no string) string {
	s.t.Helper()
	s.chapter("HR gives a password to " + no)
	e := person(s.staff, no)
	v.Goto("/personen")
	v.Fill(s.T("hr.people.search"), e.last)
	v.Follow("button", s.T("common.show"))
	v.Goto(v.linkOfRow(no))
	v.Shows(e.first, e.last, "IS-01")
	s.look(v, "person")
	v.Follow("button", s.T("hr.password.do"))
	s.look(v, "password-given")
	v.Shows(no)
	password := browser.Eval[string](v.Page, `document.querySelector("main code").innerText.trim()`)
	if len(password) < 12 {
		v.fault("the password is %q", password)
	}
	v.Goto("/personen")
	v.Hides(password)
	return password
}

// linkOfRow is the address of the row of a list that holds the text.
func (v *visitor) linkOfRow(text string) string {
	v.t.Helper()
	path := browser.Eval[string](v.Page, `([...document.querySelectorAll("tbody tr")].find(r => r.innerText.includes("`+text+`"))?.querySelector("a")?.getAttribute("href")) || ""`)
	if path == "" {
		v.fault("no row holds %q", text)
	}
	return path
}

// backAndTwice goes back into the quiz that is handed in, and hands in again.
// replacePassword signs in with a given password, which leads nowhere until it is
// replaced.
// looks is Check for a page that says no.
// verbs calls the binary on the same database, beside the running server.
// completionIn finds the learner's completion in a workbook: in the column of the
// course, or in a row that names it.
// subjects of the first mail about new duties, and of a reminder.
// mailsTo lets the jobs of the day run, twice, and returns what has arrived in the
// person's mailbox since the start; nobody gets two mails on a day.
// mailed checks the newest of as many mails.
// beforeDue goes to a working day ten days before the colleague's due date.
// duties looks at HR's page of the person for courses that must and must not be
// demanded.
func (s *story) title(code string) string {
	s.t.Helper()
	version, err := s.Catalogue.ByCode(code)
	if err != nil {
		s.t.Fatal(err)
	}
	return version.Title("de")
}

func lastPart(path string) string { return path[strings.LastIndex(path, "/")+1:] }
