package reminder_test

import (
	"sync"
	"testing"

	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/outbox"
	"zaemme/internal/testing/wide"
)

// 6,000 assignments on one day (the tenth of them in a short run): one mail per
// person holds all three courses, however many processes run the job.
func TestManyAssignmentsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	staff := min(2000, wide.N(200))
	w.exec(`insert into persons (first_name, last_name, email) select 'P' || n, 'Muster', 'p' || n || '@gemeinde.example' from generate_series(1, ?) n`, staff)
	w.exec(`insert into employments (person_id) select id from persons`)
	w.exec(`insert into employment_facts (employment_id, person_id, department_id, pensum, category, entry_on, valid_from, known_from)
		select id, person_id, ?, 100, 'permanent', '2020-01-01', '2020-01-01', '2020-01-01' from employments`, w.dept)
	var ids []int64
	if err := w.db.Query(t.Context()).Raw(`select id from persons`).Scan(&ids).Error; err != nil {
		t.Fatal(err)
	}
	err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		var events []ledger.Event
		for _, id := range ids {
			for c := range 3 {
				events = append(events, ledger.Event{PersonID: id, CourseID: w.course(c), Cycle: 1, Kind: ledger.KindAssigned,
					EffectiveOn: date("2027-02-25"), DueOn: date("2027-04-30")})
			}
		}
		_, err := ledger.New().Append(t.Context(), tx, events...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if _, err := w.service.Run(t.Context(), clock("2027-02-25", 8)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for {
		counts := w.dispatch(clock("2027-02-25", 9))
		if counts.Sent == 0 {
			break
		}
	}
	to := map[string]int{}
	for _, m := range w.server.Taken() {
		to[m.To[0]]++
	}
	for address, n := range to {
		if n != 1 {
			t.Errorf("%d mails to %s", n, address)
		}
	}
	states, err := outbox.CountByState(t.Context(), w.db)
	if err != nil || len(to) != staff || states[outbox.Sent] != staff || len(states) != 1 {
		t.Errorf("%d people were written to, %v, %v", len(to), states, err)
	}
	var keys int
	if err := w.db.Query(t.Context()).Raw(`select count(*) from reminder_keys where suppressed = ''`).Scan(&keys).Error; err != nil || keys != 3*staff {
		t.Errorf("%d keys, %v", keys, err)
	}
}
