package learning

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/testing/coursetest"
)

// guess is any answer that a form can send, often with parts missing.
func guess(random *rand.Rand, q *coursefile.Question) Answer {
	var a Answer
	switch q.Type {
	case coursefile.Order, coursefile.Match:
		most := Parts(q)
		if q.Type == coursefile.Match {
			most = len(q.Rights())
		}
		for range Parts(q) {
			a.Chosen = append(a.Chosen, random.IntN(most+1)-1)
		}
	case coursefile.Numeric:
		a.Typed = (q.Number.Value + coursefile.Decimal(random.IntN(30)-15)*1_000_000).String()
	case coursefile.ShortText:
		a.Typed = []string{"", "Feuerwehr", "AED"}[random.IntN(3)]
	default:
		for i := range q.Options {
			if random.IntN(2) == 0 && (q.Type == coursefile.Multiple || len(a.Chosen) == 0) {
				a.Chosen = append(a.Chosen, i)
			}
		}
	}
	return a
}

// share is the plain reading of the rule: parts right and wrong of all parts.
func share(q *coursefile.Question, a Answer) *big.Rat {
	hits, wrong, of := 0, 0, 0
	count := func(right, answered bool) {
		switch {
		case right && answered:
			hits++
		case answered:
			wrong++
		}
	}
	best, typed := coursetest.Right(q)
	switch q.Type {
	case coursefile.Order, coursefile.Match:
		of = len(best)
		for i, chosen := range a.Chosen {
			count(chosen == best[i], chosen != None)
		}
	case coursefile.Numeric:
		of = 1
		given, ok := new(big.Rat).SetString(a.Typed)
		far := new(big.Rat)
		if ok {
			value, _ := new(big.Rat).SetString(typed)
			far.Abs(far.Sub(given, value))
		}
		count(ok && far.Cmp(big.NewRat(int64(q.Number.Tolerance), 1_000_000)) <= 0, a.Typed != "")
	case coursefile.ShortText:
		of = 1
		count(slices.Contains(q.Accept["de"], a.Typed), a.Typed != "")
	default:
		of = len(best)
		for _, chosen := range a.Chosen {
			count(slices.Contains(best, chosen), true)
		}
	}
	switch {
	case hits == of && wrong == 0:
		return big.NewRat(1, 1)
	case q.Partial && hits > wrong:
		return big.NewRat(int64(hits-wrong), int64(of))
	}
	return new(big.Rat)
}

// TestGradeIsExact holds grading to the rule as people read it, in fractions, over
// random answers to random courses.
func TestGradeIsExact(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 7))
	every := coursetest.Every(t)
	passes, partials := 0, 0
	for range 3000 {
		c := &coursefile.Course{PassPercent: 1 + random.IntN(100), Modules: every.Modules}
		for n := range 1 + random.IntN(12) {
			q := every.Questions[random.IntN(len(every.Questions))]
			q.ID, q.Critical = fmt.Sprint("Q", n), random.IntN(6) == 0
			q.Partial = random.IntN(2) == 0 && q.Type != coursefile.Single && q.Type != coursefile.TrueFalse
			c.Questions = append(c.Questions, q)
		}
		answers, sum, missed := map[string]Answer{}, new(big.Rat), 0
		for i := range c.Questions {
			q := &c.Questions[i]
			a := guess(random, q)
			if random.IntN(3) > 0 {
				a.Chosen, a.Typed = coursetest.Right(q)
			}
			answers[q.ID] = a
			got := share(q, a)
			sum.Add(sum, got)
			if q.Critical && got.Cmp(big.NewRat(1, 1)) != 0 {
				missed++
			}
			if !got.IsInt() {
				partials++
			}
			if given := score(q, a); big.NewRat(int64(given), int64(Whole)).Cmp(got) != 0 {
				t.Fatalf("%s %s: %+v gives %s, want %s", q.ID, q.Type, a, given, got)
			}
		}
		r := Grade(c, nil, answers)
		if big.NewRat(int64(r.Points), int64(Whole)).Cmp(sum) != 0 || len(r.CriticalMissed) != missed {
			t.Fatalf("%s points, want %s; %d critical missed, want %d", r.Points, sum, len(r.CriticalMissed), missed)
		}
		mark := big.NewRat(int64(c.PassPercent)*int64(r.Possible), 100)
		if want := sum.Cmp(mark) >= 0 && missed == 0; r.Passed != want {
			t.Fatalf("passed %v with %s of %d at %d %%", r.Passed, sum, r.Possible, c.PassPercent)
		}
		if r.Passed {
			passes++
		}
	}
	if passes < 100 || partials < 100 {
		t.Errorf("%d passes and %d partial answers prove little", passes, partials)
	}
}

