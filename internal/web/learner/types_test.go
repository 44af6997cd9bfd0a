package learner

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"zaemme/internal/coursefile"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
	"zaemme/internal/testing/coursetest"
)

const te = "/kurse/TE-01/test"

// attempt is Anna's open attempt at the course.
func (s *site) attempt(code string) *learning.Attempt {
	s.t.Helper()
	a, err := learning.New(s.courses, ledger.New()).OpenAttempt(s.t.Context(), s.db, learning.Act{PersonID: 1, Now: s.clock, Today: today}, code)
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

// given adds an answer to the form of a question, as its fields send it.
func given(form url.Values, shown learning.Shown, answer func(*coursefile.Question) ([]int, string)) {
	chosen, typed := answer(shown.Question)
	switch {
	case typed != "":
		form.Set("typed", typed)
	case len(shown.Question.Options) > 0:
		for _, o := range chosen {
			form.Add("chosen", strconv.Itoa(o))
		}
	default:
		for _, part := range (learning.Answer{Chosen: chosen}).PartsShown(shown) {
			form.Add("part", strconv.Itoa(part))
		}
	}
}

// try takes the whole test of TE-01 by its forms and hands it in.
func (s *site) try(answer func(*coursefile.Question) ([]int, string)) (result string) {
	s.t.Helper()
	s.post(te, nil, te+"/1")
	a := s.attempt("TE-01")
	for i, shown := range a.Questions() {
		at := te + "/" + strconv.Itoa(i+1)
		form := fields(s.get(at, "1"))
		given(form, shown, answer)
		s.post(at, form, te)
	}
	return s.post(te+"/abgeben", url.Values{"attempt": {a.UID.String()}, "own": {"1"}}, te+"/ergebnis/").to
}

func TestEveryTypeByForms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.assign(1, "TE-01", 20)
	failed := s.try(coursetest.Wrong)
	body := s.get(failed, "1", "0 von 8 Punkten, nötig sind 80\u00a0%", "1. Schauen", "Sie haben Platz 2 gewählt.", "Herzinfarkt – 144", "Sie haben «111» gewählt.", "100 bis 120 Mal pro Minute",
		"100 bis 120 Mal pro Minute.", "kein Defibrillator", "Das wäre richtig gewesen", "Nachlesen in Modul 2: Unfall", "Erst die Lage sehen.")
	if strings.Contains(body, "Sollen wir helfen?") {
		t.Error("help is offered at once")
	}
	s.get(s.try(coursetest.Wrong), "1")
	s.get(s.try(coursetest.Wrong), "1", "Sollen wir helfen?", "Sicherheit · ", "Diesen Hinweis sehen nur Sie.")
	if a := s.do(http.MethodGet, failed, nil, "Person", "4"); a.status != http.StatusNotFound {
		t.Errorf("somebody else sees it: %d", a.status)
	}
	s.get(s.try(coursetest.Right), "1", "Bestanden. Vielen Dank.", "8 von 8 richtig")
	english := s.do(http.MethodGet, failed, nil, "Language", "en").body
	for _, want := range []string{"1. Look", "You chose place 2.", "100 to 120 times a minute", `lang="en"`} {
		if !strings.Contains(english, want) {
			t.Errorf("the English page lacks %q", want)
		}
	}
}

// Half an answer is kept, and what cannot be meant is said beside it.
func TestAnswersThatCannotBeMeant(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.assign(1, "TE-01", 20)
	s.post(te, nil, te+"/1")
	a := s.attempt("TE-01")
	refused := func(kind coursefile.QuestionType, change func(form url.Values), says ...string) {
		t.Helper()
		for i, shown := range a.Questions() {
			if shown.Question.Type != kind {
				continue
			}
			at := te + "/" + strconv.Itoa(i+1)
			form := fields(s.get(at, "1"))
			form.Set("go", "next")
			change(form)
			got := s.do(http.MethodPost, at, form)
			if got.status != http.StatusUnprocessableEntity {
				t.Fatalf("%s: %d to %q", kind, got.status, got.to)
			}
			for _, text := range says {
				if !strings.Contains(got.body, text) {
					t.Errorf("%s does not say %q", kind, text)
				}
			}
			form.Set("go", "back") // away from here one may
			if got := s.do(http.MethodPost, at, form); kind == coursefile.Order && got.status != http.StatusSeeOther {
				t.Errorf("%s: %d", kind, got.status)
			}
		}
	}
	refused(coursefile.Numeric, func(form url.Values) { form.Set("typed", "viele Male") },
		"Das ist keine Zahl.", `value="viele Male"`, `aria-invalid="true"`, `aria-describedby="f-chosen-e f-chosen-h f-typed-u"`)
	refused(coursefile.Order, func(form url.Values) { form["part"] = []string{"2", "2", "", "0"} },
		"Platz 3 ist zweimal vergeben.", `<option value="2" selected>`, "Auch ein Teil zählt")
	review := s.get(te+"/uebersicht", "1", "Acht Fragen sind noch offen.", "Ich habe den Test selbst gelöst.")
	if strings.Contains(review, `name="own" type="checkbox" value="1" checked`) {
		t.Error("the box is ticked already")
	}
	hand := url.Values{"attempt": {a.UID.String()}, "sure": {"1"}}
	got := s.do(http.MethodPost, te+"/abgeben", hand)
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Bestätigen Sie mit einem Häkchen") || !strings.Contains(got.body, "Trotzdem abgeben") {
		t.Errorf("without the box: %d", got.status)
	}
	hand.Set("own", "1")
	s.post(te+"/abgeben", hand, te+"/ergebnis/")
}

// What waited in a browser is taken from the session that it waited in alone, and
// who is told of another answer is told it in the terms of their own page.
func TestWhatWaitedInABrowser(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.assign(1, "TE-01", 20)
	s.post(te, nil, te+"/1")
	a := s.attempt("TE-01")
	owner := regexp.MustCompile(`data-owner="([0-9a-f.]+)"`).FindStringSubmatch(s.get(te+"/1", "1"))[1]
	if others := s.get("/", "4"); strings.Contains(others, owner) {
		t.Error("two persons are one owner")
	}
	for _, shown := range a.Questions() {
		form := url.Values{"attempt": {a.UID.String()}, "question": {shown.Question.ID}, "version": {"1"}, "owner": {"0011223344556677.0011223344556677"}}
		given(form, shown, coursetest.Right)
		if got := s.do(http.MethodPost, te+"/speichern", form); got.status != http.StatusForbidden {
			t.Errorf("another owner: %d", got.status)
		}
		form.Set("owner", owner)
		if got := s.do(http.MethodPost, te+"/speichern", form); got.status != http.StatusOK || got.body != `{"answered":true,"version":1}` {
			t.Errorf("its own: %d %s", got.status, got.body)
		}
		want := strings.Join(append(form["chosen"], form["part"]...), ",") + form.Get("typed")
		for _, name := range []string{"chosen", "part", "typed"} {
			form.Del(name)
		}
		given(form, shown, coursetest.Wrong)
		got := s.do(http.MethodPost, te+"/speichern", form)
		var said struct {
			Version int
			Answer  string
		}
		if err := json.Unmarshal([]byte(got.body), &said); err != nil || got.status != http.StatusConflict || said.Version != 1 || said.Answer != want {
			t.Errorf("%s: %d %s, want the answer %q", shown.Question.Type, got.status, got.body, want)
		}
	}
}
