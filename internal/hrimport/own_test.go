package hrimport_test

import (
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/change"
	"zaemme/internal/db"
	"zaemme/internal/hrimport"
	"zaemme/internal/testing/dbtest"
)

// What courses somebody has to do depends on the PC, so nobody says it of
// themselves: neither by planning it nor by applying what somebody else planned.
func TestNobodyDecidesOnTheOwnPC(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	s := hrimport.New(d, change.New(d, noDuties{}, nil, map[change.Kind]change.Proposer{
		change.People: hrimport.Proposer{}, hrimport.Edit: hrimport.Editor{},
	}))
	p := preview(t, s, header+line("00001", "11", "")+line("00002", "11", "00001"), 0)
	if _, err := s.Apply(t.Context(), p.Plan.UID.String(), 0, 0, now); err != nil {
		t.Fatal(err)
	}
	var one, two int64
	for number, id := range map[string]*int64{"00001": &one, "00002": &two} {
		if err := db.One(d.Query(t.Context()), id, `select id from persons where personnel_no = ?`, number); err != nil {
			t.Fatal(err)
		}
	}
	edit := hrimport.ByHand{From: today, PC: &hrimport.PCEdit{Person: "00001"}}
	if _, err := s.Edit(t.Context(), edit, "Anna", one, today, now); !apperr.Is(err, apperr.Forbidden) {
		t.Errorf("planning it for oneself: %v", err)
	}
	plan, err := s.Edit(t.Context(), edit, "Anna", two, today, now)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.MayDecide(t.Context(), plan.UID.String(), one); !apperr.Is(err, apperr.Forbidden) {
		t.Errorf("applying it for oneself: %v", err)
	}
	if err := s.MayDecide(t.Context(), plan.UID.String(), two); err != nil {
		t.Errorf("applying it for somebody else: %v", err)
	}
}
