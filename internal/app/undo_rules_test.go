package app

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/change"
	"zaemme/internal/coursefile"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
)

// book is what holds of rules today, as text.
func (r *real) book() string {
	r.t.Helper()
	var text string
	r.must(r.DB.Query(r.t.Context()).Raw(`
		select (select coalesce(string_agg(r.code || f.version || f.audience::text || f.active || f.valid_from || f.valid_to, E'\n' order by r.code, f.valid_from), '')
				from rule_facts f join rules r on r.id = f.rule_id where f.known_to > now())
			|| (select coalesce(string_agg(c.code || f.courses::text || f.valid_from || f.valid_to, E'\n' order by c.code, f.valid_from), '')
				from curriculum_facts f join curricula c on c.id = f.curriculum_id where f.known_to > now())`).Row().Scan(&text))
	return text
}

// everybodyDoes gives the whole staff DS-01, within days.
func everybodyDoes(days int) curriculum.RulesChange {
	title := coursefile.Texts{"de": "Alle"}
	return curriculum.RulesChange{
		Curricula: []curriculum.Curriculum{{Code: "alle", Title: title, Lines: []curriculum.Line{{Course: "DS-01", DueDays: days}}},
			{Code: "grundcurriculum", Title: coursefile.Texts{"de": "Grundcurriculum"}, Lines: []curriculum.Line{{Course: "IS-01", DueDays: days}}}},
		Rules: []curriculum.Rule{{Code: "alle", Title: title, Curriculum: "alle", Active: true}},
	}
}

// A change of rules, and then a night, are taken back: rules and duties are as
// they were, and a report known in between stays as it was.
func TestRulesAndNightsAreTakenBack(t *testing.T) {
	t.Parallel()
	m := inventedMonths()[0]
	r := openReal(t, m.at)
	r.take(m)
	r.night()
	duties, rules := r.duties(), r.book()
	input, err := everybodyDoes(17).JSON()
	r.must(err)
	plan, err := r.Change.Propose(t.Context(), change.Request{Kind: change.Rules, Title: "Alle", EffectiveOn: r.today(), Input: input}, r.now)
	r.must(err)
	if plan.Draft.Confirm < 30 {
		t.Errorf("%d is to be typed: the rule concerns everybody", plan.Draft.Confirm)
	}
	batch, err := r.Change.Apply(t.Context(), plan.UID.String(), 0, plan.Draft.Confirm, r.now)
	r.must(err)
	if r.duties() == duties || r.book() == rules {
		t.Fatal("the rule did nothing: the test would show nothing")
	}
	known, err := r.DB.Horizon(t.Context())
	r.must(err)
	hash, rows := r.hash(r.today(), known)
	r.now = r.now.Add(time.Hour)
	r.takeBack(batch)
	if diff := cmp.Diff(rules, r.book()); diff != "" {
		t.Errorf("rules before (-), after they were taken back (+):\n%s", diff)
	}
	if diff := cmp.Diff(duties, r.duties()); diff != "" {
		t.Errorf("duties before (-), after the rules were taken back (+):\n%s", diff)
	}
	if sum, n := r.hash(r.today(), known); sum != hash || n != rows {
		t.Errorf("the report known in between has changed: %d rows, had %d", n, rows)
	}

	save := func(c curriculum.RulesChange) {
		r.must(r.DB.Write(t.Context(), func(tx *db.Tx) error { return r.Curriculum.SaveRules(t.Context(), tx, 0, r.today(), c) }))
	}
	save(everybodyDoes(23))
	night := r.night()
	if night == 0 || r.duties() == duties {
		t.Fatal("the night did nothing: the test would show nothing")
	}
	ends := everybodyDoes(23)
	ends.Rules[0].Active = false
	ends.Curricula = ends.Curricula[:1]
	save(ends)
	r.takeBack(night)
	if v, err := r.Ledger.Verify(t.Context(), r.DB, nil); err != nil || v.Broken != nil {
		t.Errorf("the ledger: %+v, %v", v.Broken, err)
	}
	if n := r.count(`select count(*) from assignments a join courses c on c.id = a.course_id
		where c.code = 'DS-01' and a.rule_id = (select id from rules where code = 'alle') and a.withdrawn_on is null`); n != 0 {
		t.Errorf("%d duties of the night are left", n)
	}
}
