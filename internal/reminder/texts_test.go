package reminder

import (
	"os"
	"slices"
	"strings"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
)

func texts(t *testing.T) *i18n.Bundle {
	t.Helper()
	bundle, err := i18n.Load(os.DirFS("../../views"), "i18n")
	if err != nil {
		t.Fatal(err)
	}
	return bundle
}

func TestEveryCodeHasItsText(t *testing.T) {
	t.Parallel()
	bundle := texts(t)
	var keys []string
	for _, r := range []Reason{
		NotEmployed, Absent, NoWorkday, AfterHours, Capped, NoMailbox, Fulfilled, Exempt, Paused, Withdrawn, NewerCycle, NewerStep,
		NothingLeft, TrialOver, NobodyToTell, SameDay, InReview, Retired, Bounced, NoLongerStep, "interrupted", "refused", "no_answer", "tries_used_up", "failed", "retried",
	} {
		keys = append(keys, "outbox.reason."+string(r))
	}
	for _, s := range defaultSteps() {
		keys = append(keys, "mail.step."+s.Code)
	}
	for _, g := range groups {
		keys = append(keys, "mail.lead."+string(g), "mail.line."+string(g))
	}
	for _, s := range []outbox.State{outbox.Waiting, outbox.HandingOver, outbox.Sent, outbox.Suppressed, outbox.Parked, outbox.Uncertain} {
		keys = append(keys, "hr.outbox.state."+string(s))
	}
	for _, lang := range i18n.Complete() {
		for _, key := range keys {
			if !bundle.Printer(lang).Has(key) {
				t.Errorf("%s: no text %s", lang, key)
			}
		}
	}
	for _, problem := range bundle.Check() {
		if strings.Contains(problem, " mail.") || strings.Contains(problem, " error.reminder.") || strings.Contains(problem, " outbox.") {
			t.Error(problem)
		}
	}
}

// What decides at hand-over is what decided when the job ran.
func TestContactsSayTheSameAsTheOrganisation(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	exec := func(sql string) {
		t.Helper()
		if err := d.Query(t.Context()).Exec(sql).Error; err != nil {
			t.Fatal(err)
		}
	}
	exec(`insert into departments (code) values ('1')`)
	exec(`insert into sites (name, calendar) values ('A', 'a'), ('B', 'b')`)
	exec(`insert into persons (first_name, email) values ('Anna', 'a@gemeinde.example'), ('Beat', null), ('Carla', 'c@gemeinde.example'), ('Dora', 'd@gemeinde.example')`)
	exec(`insert into employments (person_id, no) select id, no from persons, (values ('1'), ('2')) n (no) where first_name <> 'Dora'`)
	exec(`insert into employment_facts (employment_id, person_id, department_id, site_id, pensum, category, entry_on, exit_on, valid_from, known_from)
		select e.id, e.person_id, 1, case e.no when '1' then 1 else 2 end, case when e.person_id = 1 then 100.0 / e.no::int end,
			case when e.person_id = 3 then 'official' else 'permanent' end,
			case e.no when '1' then date '2027-01-05' else '2027-01-04' end, case e.no when '1' then date '9999-12-31' else '2027-06-30' end,
			'2027-01-01', '2020-01-01' from employments e`)
	exec(`insert into absences (person_id, from_on, until_on, known_from, known_to) values
		(1, '2027-03-01', '2027-03-05', '2020-01-01', default), (1, '2027-07-01', '9999-12-31', '2020-01-01', default),
		(2, '2027-01-01', '2027-12-31', '2020-01-01', '2021-01-01')`)
	calendars := func(name string) calendar.Set {
		if name == "b" {
			return calendar.Set{}.WithWeek(calendar.NewWeekdays(0, 6))
		}
		return calendar.LucerneBase(2026, 2028)
	}
	s := &Service{Options: Options{Calendars: calendars}}
	for day := date("2027-01-01"); day < date("2027-07-20"); day += 3 {
		err := d.Read(t.Context(), func(tx *db.Tx) error {
			org, err := people.Load(t.Context(), tx, people.Moment{Day: day})
			if err != nil {
				return err
			}
			contacts, err := s.readContacts(t.Context(), tx, []int64{1, 2, 3, 4}, day)
			for _, m := range org.Members {
				want, got := NewPerson(m, org, calendars), contacts[m.ID].Person
				if want.Channel() != got.Channel() || want.Reachable(day) != got.Reachable(day) || want.NextReachable(day) != got.NextReachable(day) ||
					want.Cared != got.Cared || len(want.Employed) != len(got.Employed) ||
					slices.ContainsFunc(got.Employed, func(i calendar.Interval) bool { return !slices.Contains(want.Employed, i) }) {
					t.Errorf("%s on %s: %+v, want %+v", m.FirstName, day, got, want)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
