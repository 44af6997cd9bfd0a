package duedate_test

import (
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/duedate"
	"zaemme/internal/testing/dbtest"
)

// An address leads to its person until it is ended or replaced, or the person has
// left; the database cannot tell it.
func TestAFeedIsSecretAndEnds(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	now := time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC)
	exec := func(sql string, args ...any) {
		t.Helper()
		if err := d.Query(t.Context()).Exec(sql, args...).Error; err != nil {
			t.Fatal(err)
		}
	}
	exec(`insert into persons (first_name) values ('Anna')`)
	exec(`insert into departments (code) values ('1')`)
	exec(`insert into employments (person_id) select id from persons`)
	exec(`insert into employment_facts (employment_id, person_id, department_id, category, entry_on, exit_on, valid_from, known_from)
		select e.id, person_id, d.id, 'permanent', '2020-01-01', '2027-06-30', '2020-01-01', '2020-01-01' from employments e, departments d`)
	var anna int64
	if err := d.Query(t.Context()).Raw(`select id from persons`).Scan(&anna).Error; err != nil {
		t.Fatal(err)
	}
	create := func() (token string) {
		t.Helper()
		if err := d.Write(t.Context(), func(tx *db.Tx) (err error) { token, err = duedate.CreateFeed(t.Context(), tx, anna, now); return err }); err != nil {
			t.Fatal(err)
		}
		return token
	}
	leads := func(token string, at time.Time) bool {
		t.Helper()
		person, err := duedate.FindFeed(t.Context(), d, token, at)
		if err != nil && !apperr.Is(err, apperr.NotFound) {
			t.Fatal(err)
		}
		return err == nil && person == anna
	}
	first := create()
	if !leads(first, now) || leads(first+"x", now) || leads("", now) {
		t.Error("the address does not lead where it should")
	}
	if leads(first, now.AddDate(0, 5, 0)) {
		t.Error("somebody who has left is still told")
	}
	second := create()
	if leads(first, now) || !leads(second, now) {
		t.Error("the old address still leads somewhere, or the new one nowhere")
	}
	var known int
	if err := d.Query(t.Context()).Raw(`select count(*) from calendar_feeds where encode(token_hash, 'escape') like '%' || ? || '%'`, second).Scan(&known).Error; err != nil || known != 0 {
		t.Errorf("the database knows the address: %d, %v", known, err)
	}
	if err := d.Write(t.Context(), func(tx *db.Tx) error { return duedate.RevokeFeed(t.Context(), tx, anna, now) }); err != nil {
		t.Fatal(err)
	}
	if feed, err := duedate.FeedOf(t.Context(), d, anna); leads(second, now) || err != nil || feed.ID != 0 {
		t.Errorf("revoked: %+v, %v", feed, err)
	}
}
