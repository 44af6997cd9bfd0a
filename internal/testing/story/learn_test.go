package story_test

import (
	"fmt"
	"strings"
	"testing"

	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/settings"
	"zaemme/internal/testing/browser"
)

// visitor is a person at a browser.
type visitor struct {
	*browser.Page
	t *testing.T
	w *town
}

func (w *town) visitor(t *testing.T, o browser.Options) *visitor {
	t.Helper()
	return &visitor{Page: browser.Start(t, w.url, o), t: t, w: w}
}

func (v *visitor) signIn(name, password string) {
	v.t.Helper()
	v.Goto("/anmelden")
	v.Fill(v.w.T("account.name"), name)
	v.Fill(v.w.T("account.password"), password)
	v.Follow("button", v.w.T("account.sign_in.do"))
}

// signOut opens the menu of the account, as a person does, and leaves.
func (v *visitor) signOut(name string) {
	v.t.Helper()
	v.Unfold(name)
	v.Follow("button", v.w.T("common.sign_out"))
	v.Shows(v.w.T("account.signed_out"))
}

// work presses a button whose work may take a while, and goes on where it leads.
func (v *visitor) work(button string) {
	v.t.Helper()
	v.Follow("button", button)
	for range 200 {
		if !strings.HasPrefix(v.Path(), "/auftraege/") {
			return
		}
		v.Goto(v.Path())
	}
	v.fault("the work does not end")
}

// fault ends the test with a sentence about the page.
func (v *visitor) fault(format string, args ...any) {
	v.t.Helper()
	v.t.Fatalf("%s\n  at %s: %s\n  %.1500s", fmt.Sprintf(format, args...), v.Path(), v.Heading(), v.Main())
}

// learn reads a course from where the start page leads, module by module, to its
// test. look is called on each page.
func (v *visitor) learn(code string, look func()) {
	v.t.Helper()
	version, err := v.w.Catalogue.ByCode(code)
	if err != nil {
		v.t.Fatal(err)
	}
	for no := 1; no <= len(version.Content.Modules); no++ {
		if want := fmt.Sprintf("/kurse/%s/module/%d", code, no); v.Path() != want {
			v.fault("module %d is not next: want %s", no, want)
		}
		look()
		button := v.w.T("learner.module.read")
		if no == len(version.Content.Modules) {
			button = v.w.T("learner.module.read_last")
		}
		v.Follow("button", button)
	}
	if want := "/kurse/" + code + "/test"; v.Path() != want {
		v.fault("after the last module comes the test, %s", want)
	}
	look()
}

// test answers every question, all right or all wrong, and hands in.
func (v *visitor) test(code string, right bool, look func()) {
	v.t.Helper()
	version, err := v.w.Catalogue.ByCode(code)
	if err != nil {
		v.t.Fatal(err)
	}
	for no := 1; no <= version.Content.Total(); no++ {
		if want := fmt.Sprintf("/kurse/%s/test/%d", code, no); v.Path() != want {
			v.fault("question %d is not next: want %s", no, want)
		}
		if no == 1 {
			look()
		}
		v.give(v.shown(version), right)
		button := v.w.T("learner.question.save")
		if no == version.Content.Total() {
			button = v.w.T("learner.question.save_last")
		}
		v.Follow("button", button)
	}
	look()
	v.Choose(v.w.T("learner.review.own"))
	v.Follow("button", v.w.T("learner.review.hand_in"))
	look()
}

// shown finds the question of the page in the course's files.
func (v *visitor) shown(version *course.Version) *coursefile.Question {
	v.t.Helper()
	text := v.Main()
	for i, q := range version.Content.Questions {
		if strings.Contains(text, strings.Join(strings.Fields(course.Fill(q.Text.In("de"), settings.Defaults())), " ")) {
			return &version.Content.Questions[i]
		}
	}
	v.fault("the page shows no question of %s", version.Code())
	return nil
}
