package story_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"zaemme/internal/testing/browser"
)

// TestTheSharedTablet follows somebody without a mailbox: HR prints the cards and
// resets a PIN, the tablet at the depot is set up, the person signs in there,
// learns, goes away, and is signed out. Then the browser's profile is read.
func TestTheSharedTablet(t *testing.T) {
	t.Parallel()
	s := &story{town: newTown(t, false), t: t, seen: map[string]bool{}, began: time.Now()}
	s.staff = staffOf(s.clock.today())
	hr := s.firstAdmin()
	s.firstImport(hr)
	number, code := s.cardsByHR(hr)
	p, dir, quit := browser.StartProfile(t, s.url, browser.Options{Width: 1024})
	v := &visitor{Page: p, t: t, w: s.town}
	s.setUpTablet(v)
	s.signInByCard(v, number, code)
	answer := s.learnOnTablet(v)
	s.goAway(v)
	v.Goto("/karte?zuletzt=1")
	v.Eventually("the history up to here", func() bool {
		content, _ := os.ReadFile(filepath.Join(dir, "Default", "History")) // not there at first
		return bytes.Contains(content, []byte("/karte?zuletzt=1"))
	})
	quit()
	e := person(s.staff, moverNo)
	s.readProfile(dir, []string{
		e.first + " " + e.last, e.last + " " + e.first, e.last, moverNo, number, strings.ReplaceAll(number, " ", ""), code,
		s.title("IS-01"), s.T("nav.my_data"), "/kurse", "/meine-daten", answer, tabletPIN,
	})
}

const tabletPIN = "482917"

// cardsByHR prints the cards of the cleaners, twice by mistake, and resets the
// PIN of one of them.
func (s *story) cardsByHR(v *visitor) (number, code string) {
	s.t.Helper()
	s.chapter("HR prints the cards of a department")
	v.Goto("/personen/karten")
	s.look(v, "cards")
	v.Leads("the department", func() { v.Select(s.T("card.department"), "Reinigung") })
	name, file := v.Download("button", s.texts.N("card.print_page.do", 7))
	if !strings.HasSuffix(name, ".pdf") || bytes.Count(file, []byte("/Type /Page\n")) != 7 {
		v.fault("%s has %d pages", name, bytes.Count(file, []byte("/Type /Page\n")))
	}
	again := s.visitor(s.t, browser.Options{Width: 390})
	again.signIn(adminMail, adminPassword)
	again.Goto("/personen/karten")
	again.Hides(person(s.staff, learnerNo).last + " " + person(s.staff, learnerNo).first) // has a mailbox
	again.Goto("/personen")
	again.Fill(s.T("hr.people.search"), moverNo)
	again.Follow("button", s.T("common.show"))
	again.Goto(again.linkOfRow(moverNo))
	again.Shows(s.T("card.access.new_code"), s.T("card.access.replace"))
	s.look(again, "person-with-card")
	again.Follow("button", s.T("card.access.new_code"))
	s.look(again, "card-new-code")
	code = browser.Eval[string](again.Page, `document.querySelector(".card-code").innerText.trim()`)
	number = browser.Eval[string](again.Page, `document.querySelector(".facts dd").innerText.trim()`)
	if len(code) != 9 || len(number) != 9 {
		again.fault("code %q, number %q", code, number)
	}
	return number, code
}

func (s *story) setUpTablet(v *visitor) {
	s.t.Helper()
	s.chapter("HR makes a device a shared tablet")
	v.signIn(adminMail, adminPassword)
	v.Goto("/tablet")
	s.look(v, "tablets")
	v.SetViewport(1024)
	v.Fill(s.T("card.tablet.name"), "Werkhof")
	v.Follow("button", s.T("card.tablet.do"))
	v.Shows(s.T("card.tablet.done"), s.T("card.tablet.this", "name", "Werkhof"))
	v.Hides(s.T("card.other_way"))
	v.Goto("/anmelden?next=/personen")
	if v.Path() != "/karte" {
		v.fault("a shared tablet offers something else than the card")
	}
	v.Screenshot("story-tablet-card")
	v.Check()
}

// tap clicks what brings a page into the one that is open, and waits for a text.
func (v *visitor) tap(role, name, text string) {
	v.t.Helper()
	v.Click(role, name)
	v.Eventually(text, func() bool { return strings.Contains(strings.ToLower(v.Text()), strings.ToLower(text)) })
}

func (s *story) signInByCard(v *visitor, number, code string) {
	s.t.Helper()
	s.chapter("somebody signs in with the card")
	v.Fill(s.T("card.number"), "7992 7938")
	v.tap("button", s.T("card.type.do"), s.T("error.card.unreadable"))
	v.Fill(s.T("card.number"), number)
	v.tap("button", s.T("card.type.do"), s.T("card.code.title"))
	v.Screenshot("story-tablet-code")
	v.Check()
	v.Fill(s.T("card.code"), strings.ToLower(code))
	v.Fill(s.T("card.new_pin"), "123456")
	v.Fill(s.T("card.repeat"), "123456")
	v.tap("button", s.T("card.code.do"), s.T("error.pin.easy"))
	v.Fill(s.T("card.code"), code)
	v.Fill(s.T("card.new_pin"), tabletPIN)
	v.Fill(s.T("card.repeat"), tabletPIN)
	v.Follow("button", s.T("card.code.do"))
	v.Shows("Ramona Tester", person(s.staff, moverNo).first)
	v.Screenshot("story-tablet-start")
	v.Check()
	v.Leads("signing out", func() { v.Click("button", s.T("common.sign_out")) })
	v.Fill(s.T("card.number"), number)
	v.tap("button", s.T("card.type.do"), s.T("card.pin.title"))
	for _, key := range tabletPIN {
		v.Click("button", string(key))
	}
	v.Screenshot("story-tablet-pin")
	v.Check()
	v.Follow("button", s.T("card.pin.do"))
	v.Shows(person(s.staff, moverNo).first)
}

