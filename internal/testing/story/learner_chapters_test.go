package story_test

import (
	"net/http"
	"strings"

	"zaemme/internal/testing/browser"
)

func (s *story) learnerLearns(password string) {
	s.t.Helper()
	s.chapter("the employee signs in with the personnel number and learns")
	v := s.visitor(s.t, browser.Options{})
	v.signIn(learnerNo, "falsch geraten")
	v.Shows(s.T("error.sign_in.wrong"))
	s.look(v, "sign-in-refused")
	s.replacePassword(v, learnerNo, password)
	if heading := v.Heading(); !strings.Contains(heading, "Zwei Schulungen sind offen, die nächste bis") {
		v.fault("the start page says %q", heading)
	}
	v.Shows(s.title("IS-01"), s.title("DS-01"))
	s.look(v, "start")
	v.Goto("/kurse/IS-01")
	v.Shows(s.T("common.why"), s.T("why.duty.self"), "Alle mit PC")
	s.look(v, "course")
	v.Follow("link", s.T("learner.course.begin"))
	v.learn("IS-01", func() { s.look(v, "module"+lastPart(v.Path())) })
	v.Follow("button", s.T("learner.quiz.start"))
	v.test("IS-01", false, func() { s.look(v, "failing-"+lastPart(v.Path())[:1]) })
	v.Shows("Noch nicht bestanden", s.T("learner.result.failed_lead"))
	s.look(v, "failed")
	v.Goto("/")
	v.Shows("Zwei Schulungen sind offen")
	v.Goto("/kurse/IS-01")
	s.look(v, "course-begun")
	v.Goto("/kurse/IS-01/test")
	v.Follow("button", s.T("learner.quiz.start"))
	v.test("IS-01", true, func() {})
	v.Shows(s.T("learner.result.passed"))
	s.own = append(s.own, v.Path())
	s.look(v, "passed")
	s.backAndTwice(v)
	v.Goto("/")
	v.Shows("Eine Schulung ist offen", s.title("IS-01"))
	s.look(v, "start-half")
	v.Goto("/nachweise")
	v.Shows(s.title("IS-01"), s.T("learner.evidence.valid"))
	s.look(v, "evidence")
	v.Follow("link", s.title("IS-01"))
	e := person(s.staff, learnerNo)
	v.Shows(s.T("learner.certificate"), s.title("IS-01"), e.first+" "+e.last)
	s.own = append(s.own, v.Path())
	s.look(v, "certificate")
	for path, name := range map[string]string{"/kurse": "catalogue", "/hilfe": "help", "/konto/sprache": "language", "/konto/passwort": "own-password", "/meine-daten": "my-data"} {
		v.Goto(path)
		s.look(v, name)
	}
	v.Goto("/kurse/IS-01K")
	s.look(v, "classroom-course")
	v.signOut(e.first)
}

func (s *story) backAndTwice(v *visitor) {
	s.t.Helper()
	result := v.Path()
	v.Back()
	if v.Has("button", s.T("learner.review.hand_in")) {
		v.Choose(s.T("learner.review.own"))
		v.Follow("button", s.T("learner.review.hand_in"))
		if v.Path() != result {
			v.fault("handing in twice leads to %s, not to the result %s", v.Path(), result)
		}
	}
	v.Goto("/kurse/IS-01/test/1")
	if v.Status() >= 400 {
		v.fault("going back into a finished test answers %d", v.Status())
	}
	v.Goto("/nachweise")
	if n := strings.Count(v.Main(), " IS-01-"); n != 1 { // its number
		v.fault("%d pieces of evidence for one completion", n)
	}
}

func (s *story) replacePassword(v *visitor, name, password string) {
	s.t.Helper()
	v.signIn(name, password)
	v.Goto("/kurse")
	if v.Path() != "/konto/passwort" {
		v.fault("a given password lets one in without being replaced")
	}
	s.look(v, "must-replace")
	v.Fill(s.T("account.current"), password)
	v.Fill(s.T("account.new_password"), ownPassword)
	v.Fill(s.T("account.repeat"), ownPassword)
	v.Follow("button", s.T("account.password.do"))
	v.Shows(s.T("account.password.saved"))
}

func (s *story) learnerOnAPhoneWithoutScript(password string) {
	s.t.Helper()
	s.chapter("a colleague learns on a phone without JavaScript")
	v := s.visitor(s.t, browser.Options{Width: 390, NoScript: true})
	s.replacePassword(v, "20004", password)
	v.Shows("Zwei Schulungen sind offen")
	v.Follow("link", s.T("learner.start.begin", "title", s.title("IS-01")))
	check := func() {
		if strings.HasSuffix(v.Path(), "/1") {
			v.Check()
		}
	}
	v.learn("IS-01", check)
	v.Follow("button", s.T("learner.quiz.start"))
	v.test("IS-01", false, check)
	v.Shows("Noch nicht bestanden")
	v.Follow("button", s.T("learner.result.again"))
	v.test("IS-01", true, check)
	v.Shows(s.T("learner.result.passed"))
	v.Check()
	for _, path := range append(s.own, "/personen", "/team", "/einstellungen") {
		v.Goto(path)
		if v.Status() != http.StatusNotFound && v.Status() != http.StatusForbidden {
			v.fault("%s is not the colleague's to see, and answers %d", path, v.Status())
		}
		v.Hides(person(s.staff, learnerNo).last)
		v.looks()
	}
}

func (v *visitor) looks() {
	v.t.Helper()
	v.Axe()
	v.NoOverflow()
}

func (s *story) learnerSeesWhoLooked() {
	s.t.Helper()
	s.chapter("the employee sees that the manager looked")
	v := s.visitor(s.t, browser.Options{})
	v.signIn(learnerNo, ownPassword)
	v.Goto("/meine-daten")
	boss := person(s.staff, managerNo)
	v.Shows(boss.first+" "+boss.last, s.T("learner.seen.line.team"))
	s.look(v, "my-data-seen")
}
