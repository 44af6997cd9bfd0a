package story_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/sheet/sheettest"
	"zaemme/internal/testing/browser"
)

func (s *story) verbs() {
	s.t.Helper()
	s.chapter("the verbs of the command line")
	env := []string{"DATABASE_URL=" + s.Config.DatabaseURL, "ZAEMME_MIGRATE_URL=" + s.Config.MigrateURL}
	verb := func(want string, args ...string) {
		s.t.Helper()
		out, code := call(s.t, env, args...)
		if code != 0 || !strings.Contains(out, want) {
			s.t.Errorf("zaemme %s: exit code %d, want 0 and %q:\n%s", strings.Join(args, " "), code, want, out)
		}
	}
	file := filepath.Join(s.t.TempDir(), "bericht.xlsx")
	verb("SHA-256", "report", "compliance", "--out", file)
	book, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	s.completionIn(book)
	verb("Nichts zu tun", "plan")
	verb("", "job", "seal")
	verb("Alles stimmt", "ledger", "verify")
	verb("reminders", "job")
	verb("Ramona Tester", "user", "list")
	verb("neusten Stand", "migrate")
	list := filepath.Join(s.t.TempDir(), "personal.xlsx")
	if err := os.WriteFile(list, staffWorkbook(s.t, s.staff), 0o600); err != nil {
		s.t.Fatal(err)
	}
	verb("ändert nichts", "import", "people", list)
}

func (s *story) completionIn(book []byte) {
	s.t.Helper()
	e, fulfilled := person(s.staff, learnerNo), s.T("status.fulfilled")
	for _, name := range sheettest.Names(s.t, book) {
		column := -1
		for _, row := range sheettest.Cells(s.t, book, name) {
			if column < 0 {
				column = slices.Index(row, "IS-01")
			}
			if !slices.Contains(row, e.last) || !slices.Contains(row, e.first) {
				continue
			}
			if slices.Contains(row, "IS-01") && slices.Contains(row, fulfilled) ||
				column >= 0 && column < len(row) && strings.HasPrefix(row[column], fulfilled) {
				return
			}
		}
	}
	s.t.Errorf("no row of the workbook says that %s %s has fulfilled IS-01; it has the sheets %v", e.first, e.last, sheettest.Names(s.t, book))
}

func (s *story) manager() {
	s.t.Helper()
	s.chapter("the manager downloads the team's workbook")
	var out bytes.Buffer
	if err := s.NewPassword(s.t.Context(), &out, managerNo); err != nil {
		s.t.Fatal(err)
	}
	_, password, _ := strings.Cut(strings.TrimSpace(out.String()), ": ")
	v := s.visitor(s.t, browser.Options{})
	s.replacePassword(v, managerNo, password)
	v.Follow("link", s.T("nav.team"))
	e := person(s.staff, learnerNo)
	v.Shows(e.last, person(s.staff, "20006").last, s.T("status.open"))
	v.Hides(person(s.staff, moverNo).last+" "+person(s.staff, moverNo).first, adminMail)
	s.look(v, "team")
	name, book := v.Download("link", s.T("line.download"))
	if !strings.HasSuffix(name, ".xlsx") {
		s.t.Errorf("the workbook is called %q", name)
	}
	sheettest.Require(s.t, book)
	s.completionIn(book)
	v.Goto("/personen")
	if v.Status() != http.StatusForbidden {
		v.fault("a manager sees HR's list: %d", v.Status())
	}
	v.looks()
	v.Goto("/team")
	v.Goto(v.linkOfRow(e.last))
	v.Shows(e.first, e.last)
	v.Hides(s.T("learner.course.attempts"))
	s.look(v, "team-person")
}

func (s *story) nextMonth() {
	s.t.Helper()
	s.chapter("the second staff list: one joins, one moves, one leaves")
	first := calendar.FirstOfMonth(s.clock.today()).AddMonths(1)
	s.clock.setTo(first)
	v := s.visitor(s.t, browser.Options{})
	v.Goto("/import")
	v.Fill(s.T("account.name"), adminMail)
	v.Fill(s.T("account.password"), adminPassword)
	v.Follow("button", s.T("account.sign_in.do"))
	if v.Path() != "/import" {
		v.fault("after signing in one goes on to where one wanted")
	}
	v.Upload(s.T("hr.import.file"), "personal.csv", staffCSV(s.t, nextMonth(s.staff, first)))
	v.Fill(s.T("hr.import.day"), german(first))
	v.work(s.T("hr.import.preview"))
	v.Shows("Neumatt", person(s.staff, moverNo).last)
	s.look(v, "import-preview-second")
	v.work(s.T("common.apply"))
	v.Shows(s.T("hr.import.applied"))
	s.job(s.t, "nightly")

	s.duties(v, joinerNo, []string{"IS-01", "DS-01"}, nil)
	s.duties(v, moverNo, []string{"IS-01", "DS-01"}, []string{"IS-01K", "DS-01K"})
	s.duties(v, leaverNo, nil, []string{"IS-01", "DS-01"})
	s.duties(v, "40003", []string{"IS-01K", "DS-01K"}, nil)

	var out bytes.Buffer
	if err := s.ShowPlan(s.t.Context(), &out); err != nil || !strings.Contains(out.String(), "Nichts zu tun") {
		s.t.Errorf("plan after the import: %v %s", err, out.String())
	}
	out.Reset()
	s.job(s.t, "seal")
	if err := s.VerifyLedger(s.t.Context(), &out); err != nil {
		s.t.Errorf("ledger verify: %v %s", err, out.String())
	}
	file := filepath.Join(s.t.TempDir(), "bericht.xlsx")
	if err := s.WriteReport(s.t.Context(), &out, s.clock.today(), file); err != nil {
		s.t.Fatal(err)
	}
	book, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	s.completionIn(book)
}

func (s *story) duties(v *visitor, no string, has, hasNot []string) {
	s.t.Helper()
	v.Goto("/personen?wer=alle&q=" + no)
	v.Goto(v.linkOfRow(no))
	rows := browser.Eval[[]string](v.Page, `[...document.querySelectorAll("table .soft")].map(e => e.innerText.trim())`)
	have := map[string]bool{}
	for _, text := range rows {
		have[text] = true
	}
	for _, code := range has {
		if !have[code] {
			s.t.Errorf("%s has no duty %s; the page shows %v", no, code, rows)
		}
	}
	for _, code := range hasNot {
		if have[code] {
			s.t.Errorf("%s still has the duty %s", no, code)
		}
	}
}