// learnOnTablet begins a course and answers a question, which the quiz's own
// module saves.
func (s *story) learnOnTablet(v *visitor) (answer string) {
	s.t.Helper()
	s.chapter("learning on the tablet")
	v.tap("link", s.T("nav.courses"), s.title("IS-01"))
	v.tap("link", s.title("IS-01"), s.T("learner.course.begin"))
	version, err := s.Catalogue.ByCode("IS-01")
	if err != nil {
		s.t.Fatal(err)
	}
	v.tap("link", s.T("learner.course.begin"), version.Content.Modules[0].Titles.In("de"))
	v.Check()
	for _, next := range version.Content.Modules[1:] {
		v.tap("button", s.T("learner.module.read"), fmt.Sprintf("Modul %d von", next.No))
	}
	v.tap("button", s.T("learner.module.read_last"), s.T("learner.quiz.start"))
	v.tap("button", s.T("learner.quiz.start"), s.T("learner.question.save"))
	for no := 2; !browser.Eval[bool](v.Page, `document.querySelector("[name=chosen]") !== null`); no++ { // to one with options
		v.tap("button", s.T("learner.question.save"), fmt.Sprintf("Frage %d von", no))
	}
	saved := func() bool { return strings.Contains(v.Main(), s.T("learner.save.saved")) }
	browser.Eval[string](v.Page, `(() => {
		const form = document.querySelector("form[data-save]");
		form.replaceWith(form.cloneNode(true)); // nobody listens to the copy yet
		document.querySelector("[name=chosen]").checked = true;
		import(document.querySelector("script[src*=learner]").src + "#late");
		return "";
	})()`)
	v.Eventually("saving what was chosen before the module came", saved)
	v.give(v.shown(version), true)
	v.Eventually("saving", saved)
	answer = browser.Eval[string](v.Page, `document.querySelector("label:has(:checked)").innerText.trim()`)
	v.Unfold(person(s.staff, moverNo).first)
	v.tap("link", s.T("nav.my_data"), s.T("card.mine.strange"))
	v.Shows("Ramona Tester", s.T("card.acts.auth.card.code"))
	v.Check()
	v.Screenshot("story-tablet-my-data")
	if path, entries := v.Path(), browser.Eval[int](v.Page, "history.length"); path != "/" || entries > 8 {
		v.fault("the address is %s, and the history has %d entries", path, entries)
	}
	return answer
}

// goAway leaves the tablet alone: at first for a moment, then for good. The page
// waits as long as its element says, here a fraction of a second.
func (s *story) goAway(v *visitor) {
	s.t.Helper()
	s.chapter("nobody touches the tablet any more")
	v.Goto("/") // as after a reload
	silence := func(ask string) {
		browser.Eval[string](v.Page, `Object.assign(document.getElementById("kiosk").dataset, {after: "300", ask: "`+ask+`"}).after`)
		v.Eventually("the question", func() bool { return v.Has("dialog", s.T("card.kiosk.there")) })
	}
	silence("60000")
	v.Shows(s.T("card.kiosk.there"))
	v.Screenshot("story-tablet-there")
	v.Axe()
	browser.Eval[string](v.Page, `document.getElementById("kiosk").dataset.after = "120000"`)
	v.Click("button", s.T("card.kiosk.stay"))
	v.Eventually("going on", func() bool { return !v.Has("dialog", s.T("card.kiosk.there")) })
	v.tap("link", s.T("nav.courses"), s.title("DS-01"))
	v.Leads("being signed out", func() { silence("1500") })
	v.Shows(s.T("card.type.title"))
	v.Hides(person(s.staff, moverNo).first)
	var open int
	if err := s.DB.Query(s.t.Context()).Raw(`select count(*) from sessions where tablet_id is not null`).Scan(&open).Error; err != nil || open != 0 {
		v.fault("%d sessions are open on the tablet, %v", open, err)
	}
	v.Back()
	v.Hides(person(s.staff, moverNo).first, s.title("IS-01"))
}

// readProfile looks for the texts in every file that the browser has kept. That
// it would find them shows in the address and the title of pages that HR has
// opened there before it was a shared tablet.
func (s *story) readProfile(dir string, texts []string) {
	s.t.Helper()
	s.chapter("reading the browser's profile")
	kept := map[string]bool{s.url + "/karte": false, s.T("nav.tablets"): false}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for text := range kept {
			kept[text] = kept[text] || bytes.Contains(content, []byte(text))
		}
		lower := bytes.ToLower(content)
		for _, text := range texts {
			if bytes.Contains(lower, []byte(strings.ToLower(text))) || bytes.Contains(content, wide(text)) {
				s.t.Errorf("%s holds %q", strings.TrimPrefix(path, dir), text)
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	for text, found := range kept {
		if !found {
			s.t.Errorf("%q is not in the profile either: this test sees nothing", text)
		}
	}
	if found, err := filepath.Glob(filepath.Join(dir, "Default", "Service Worker", "ScriptCache", "*")); err != nil || len(found) > 0 {
		s.t.Errorf("a service worker keeps %v, %v", found, err)
	}
}

// wide is a text in UTF-16, as browsers keep titles and form data.
func wide(text string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}