// A right part more never costs, a wrong one never pays, and who ticks everything
// gets no point for it.
func TestPartialCredit(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 3))
	for range 2000 {
		q := &coursefile.Question{Type: coursefile.Multiple, Partial: true}
		rights := 0
		for range 2 + random.IntN(7) {
			correct := random.IntN(2) == 0
			q.Options = append(q.Options, coursefile.Option{Correct: correct})
			if correct {
				rights++
			}
		}
		if rights == 0 || rights == len(q.Options) {
			continue
		}
		a := guess(random, q)
		before := score(q, a)
		for i, o := range q.Options {
			if slices.Contains(a.Chosen, i) {
				continue
			}
			more := score(q, Answer{Chosen: append(slices.Clone(a.Chosen), i)})
			if o.Correct && more < before || !o.Correct && more > before {
				t.Fatalf("%+v: a tick at %d turns %s into %s", a, i, before, more)
			}
		}
		all := score(q, Answer{Chosen: inOrder(len(q.Options))})
		if want := max(0, Whole*Points(2*rights-len(q.Options))/Points(rights)); all != want {
			t.Fatalf("everything ticked: %s, want %s", all, want)
		}
	}
}

func TestTypedAnswers(t *testing.T) {
	t.Parallel()
	number := &coursefile.Question{Type: coursefile.Numeric, Number: &coursefile.Number{Value: 2_500_000, Tolerance: 100_000,
		Unit: coursefile.Texts{"de": "Stunden", "en": "hours"}}}
	text := &coursefile.Question{Type: coursefile.ShortText, Accept: map[string][]string{"de": {"Zwei-Faktor"}, "en": {"two-factor"}}}
	for _, test := range []struct {
		q     *coursefile.Question
		typed string
		right bool
	}{
		{number, "2.5", true}, {number, "2,5", true}, {number, " 2.60 Stunden", true}, {number, "2.4 HOURS", true}, {number, "2.600001", false},
		{number, "2.39", false}, {number, "-2.5", false}, {number, "", false}, {number, "zwei", false}, {number, "2.5 Tage", false},
		{text, "zwei-faktor", true}, {text, "«Zwei-Faktor».", true}, {text, "TWO-FACTOR", true}, {text, "Zwei Faktor", false}, {text, "", false}, {text, ".", false},
	} {
		if got := score(test.q, Answer{Typed: test.typed}) == Whole; got != test.right {
			t.Errorf("%q: %v", test.typed, got)
		}
	}
}

func TestDraw(t *testing.T) {
	t.Parallel()
	c := coursetest.Every(t)
	plan := coursefile.Blueprint{1: 2, 2: 3}
	seen := map[string]int{}
	for seed := range int64(400) {
		drawn := Draw(c, plan, seed)
		count := map[int]int{}
		last := -1
		for _, id := range drawn {
			at := slices.IndexFunc(c.Questions, func(q coursefile.Question) bool { return q.ID == id })
			if at <= last {
				t.Fatalf("%v: not in the order of the course, or twice", drawn)
			}
			last = at
			count[c.Questions[at].Module]++
			seen[id]++
		}
		if count[1] != 2 || count[2] != 3 {
			t.Fatalf("seed %d draws %v", seed, drawn)
		}
		if again := Draw(c, plan, seed); !slices.Equal(again, drawn) {
			t.Fatalf("seed %d draws %v, then %v", seed, drawn, again)
		}
	}
	for _, q := range c.Questions {
		want, of := 2.0/5, 400.0
		switch {
		case q.Critical:
			want = 1
		case q.Module == 2:
			want = 2.0 / 6
		}
		if got := float64(seen[q.ID]) / of; got < want-0.1 || got > want+0.1 {
			t.Errorf("%s is drawn in %.2f of all attempts, want about %.2f", q.ID, got, want)
		}
	}
	if got := fmt.Sprint(Draw(c, plan, 42)); got != golden42Drawn {
		t.Errorf("seed 42 draws %s, always was %s", got, golden42Drawn)
	}
	if all := Draw(c, nil, 1); len(all) != len(c.Questions) {
		t.Errorf("without a plan: %v", all)
	}
	if got := Draw(c, coursefile.Blueprint{1: 99}, 1); len(got) != 5 {
		t.Errorf("a pool that is too small gives what it has: %v", got)
	}
}

