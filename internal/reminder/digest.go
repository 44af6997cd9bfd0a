package reminder

import (
	"cmp"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// SlipFor is the slip of one person, for a superior to hand over.
type SlipFor struct {
	PersonID int64 `json:"person"`
	Items    []Key `json:"items"`
}

// Digest is what a superior is told in a week: numbers, and slips for people
// without a mailbox.
type Digest struct {
	RecipientID int64
	Team        []int64 // persons with mandatory duties
	Late        int     // duties overdue or expired
	Soon        int     // duties due within Policy.SoonDays
	Told        bool    // a step for managers has fallen due
	Slips       []SlipFor
	items       []slipItem
}

type slipItem struct {
	person int64
	item   Item
}

// Empty reports that there is nothing to tell: then none is sent.
func (d *Digest) Empty() bool { return !d.Told && len(d.Slips) == 0 }

// week is the first day of the week of digests that contains day.
func (p Policy) week(day calendar.Date) calendar.Date {
	back := (int(day.Weekday()) - int(p.DigestDay) + 7) % 7
	return day.AddDays(-back)
}

// DigestDue reports whether the week's digest goes to the recipient on day: on
// the digest day or the next working day, or later in the week if the recipient
// was not there, or no round was made; looked has the days with a round.
func (p Policy) DigestDue(recipient Person, day calendar.Date, looked map[calendar.Date]bool) bool {
	first := recipient.Site.NextWorkingDay(p.week(day))
	if day < first || recipient.Reachable(day) != "" {
		return false
	}
	for d := first; d < day; d++ {
		if looked[d] && recipient.Reachable(d) == "" {
			return false
		}
	}
	return true
}

// Tally adds what a superior is told of one person. Somebody absent or not
// employed is left out.
func (d *Digest) Tally(p Policy, who Person, duties []ledger.Duty, h History, day calendar.Date) {
	if r := who.Reachable(day); r == NotEmployed || r == Absent {
		return
	}
	mandatory := false
	for _, duty := range duties {
		status := duty.Status(day)
		if !duty.Mandatory || status == ledger.StatusNone {
			continue
		}
		mandatory = true
		g, _ := duty.Governing(day)
		switch {
		case status.Late():
			d.Late++
		case status.ToDo() && g.Due != 0 && g.Due <= day.AddDays(p.SoonDays):
			d.Soon++
		}
		if _, _, due := p.Latest(duty, ToManager, who.Site, day); due {
			d.Told = true
		}
	}
	if mandatory {
		d.Team = append(d.Team, who.ID)
	}
	if who.Channel() == Mail {
		return
	}
	if r := Due(p, who, duties, h, day); len(r.Items) > 0 {
		slip := SlipFor{PersonID: who.ID}
		for _, item := range r.Items {
			slip.Items = append(slip.Items, item.Key)
			d.items = append(d.items, slipItem{who.ID, item})
		}
		d.Slips = append(d.Slips, slip)
	}
}

// superiors finds who is told about a person.
type superiors struct {
	org      *people.Org
	deputies map[int64][]int64 // of a person, by ID
	care     []int64           // role Betreuung Behörden
	hr       []int64           // role HR, whole organisation
	day      calendar.Date
}

// of is who gets the person's slips and is told what is late: the manager, the
// manager's deputy, who heads the department or one above it, HR. For elected
// members, militia and externals it is the Gemeindekanzlei alone. Nobody is the
// own superior; somebody without a mailbox, not employed, or away for a week or
// more is passed over. ok is false if nobody is left.
func (s *superiors) of(m *people.Member) (id int64, ok bool) {
	main, employed := m.Main()
	if !employed {
		return 0, false
	}
	var candidates []int64
	if cared(main.Category) {
		candidates = s.care
	} else {
		if main.ManagerID != 0 {
			candidates = append(candidates, main.ManagerID)
			candidates = append(candidates, s.deputies[main.ManagerID]...)
		}
		path := s.org.Path(main.DepartmentID)
		for _, d := range slices.Backward(path) {
			candidates = append(candidates, d.HeadID)
			candidates = append(candidates, s.deputies[d.HeadID]...)
		}
		candidates = append(candidates, s.hr...)
	}
	for _, c := range candidates {
		if c != m.ID && s.usable(c) {
			return c, true
		}
	}
	return 0, false
}

func (s *superiors) usable(id int64) bool {
	m := s.org.Member(id)
	if m == nil || m.Email == "" || len(m.Employments) == 0 {
		return false
	}
	for _, a := range m.Absences {
		if a.FromOn <= s.day && a.UntilOn >= s.day.AddDays(6) {
			return false
		}
	}
	return true
}

func sortDigests(list []*Digest) {
	slices.SortFunc(list, func(a, b *Digest) int { return cmp.Compare(a.RecipientID, b.RecipientID) })
}
