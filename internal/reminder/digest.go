package reminder

import (
	"cmp"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// SlipFor is the slip of one person, for a superior to hand over.
type SlipFor struct {
	PersonID int64 `json:"person"`
	Items    []Key `json:"items"`
}

// Digest is what one superior, department lead or HR is told in a week: numbers,
// and slips for people without a mailbox.
type Digest struct {
	RecipientID int64
	Team        []int64 // persons with mandatory duties
	Late        int     // duties of the team overdue or expired
	Soon        int     // duties of the team due within Policy.SoonDays
	Lead        []int64 // persons of whom the lead is told
	LeadLate    int     // duties
	HR          []int64 // persons of whom HR is told
	HRLate      int     // duties
	Told        bool    // a step for managers has fallen due
	Slips       []SlipFor
	items       []slipItem
}

type slipItem struct {
	person int64
	item   Item
}

// Empty reports that there is nothing to tell: then none is sent.
func (d *Digest) Empty() bool {
	return !d.Told && len(d.Slips) == 0 && d.LeadLate == 0 && d.HRLate == 0
}

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

// tells reports whether a step for the audience has fallen due for the duty.
func (p Policy) tells(d ledger.Duty, to Audience, who Person, day calendar.Date) bool {
	latest, _, due := p.Latest(d, to, who.Site, day)
	return due && !latest.Retro
}

// TallyTeam adds what a manager or a deputy is told of one person; slips are the
// manager's alone. Somebody absent or not employed is left out, and what is in
// review is nobody's arrears.
func (d *Digest) TallyTeam(p Policy, who Person, duties []ledger.Duty, h History, day calendar.Date, slips bool) {
	if r := who.Reachable(day); r == NotEmployed || r == Absent {
		return
	}
	mandatory := false
	for _, duty := range duties {
		status := duty.Status(day)
		if !duty.Mandatory || status == ledger.StatusNone || h.Blocked[duty.CourseID] != "" {
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
		if p.tells(duty, ToManager, who, day) || p.tells(duty, ToDeputy, who, day) {
			d.Told = true
		}
	}
	if mandatory {
		d.Team = append(d.Team, who.ID)
	}
	if who.Channel() == Mail || !slips {
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

// TallyLead adds what who heads the department is told of one person.
func (d *Digest) TallyLead(p Policy, who Person, duties []ledger.Duty, h History, day calendar.Date) {
	if n := p.count(ToLead, who, duties, h, day); n > 0 {
		d.Lead, d.LeadLate = append(d.Lead, who.ID), d.LeadLate+n
	}
}

// TallyHR adds what HR is told of one person.
func (d *Digest) TallyHR(p Policy, who Person, duties []ledger.Duty, h History, day calendar.Date) {
	if n := p.count(ToHR, who, duties, h, day); n > 0 {
		d.HR, d.HRLate = append(d.HR, who.ID), d.HRLate+n
	}
}

// count is of how many of the duties the audience is told.
func (p Policy) count(to Audience, who Person, duties []ledger.Duty, h History, day calendar.Date) int {
	n := 0
	for _, duty := range duties {
		if p.arrears(to, who, duty, h, day) {
			n++
		}
	}
	return n
}

// arrears reports whether the duty is late for long enough that the audience is
// told.
func (p Policy) arrears(to Audience, who Person, duty ledger.Duty, h History, day calendar.Date) bool {
	if r := who.Reachable(day); r == NotEmployed || r == Absent || who.Cared {
		return false
	}
	return duty.Status(day).Late() && h.Blocked[duty.CourseID] == "" && p.tells(duty, to, who, day)
}

func sortDigests(list []*Digest) {
	slices.SortFunc(list, func(a, b *Digest) int { return cmp.Compare(a.RecipientID, b.RecipientID) })
}