// golden42Drawn is what seed 42 draws; attempts keep what was drawn, and this says
// that the way of drawing stays the same.
const golden42Drawn = "[TE-01-Q02 TE-01-Q05 TE-01-Q06 TE-01-Q10 TE-01-Q11]"

// What is shown says nothing of what is right, and comes back as it was sent.
func TestPartsShown(t *testing.T) {
	t.Parallel()
	c := coursetest.Every(t)
	random := rand.New(rand.NewPCG(5, 5))
	for seed := range int64(300) {
		for _, shown := range Arrange(c, nil, seed) {
			q := shown.Question
			if q.Type == coursefile.Order && slices.IsSorted(shown.Options) {
				t.Fatalf("seed %d shows the right order", seed)
			}
			if len(q.Options) > 0 || Parts(q) == 0 {
				continue
			}
			a := guess(random, q)
			if !slices.ContainsFunc(a.Chosen, func(i int) bool { return i != None }) {
				a.Chosen = nil
			}
			back, err := Save{Parts: a.PartsShown(shown)}.Answer(shown)
			if err != nil || !back.same(a) {
				t.Fatalf("%v was sent as %v and came back as %v, %v", a, a.PartsShown(shown), back, err)
			}
		}
	}
}

// every publishes TE-01 in the world.
func (w *world) every() *course.Version {
	w.t.Helper()
	if _, err := course.Sync(w.t.Context(), w.db, []*coursefile.Course{coursetest.Every(w.t)}, today-100); err != nil {
		w.t.Fatal(err)
	}
	if err := w.courses.Refresh(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	v, err := w.courses.ByCode("TE-01")
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func (w *world) start(a Act, form Form) (attempt *Attempt, err error) {
	err = w.db.Write(w.t.Context(), func(tx *db.Tx) error {
		attempt, err = w.StartAttempt(w.t.Context(), tx, a, "TE-01", form)
		return err
	})
	return attempt, err
}

// send is the save that a form makes of an answer.
func send(a *Attempt, shown Shown, chosen []int, typed string) Save {
	s := Save{Attempt: a.UID.String(), Question: shown.Question.ID, Typed: typed}
	if len(shown.Question.Options) > 0 {
		s.Chosen = chosen
	} else if len(chosen) > 0 {
		s.Parts = Answer{Chosen: chosen}.PartsShown(shown)
	}
	return s
}

func TestEveryTypeIsStoredAndGraded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.every()
	w.assign(1, v, 1, today-5)
	me := act(1, today)
	a, err := w.start(me, Quiz)
	if err != nil || a.Total() != 8 || a.Form != Quiz {
		t.Fatalf("%+v, %v", a, err)
	}
	for _, shown := range a.Questions() {
		chosen, typed := coursetest.Right(shown.Question)
		got, err := w.save(me, send(a, shown, chosen, typed))
		if err != nil || got.Version != 1 || !slices.Equal(got.Chosen, chosen) || got.Typed != typed {
			t.Errorf("%s: %+v, %v", shown.Question.Type, got, err)
		}
		if again, err := w.save(me, send(a, shown, chosen, typed)); err != nil || again.Version != 1 {
			t.Errorf("%s sent twice: %+v, %v", shown.Question.Type, again, err)
		}
	}
	o, err := w.overview(t, w.db, me)
	if err != nil || o.Open[0].Answered != 8 || o.Open[0].Total != 8 {
		t.Errorf("%+v, %v", o.Open, err)
	}
	wrong := func(kind coursefile.QuestionType, s Save) {
		t.Helper()
		for _, shown := range a.Questions() {
			if shown.Question.Type == kind {
				s.Attempt, s.Question = a.UID.String(), shown.Question.ID
				if got, err := w.save(me, s); !apperr.Is(err, apperr.Invalid) {
					t.Errorf("%s takes %+v: %+v, %v", kind, s, got, err)
				}
				return
			}
		}
	}
	wrong(coursefile.Order, Save{Parts: []int{0, 1, 2}})
	wrong(coursefile.Order, Save{Parts: []int{0, 1, 2, 4}})
	wrong(coursefile.Order, Save{Chosen: []int{0}})
	wrong(coursefile.Match, Save{Parts: []int{-2, 0, 0, 0}})
	wrong(coursefile.Match, Save{Typed: "118"})
	wrong(coursefile.Numeric, Save{Typed: "viele"})
	wrong(coursefile.ShortText, Save{Typed: strings.Repeat("x", 201)})
	wrong(coursefile.ShortText, Save{Parts: []int{0}})
	wrong(coursefile.TrueFalse, Save{Chosen: []int{0, 1}})
	wrong(coursefile.Multiple, Save{Parts: []int{0}})
	for _, q := range v.Content.Questions {
		if _, drawn := a.Shown(q.ID); !drawn {
			if _, err := w.save(me, Save{Attempt: a.UID.String(), Question: q.ID, Chosen: []int{0}}); !apperr.Is(err, apperr.NotFound) {
				t.Errorf("%s is not asked: %v", q.ID, err)
			}
		}
	}
	done, err := w.handIn(me, HandIn{Attempt: a.UID.String()})
	if err != nil || !done.Passed || done.Points != 8*Whole || done.Possible != 8 {
		t.Errorf("%+v, %v", done, err)
	}
	events, _ := ledger.New().Events(t.Context(), w.db, 1, v.CourseID)
	if last := events[len(events)-1]; last.How != ledger.HowOnline {
		t.Errorf("how: %s", last.How)
	}
}

func TestPartOfAnAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.every()
	me := act(1, today)
	a, err := w.start(me, Quiz)
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range a.Questions() {
		chosen, typed := coursetest.Right(shown.Question)
		if shown.Question.Type == coursefile.Order {
			chosen[0], chosen[1] = chosen[1], None // one right of four is missing, one wrong
		}
		if _, err := w.save(me, send(a, shown, chosen, typed)); err != nil {
			t.Fatal(err)
		}
	}
	a, err = w.Attempt(t.Context(), w.db, me, a.UID.String())
	if err != nil || a.Unanswered() != 1 {
		t.Errorf("an order with an empty place is not answered: %d, %v", a.Unanswered(), err)
	}
	done, err := w.handIn(me, HandIn{Attempt: a.UID.String(), Sure: true})
	if err != nil || done.Points != 7*Whole+Whole/4 || !done.Passed {
		t.Errorf("%s points, %v", done.Points, err)
	}
	p, err := w.Course(t.Context(), w.db, me, "TE-01")
	if err != nil || p.Attempts[0].Points.String() != "7.25" {
		t.Errorf("%+v, %v", p.Attempts, err)
	}
}

