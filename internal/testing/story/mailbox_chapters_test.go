package story_test

import (
	"regexp"
	"slices"
	"strings"

	"zaemme/internal/mail"
	"zaemme/internal/testing/browser"
)

// arrived waits for what somebody asked for: it leaves at once, not with the next
// minute's job. It returns the first group of the pattern in its text.
func (s *story) arrived(v *visitor, to string, pattern *regexp.Regexp) string {
	s.t.Helper()
	var found []string
	v.Eventually("the mail to "+to, func() bool {
		for _, m := range slices.Backward(s.mails.Taken()) {
			if !slices.Contains(m.To, to) {
				continue
			}
			readable, err := mail.Read(m.Raw)
			if err != nil {
				s.t.Fatal(err)
			}
			found = pattern.FindStringSubmatch(readable.Text)
			return found != nil
		}
		return false
	})
	return found[1]
}

var (
	codeInMail = regexp.MustCompile(`(?m)^\s*(\d{6})\s*$`)
	invitation = regexp.MustCompile(`(/zugang/einladung/[\w-]+)`)
)

// mailbox: HR invites somebody, who gets in without a password, then and later.
func (s *story) mailbox(hr *visitor) {
	s.t.Helper()
	s.chapter("an invitation and a code")
	known := []string{learnerNo, "20004", "20006"}
	colleague := s.staff[slices.IndexFunc(s.staff, func(e employee) bool { return e.pc && !slices.Contains(known, e.no) && e.function != "Leitung" })]
	hr.Goto("/personen")
	hr.Fill(s.T("hr.people.search"), colleague.last)
	hr.Follow("button", s.T("common.show"))
	hr.Goto(hr.linkOfRow(colleague.no))
	hr.Follow("button", s.T("hr.invite.one"))
	hr.Shows(s.T("hr.invite.sent_one", "name", colleague.first+" "+colleague.last))
	hr.Goto("/personen/einladen")
	s.look(hr, "invite")

	v := s.visitor(s.t, browser.Options{})
	v.Goto(s.arrived(v, colleague.email(), invitation))
	s.look(v, "invitation")
	v.Follow("button", s.T("account.link.without"))
	v.Shows(s.T("account.link.in"))
	v.signOut(colleague.first + " " + colleague.last)
	v.Follow("link", s.T("account.sign_in.forgotten"))
	s.look(v, "forgotten")
	v.Goto("/zugang/einladung/spent")
	v.looks()
	v.Follow("link", s.T("account.to_sign_in"))
	v.Fill(s.T("account.name"), colleague.no)
	v.Follow("button", s.T("account.sign_in.code"))
	s.look(v, "code")
	v.Fill(s.T("account.code"), s.arrived(v, colleague.email(), codeInMail))
	v.Follow("button", s.T("account.sign_in.do"))
	if v.Path() != "/" {
		v.fault("the code does not sign in")
	}
	s.typedTooLate(hr)
}

// typedTooLate: HR's session ends while a form is being filled in.
func (s *story) typedTooLate(hr *visitor) {
	s.t.Helper()
	const title = "Neues für alle"
	hr.Goto("/regeln/curriculum/neu")
	hr.Fill(s.T("hr.curriculum.title"), title)
	if _, err := s.DB.Pool().ExecContext(s.t.Context(), `delete from sessions`); err != nil {
		s.t.Fatal(err)
	}
	hr.Follow("button", s.T("hr.rule.preview"))
	hr.Shows(s.T("account.sign_in.lead_unsaved"))
	hr.Fill(s.T("account.name"), adminMail)
	hr.Fill(s.T("account.password"), adminPassword)
	hr.Follow("button", s.T("account.sign_in.do"))
	hr.Shows(s.T("account.unsaved"))
	if !strings.HasPrefix(hr.Path(), "/regeln/curriculum/neu") || hr.Value(s.T("hr.curriculum.title")) != title {
		hr.fault("what was typed is lost with the session: %q", hr.Value(s.T("hr.curriculum.title")))
	}
}
