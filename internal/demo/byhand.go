package demo

import (
	"context"
	"fmt"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/hrimport"
	"zaemme/internal/people"
)

// byHand is what HR records besides the staff list: on the first day the heads,
// whom no list names; on the last the tags, the vocational trainers, who works
// without a PC, and that a unit is no more whose people have moved.
func (b *builder) byHand(ctx context.Context, day calendar.Date) error {
	switch day {
	case b.start:
		return b.edit(ctx, []hrimport.ByHand{{From: day, Heads: &hrimport.HeadsEdit{}}})
	case b.today:
		list := []hrimport.ByHand{{From: day, Dissolve: &hrimport.DissolveEdit{Code: dissolved.code}}}
		for code, tags := range map[string][]string{"1120": {"GEVER", "M365"}, "1210": {"GEVER", "Kundenkontakt"}, "2120": {"Kundenkontakt"}} {
			for i := range 3 {
				if l := b.of(code, i); l != nil && b.people[l.no] != 0 {
					list = append(list, hrimport.ByHand{From: day, Tags: &hrimport.TagsEdit{Person: l.no, Tags: tags}})
				}
			}
		}
		return b.edit(ctx, slices.Concat(list, b.trainers(day), b.withoutPC(day)))
	default:
		return nil
	}
}

// trainers gives every other apprentice a vocational trainer of the Kanzlei.
func (b *builder) trainers(day calendar.Date) []hrimport.ByHand {
	trainer := b.heads["1110"]
	var list []hrimport.ByHand
	for i := 0; ; i += 2 {
		l := b.of("1330", i)
		if l == nil {
			return list
		}
		list = append(list, hrimport.ByHand{From: day, Employment: &hrimport.EmploymentEdit{Person: l.no, No: "1",
			State: people.EmploymentState{Trainer: trainer.no}}})
	}
}

// withoutPC says of those without a mailbox that they have no PC, but for two units
// that HR has still to ask: nobody can reach these people yet.
func (b *builder) withoutPC(day calendar.Date) []hrimport.ByHand {
	var list []hrimport.ByHand
	for _, l := range b.lives {
		now := l.stints[len(l.stints)-1]
		if asked := now.unit.code != "5220" && now.unit.code != "5230"; asked && l.email == "" && now.at(day) && b.people[l.no] != 0 {
			list = append(list, hrimport.ByHand{From: day, PC: &hrimport.PCEdit{Person: l.no}})
		}
	}
	return list
}

// edit plans and applies edits of different people and departments at once; an
// employment keeps what the edit does not say.
func (b *builder) edit(ctx context.Context, list []hrimport.ByHand) error {
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		roster, err := people.LoadRoster(ctx, tx, list[0].From)
		if err != nil {
			return err
		}
		var all people.Change
		for _, one := range list {
			if e := one.Employment; e != nil {
				entry := roster.Persons[e.Person]
				if entry == nil || entry.Employments[e.No] == nil || !entry.Employments[e.No].At(one.From) {
					continue
				}
				trainer := e.State.Trainer
				e.State = entry.Employments[e.No].EmploymentState
				e.State.Trainer = trainer
			}
			c, err := one.Plan(roster)
			if err != nil {
				return fmt.Errorf("demo: %s: %w", one.Name(), err)
			}
			all.Departments, all.Persons = append(all.Departments, c.Departments...), append(all.Persons, c.Persons...)
		}
		all.EffectiveOn = list[0].From
		all.Sort()
		_, err = people.Apply(ctx, tx, all, 0, 0)
		return err
	})
}
