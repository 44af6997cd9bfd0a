package report_test

import (
	"fmt"
	"runtime"
	"testing"
)

// watcher sees how much lives at most while a file is written, at every 64th kilobyte.
type watcher struct {
	most       uint64
	size, next int
}

func (w *watcher) Write(p []byte) (int, error) {
	if w.size += len(p); w.size < w.next {
		return len(p), nil
	}
	w.next += 64 << 10
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	w.most = max(w.most, m.HeapAlloc)
	return len(p), nil
}

// What a report holds does not grow with its people, but for the 8 bytes by which the
// access log names each. It does not run in parallel: the heap is the whole process's.
func TestMemoryDoesNotGrowWithPeople(t *testing.T) { //nolint:paralleltest // see above
	w := generate(t, 90, 5)
	w.write(w.hr(today)) // a report before, and whatever is made once
	staff := func(from, to int) {
		for _, sql := range []string{
			`insert into persons (personnel_no, last_name, first_name, email)
			select 'n' || g, 'Muster' || g, 'Andrea' || g, g || '@stadt.example' from generate_series(%[1]d, %[2]d) g`,
			`insert into employments (person_id) select id from persons p where not exists (select from employments e where e.person_id = p.id) and %[1]d <= %[2]d`,
			`insert into employment_facts (employment_id, person_id, department_id, function, pensum, category, entry_on, valid_from, known_from)
			select e.id, e.person_id, d.id, 'Sachbearbeitung', 80, 'permanent', '2020-01-01', '2020-01-01', '2020-01-01'
			from employments e, (select min(id) as id from departments) d
			where not exists (select from employment_facts f where f.employment_id = e.id) and %[1]d <= %[2]d`,
			`insert into assignment_states (person_id, course_id, known_from, valid_from, cycle, assigned_on, original_due_on, due_on, mandatory, renewal, corrected)
			select p.id, c.id, '2020-01-01', '2026-01-01', 1, '2026-01-01', '2026-02-01', '2026-02-01', true, false, false
			from persons p, courses c
			where p.personnel_no like 'n%%' and substr(p.personnel_no, 2)::int between %[1]d and %[2]d`,
		} {
			if _, err := w.DB.Pool().ExecContext(t.Context(), fmt.Sprintf(sql, from, to)); err != nil {
				t.Fatal(err)
			}
		}
	}
	most := func() uint64 {
		t.Helper()
		seen := &watcher{}
		made, err := w.service.WriteCSV(t.Context(), seen, w.hr(today))
		if err != nil || made.Rows < 2_000 {
			t.Fatal(made.Rows, err)
		}
		return seen.most
	}
	const few, many = 2_200, 8_200
	staff(1, few)
	most() // the report before the next one
	before := most()
	staff(few+1, many)
	most()
	after := most()
	// How full the two batches in flight are differs by a megabyte; whole persons would take a kilobyte each.
	if grown := int64(after) - int64(before); grown > (many-few)*500 {
		t.Errorf("with %d people %d KB live, with %d people %d KB: %d bytes for each more", few, before>>10, many, after>>10, grown/(many-few))
	} else {
		t.Logf("with %d people %d KB live, with %d people %d KB: %d bytes for each more", few, before>>10, many, after>>10, grown/(many-few))
	}
}
