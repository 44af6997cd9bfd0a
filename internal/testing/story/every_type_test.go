package story_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/settings"
	"zaemme/internal/testing/browser"
	"zaemme/internal/testing/coursetest"
)

const teTest = "/kurse/TE-01/test"

// newQuizTown is an installation with the course TE-01, whose test asks every type
// of question, and its first administrator, who may learn like everybody.
func newQuizTown(t *testing.T) (*story, *visitor) {
	t.Helper()
	s := &story{town: newTown(t, false), t: t, seen: map[string]bool{}, began: time.Now()}
	if _, err := course.Sync(t.Context(), s.DB, []*coursefile.Course{coursetest.Every(t)}, calendar.DateOf(time.Now())); err != nil {
		t.Fatal(err)
	}
	if err := s.Catalogue.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s, s.firstAdmin()
}

// TestEveryTypeOfQuestion: on a phone without JavaScript, and with the keyboard
// alone, somebody gets through a test with questions of every type.
func TestEveryTypeOfQuestion(t *testing.T) {
	t.Parallel()
	s, first := newQuizTown(t)
	s.chapter("on a phone without JavaScript: all wrong, then all right")
	v := s.visitor(t, browser.Options{Width: 390, NoScript: true})
	look := func(name string) {
		s.look(v, name)
		v.SetViewport(390)
	}
	v.signIn(adminMail, adminPassword)
	for _, right := range []bool{false, true} {
		v.Goto(teTest)
		look("quiz-intro")
		v.Follow("button", s.T("learner.quiz.start"))
		s.everyQuestion(v, right, look)
		look("quiz-review")
		v.Follow("button", s.T("learner.review.hand_in"))
		v.Shows(s.T("error.learning.not_own"))
		look("quiz-review-refused")
		v.Choose(s.T("learner.review.own"))
		v.Follow("button", s.T("learner.review.hand_in"))
		if right {
			v.Shows(s.T("learner.result.passed"), "8 von 8 richtig")
			look("quiz-passed")
		} else {
			v.Shows("0 von 8 Punkten", "Sie haben Platz 2 gewählt.")
			look("quiz-failed")
		}
	}
	s.chapter("with the keyboard alone")
	first.SetViewport(390)
	first.Goto(teTest)
	first.press(s.T("learner.quiz.start"))
	for no := 1; no <= 8; no++ {
		if want := teTest + "/" + strconv.Itoa(no); first.Path() != want {
			first.fault("question %d is not next: want %s", no, want)
		}
		first.answerByKeys(first.shown(s.course("TE-01")))
		button := s.T("learner.question.save")
		if no == 8 {
			button = s.T("learner.question.save_last")
		}
		first.press(button)
	}
	first.tabTo(func(f browser.Focus) bool { return f.Type == "checkbox" })
	first.Press(" ", 32)
	first.press(s.T("learner.review.hand_in"))
	first.Shows(s.T("learner.result.passed"), "8 von 8 richtig")
}

