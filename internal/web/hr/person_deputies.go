package hr

import (
	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// deputies are those of today and of later days; one with an end can be taken
// back, the standing one comes with the staff list.
func (p *personPage) deputies(d people.Dossier, today calendar.Date) {
	for _, f := range d.Deputies {
		if f.ValidTo <= today {
			continue
		}
		days := linkedDays{Name: f.Name, NameURL: personURL(f.UID), Days: p.L.T("hr.person.standing")}
		if f.ValidTo != calendar.Forever {
			last := f.ValidTo.AddDays(-1)
			days.Days = span(p.L, f.ValidFrom, last)
			days.URL = personURL(p.UID) + "/stellvertretung?" + substituteQuery(people.SubstituteChange{Deputy: f.Key, From: f.ValidFrom, Until: last})
		}
		p.Deputies = append(p.Deputies, days)
	}
}
