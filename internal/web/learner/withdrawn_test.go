package learner

import (
	"net/url"
	"testing"

	"zaemme/internal/db"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
)

// A question that is withdrawn while somebody is at the test asks nothing any more,
// and stands among what is right afterwards.
func TestAWithdrawnQuestionIsNotAsked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const code = "IS-01"
	s.post("/kurse/"+code+"/test", nil, "/kurse/"+code+"/test/1")
	a := s.attempt(code)
	first := a.Questions()[0].Question.ID
	v, err := s.courses.ByCode(code)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := learning.New(s.courses, ledger.New()).WithdrawQuestion(t.Context(), tx, learning.Act{PersonID: 2, Now: s.clock, Today: today},
			learning.Withdrawing{Course: code, Question: first, Version: v.ID, Reason: "Zwei Antworten sind richtig."})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	page := s.get("/kurse/"+code+"/test/1", "1", "Sie zählt für Sie als richtig", "1 von")
	form := fields(page)
	s.post("/kurse/"+code+"/test/1", form, "/kurse/"+code+"/test/2")
	result := s.post("/kurse/"+code+"/test/abgeben", url.Values{"attempt": form["attempt"], "own": {"1"}, "sure": {"1"}}, "/kurse/"+code+"/test/ergebnis/").to
	s.get(result, "1", "was auch immer Sie geantwortet haben")
}