// Attempts from before there were pools ask all of their version.
func TestAttemptWithoutADraw(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.every()
	if err := w.db.Query(t.Context()).Exec(`
		insert into attempts (person_id, course_id, version_id, cycle, seed, started_at) values (1, ?, ?, 1, 42, now())`, v.CourseID, v.ID).Error; err != nil {
		t.Fatal(err)
	}
	a, err := w.start(act(1, today), Quiz)
	if err != nil || a.Seed != 42 || a.Drawn != nil || a.Total() != 12 || a.Form != Quiz {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestTestingOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.every()
	yes := true
	assign := func(person int64, testOut *bool) {
		w.append(ledger.Event{PersonID: person, CourseID: v.CourseID, Cycle: 1, Kind: ledger.KindAssigned, EffectiveOn: today - 5, DueOn: today + 25,
			RuleID: 1, RuleVersion: 1, Reasons: []ledger.Reason{{Rule: 1, Version: 1}}, TestOut: testOut})
	}
	me, other := act(1, today), act(2, today)
	assign(2, nil)
	for _, who := range []Act{me, other} { // nobody asks for it; the terms say nothing of it
		if _, err := w.start(who, TestOut); !apperr.Is(err, apperr.Conflict) {
			t.Errorf("person %d: %v", who.PersonID, err)
		}
	}
	assign(1, &yes)
	quiz, err := w.start(me, Quiz)
	if err != nil || quiz.Total() != 8 {
		t.Fatal(err)
	}
	a, err := w.start(me, TestOut)
	if err != nil || a.Form != TestOut || a.Total() != 12 || a.UID == quiz.UID {
		t.Fatalf("an attempt without answers gives way: %+v, %v", a, err)
	}
	for i, shown := range a.Questions() {
		chosen, typed := coursetest.Right(shown.Question)
		if _, err := w.save(me, send(a, shown, chosen, typed)); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			if same, err := w.start(me, Quiz); err != nil || same.UID != a.UID {
				t.Errorf("one with answers stays: %+v, %v", same, err)
			}
		}
	}
	if done, err := w.handIn(me, HandIn{Attempt: a.UID.String()}); err != nil || !done.Passed {
		t.Fatalf("%+v, %v", done, err)
	}
	d, err := ledger.New().Duty(t.Context(), w.db, 1, v.CourseID)
	if err != nil || d.How != ledger.HowTestOut {
		t.Errorf("how: %q, %v", d.How, err)
	}
}
