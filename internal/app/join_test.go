package app

import (
	"testing"

	"zaemme/internal/db"
	"zaemme/internal/hrimport"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// edit plans an edit by hand and applies it.
func (r *real) edit(b hrimport.ByHand) int64 {
	r.t.Helper()
	plan, err := r.HRImport.Edit(r.t.Context(), b, "", 0, r.today(), r.now)
	r.must(err)
	batch, err := r.Change.Apply(r.t.Context(), plan.UID.String(), 0, plan.Draft.Confirm, r.now)
	r.must(err)
	return batch
}

// Two records of one person: evidence follows, the total counts once, no event of
// either record is touched; and parting them gives all of it back.
func TestJoinedRecordsCountOnceAndKeepTheirEvidence(t *testing.T) {
	t.Parallel()
	m := inventedMonths()[0]
	r := openReal(t, m.at)
	r.take(m)
	numbers, err := people.Numbers(t.Context(), r.DB)
	r.must(err)
	record, into := numbers["00006"], numbers["00007"]
	var course int64
	r.must(db.One(r.DB.Query(t.Context()), &course, `select course_id from assignments a where person_id = ? and exists (
		select from assignments b where b.person_id = ? and b.course_id = a.course_id) limit 1`, record, into))
	r.must(r.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := r.Ledger.Append(t.Context(), tx, ledger.Event{PersonID: record, CourseID: course, Cycle: 1, Kind: ledger.KindCompleted,
			How: ledger.HowOnline, EvidenceNo: "IS01-TEST-0002", EffectiveOn: r.today(), ValidUntil: r.today().AddDays(365)})
		return err
	}))
	counted := func() int {
		t.Helper()
		return r.count(`select count(distinct person_id) from employment_facts where known_to = '9999-12-31 00:00:00+00'
			and valid_from <= '` + r.today().String() + `' and valid_to > '` + r.today().String() + `' and exit_on >= '` + r.today().String() + `'`)
	}
	duty := func(person int64) ledger.Duty {
		t.Helper()
		d, err := r.Ledger.Duty(t.Context(), r.DB, person, course)
		r.must(err)
		return d
	}
	before, events := counted(), r.count(`select count(*) from ledger_events`)
	if d := duty(into); d.ValidOn(r.today()) {
		t.Fatal("the person has the evidence already")
	}
	r.edit(hrimport.ByHand{From: r.today(), Join: &hrimport.JoinEdit{Record: "00006", Into: "00007"}})
	if d := duty(into); !d.ValidOn(r.today()) || d.How != ledger.HowEquivalence || d.ValidUntil != r.today().AddDays(365) {
		t.Errorf("the evidence does not follow: %+v", d)
	}
	if d := duty(record); d.CompletedOn != r.today() || d.WithdrawnOn != r.today() {
		t.Errorf("the second record: %+v", d)
	}
	if now := counted(); now != before-1 {
		t.Errorf("%d people are counted, want one less than %d", now, before)
	}
	if n := r.count(`select count(*) from ledger_events where id <= ` + "(select max(id) from ledger_events where batch_id is distinct from (select max(id) from batches))"); n != events {
		t.Errorf("%d events from before, had %d", n, events)
	}
	r.edit(hrimport.ByHand{From: r.today().AddDays(1), Join: &hrimport.JoinEdit{Record: "00006", Into: "00007", Parted: true}})
	if d := duty(into); d.ValidOn(r.today()) {
		t.Errorf("after they were parted the evidence stays: %+v", d)
	}
	if v, err := r.Ledger.Verify(t.Context(), r.DB, nil); err != nil || v.Broken != nil {
		t.Errorf("the ledger: %+v, %v", v.Broken, err)
	}
}

// A join that was a mistake is taken back like any other change.
func TestAJoinIsTakenBack(t *testing.T) {
	t.Parallel()
	m := inventedMonths()[0]
	r := openReal(t, m.at)
	r.take(m)
	before := r.picture()
	r.takeBack(r.edit(hrimport.ByHand{From: r.today(), Join: &hrimport.JoinEdit{Record: "00006", Into: "00007"}}))
	if after := r.picture(); after != before {
		t.Error("not everything is as before")
	}
}
