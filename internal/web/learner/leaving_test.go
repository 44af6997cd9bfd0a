package learner

import (
	"strings"
	"testing"
)

// Who leaves soon is offered all evidence on the start page until the last day;
// nobody else is.
func TestTheStartPageOffersTheRecordToWhoLeaves(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	exec := func(sql string, args ...any) {
		t.Helper()
		if err := s.db.Query(t.Context()).Exec(sql, args...).Error; err != nil {
			t.Fatal(err)
		}
	}
	exec(`insert into departments (code) values ('1')`)
	exec(`insert into employments (person_id) values (1)`)
	exec(`insert into employment_facts (employment_id, person_id, department_id, category, entry_on, valid_from, known_from) values (1, 1, 1, 'permanent', '2020-01-01', '2020-01-01', '2020-01-01')`)
	if body := s.get("/", "1"); strings.Contains(body, recordPath) {
		t.Error("somebody who stays is offered it")
	}
	exec(`update employment_facts set exit_on = ?`, today+30)
	s.get("/", "1", "Nehmen Sie Ihren Bildungsnachweis mit", `href="`+recordPath+`"`)
	if body := s.get("/", "2"); strings.Contains(body, recordPath) {
		t.Error("somebody without an employment is offered it")
	}
	exec(`update employment_facts set exit_on = ?`, today+90)
	if body := s.get("/", "1"); strings.Contains(body, recordPath) {
		t.Error("it is offered long before")
	}
}