func (s *story) course(code string) *course.Version {
	s.t.Helper()
	v, err := s.Catalogue.ByCode(code)
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

// everyQuestion answers all questions of the attempt at TE-01, a number with a slip
// first.
func (s *story) everyQuestion(v *visitor, right bool, look func(string)) {
	s.t.Helper()
	version := s.course("TE-01")
	for no := 1; no <= 8; no++ {
		if want := teTest + "/" + strconv.Itoa(no); v.Path() != want {
			v.fault("question %d is not next: want %s", no, want)
		}
		q := v.shown(version)
		button := s.T("learner.question.save")
		if no == 8 {
			button = s.T("learner.question.save_last")
		}
		if q.Type == coursefile.Numeric {
			v.Fill(s.T("quiz.your_number"), "sehr oft")
			v.Follow("button", button)
			v.Shows(s.T("error.learning.no_number"))
			look("question-number-refused")
		}
		v.give(q, right)
		look("question-" + string(q.Type))
		v.Follow("button", button)
	}
}

func filled(t coursefile.Texts) string { return course.Fill(t.In("de"), settings.Defaults()) }

// give answers the question shown as somebody does who sees and points.
func (v *visitor) give(q *coursefile.Question, right bool) {
	v.t.Helper()
	chosen, typed := coursetest.Right(q)
	if !right {
		chosen, typed = coursetest.Wrong(q)
	}
	switch q.Type {
	case coursefile.Order:
		for i, place := range chosen {
			v.Select(filled(q.Items[i].Text), v.w.T("quiz.place", "no", place+1))
		}
	case coursefile.Match:
		for i, side := range chosen {
			v.Select(filled(q.Pairs[i].Left), filled(q.Rights()[side]))
		}
	case coursefile.Numeric:
		v.Fill(v.w.T("quiz.your_number"), typed)
	case coursefile.ShortText:
		v.Fill(v.w.T("quiz.your_text"), typed)
	default:
		for _, o := range chosen {
			v.Choose(filled(q.Options[o].Text))
		}
	}
}

// tabTo presses Tab until what has the keyboard fits.
func (v *visitor) tabTo(fits func(browser.Focus) bool) browser.Focus {
	v.t.Helper()
	for range 80 {
		v.Press("Tab", 9)
		if f := v.Focused(); fits(f) {
			return f
		}
	}
	v.fault("the keyboard does not get there")
	return browser.Focus{}
}

// press goes to a button by Tab and presses Enter.
func (v *visitor) press(button string) {
	v.t.Helper()
	v.tabTo(func(f browser.Focus) bool { return f.Tag == "button" && f.Label == button })
	v.Leads("press Enter on "+button, func() { v.Press("Enter", 13) })
}

// answerByKeys answers the question shown rightly, with the keyboard alone.
func (v *visitor) answerByKeys(q *coursefile.Question) {
	v.t.Helper()
	chosen, typed := coursetest.Right(q)
	if typed != "" {
		v.tabTo(func(f browser.Focus) bool { return f.Type == "text" })
		v.Type(typed)
		return
	}
	want := map[string]string{} // of each select, by its label
	for i := range q.Items {
		want[q.Items[i].Text["de"]] = v.w.T("quiz.place", "no", i+1)
	}
	for _, p := range q.Pairs {
		want[p.Left["de"]] = p.Right["de"]
	}
	for range want {
		f := v.tabTo(func(f browser.Focus) bool { return f.Tag == "select" && want[f.Label] != f.Value })
		for range 10 {
			if v.Focused().Value == want[f.Label] {
				break
			}
			v.Press("ArrowDown", 40)
		}
		if got := v.Focused().Value; got != want[f.Label] {
			v.fault("%q stands at %q, want %q", f.Label, got, want[f.Label])
		}
	}
	for _, o := range chosen {
		text := q.Options
		if len(text) == 0 {
			return
		}
		if q.Type == coursefile.Multiple {
			v.tabTo(func(f browser.Focus) bool { return f.Label == text[o].Text["de"] })
			v.Press(" ", 32)
			continue
		}
		v.tabTo(func(f browser.Focus) bool { return f.Type == "radio" })
		for range len(q.Options) {
			v.Press("ArrowDown", 40)
			if f := v.Focused(); f.Label == text[o].Text["de"] && f.Checked {
				break
			}
		}
	}
}

// TestTheNetworkIsCut: somebody answers a whole test in a tunnel. Nothing is lost,
// nothing counts twice, and nobody else's page sends what waits.
func TestTheNetworkIsCut(t *testing.T) {
	t.Parallel()
	s, v := newQuizTown(t)
	version := s.course("TE-01")
	v.SetViewport(390)
	v.Goto(teTest)
	v.Follow("button", s.T("learner.quiz.start"))
	s.chapter("the network is cut on the first question")
	v.CutNetwork(true)
	for no := 1; no <= 8; no++ {
		q := v.shown(version)
		v.give(q, true)
		if no == 3 {
			v.Eventually("the page says that the answer waits", func() bool { return strings.Contains(v.Main(), s.T("learner.save.offline")) })
			s.look(v, "quiz-offline")
			v.SetViewport(390)
		}
		button := s.T("learner.question.save")
		if no == 8 {
			button = s.T("learner.question.save_last")
		}
		v.Click("button", button)
		if no < 8 {
			v.Eventually("the next question", func() bool { return v.Path() == teTest+"/"+strconv.Itoa(no+1) })
		}
	}
	v.Eventually("the page says that it was the last", func() bool { return strings.Contains(v.Main(), s.T("learner.save.last")) })
	if n := s.answers(); n != 0 || s.waiting(v) != 8 {
		v.fault("%d answers arrived, %d wait", n, s.waiting(v))
	}
	v.Click("link", s.T("learner.question.is_open", "no", 2)) // the list leads back here too
	v.Eventually("the second question again", func() bool { return v.Path() == teTest+"/2" })
	v.CutNetwork(false)
	v.Eventually("all arrive", func() bool { return s.answers() == 8 && s.waiting(v) == 0 })
	v.Eventually("the page says so", func() bool { return strings.Contains(v.Main(), s.T("learner.waits.back")) })
	s.look(v, "quiz-back-online")

	s.chapter("at the same time on another device")
	other := s.visitor(t, browser.Options{})
	other.signIn(adminMail, adminPassword)
	var q *coursefile.Question // one on which a click is an answer
	for no := 1; q == nil || q.Type != coursefile.TrueFalse; no++ {
		other.Goto(teTest + "/" + strconv.Itoa(no))
		q = other.shown(version)
	}
	at := other.Path()
	v.Goto(at)
	v.CutNetwork(true)
	v.give(q, false)
	v.Eventually("it waits", func() bool { return strings.Contains(v.Main(), s.T("learner.save.offline")) })
	other.give(q, false)
	other.give(q, true) // two saves: later than the one that waits
	other.Follow("button", s.T("learner.question.save"))
	v.CutNetwork(false)
	v.Eventually("the page says that another answer stands", func() bool { return strings.Contains(v.Main(), s.T("learner.save.stale")) })

	s.chapter("the page is loaded anew without network, and is gone; what waits is not")
	v.Goto(at)
	v.CutNetwork(true)
	v.give(q, false)
	v.give(q, true)
	v.Eventually("it waits", func() bool { return s.waiting(v) == 1 })
	browser.Eval[bool](v.Page, `(setTimeout(() => location.reload(), 50), true)`)
	v.Eventually("the page is gone", func() bool {
		return browser.Eval[int](v.Page, `document.querySelectorAll("form[data-save]").length`) == 0
	})
	v.CutNetwork(false)
	v.Goto("/") // the first page of the person's sends it, whichever it is
	v.Eventually("it arrives", func() bool { return s.waiting(v) == 0 })
	v.Goto(at)

	s.chapter("what waits goes away with the person")
	v.CutNetwork(true)
	v.give(q, false)
	v.give(q, true)
	v.Eventually("it waits", func() bool { return s.waiting(v) == 1 })
	browser.Eval[bool](v.Page, `document.querySelector('form[action="/abmelden"]').dispatchEvent(new SubmitEvent("submit", {bubbles: true, cancelable: true}))`)
	if n := s.waiting(v); n != 0 {
		v.fault("%d answers wait after signing out", n)
	}
	browser.Eval[bool](v.Page, `(localStorage.setItem("zaemme-answer|somebody.else|attempt|question", JSON.stringify({no: "5", version: 1, tries: 1})), true)`)
	v.CutNetwork(false)
	v.Goto("/")
	if n := s.waiting(v); n != 0 {
		v.fault("somebody else's answer stays")
	}
	v.Goto(teTest + "/uebersicht")
	v.Choose(s.T("learner.review.own"))
	v.Follow("button", s.T("learner.review.hand_in"))
	v.Shows(s.T("learner.result.passed"), "8 von 8 richtig")
}

// answers is how many answers the server has.
func (s *story) answers() (n int) {
	s.t.Helper()
	if err := s.DB.Query(s.t.Context()).Raw(`select count(*) from attempt_answers`).Scan(&n).Error; err != nil {
		s.t.Fatal(err)
	}
	return n
}

// waiting is how many answers wait in the browser.
func (s *story) waiting(v *visitor) int {
	return browser.Eval[int](v.Page, `Object.keys(localStorage).filter((key) => key.startsWith("zaemme-answer|")).length`)
}
