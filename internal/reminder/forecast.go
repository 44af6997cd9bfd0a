package reminder

import (
	"maps"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// DayCount is how much leaves on one day.
type DayCount struct {
	Day    calendar.Date
	Mails  int // to persons
	Digest int // weekly mails to managers, leads and HR
	Slips  int // persons for whom a superior gets one
	Waits  int // persons whom the cap lets wait
	Absent int // persons who would get something and are absent
}

// stirring tells the duties of which somebody may hear in days days from the given one
// on. Most are fulfilled the whole time, and no policy may have a step for these: they
// are not played through day by day.
func stirring(from calendar.Date, days int) func(ledger.Duty) bool {
	return func(d ledger.Duty) bool {
		first, _ := d.Governing(from)
		last, _ := d.Governing(from.AddDays(days - 1))
		return first.Status != ledger.StatusFulfilled || last.Status != ledger.StatusFulfilled || first.Cycle.No != last.Cycle.No
	}
}

// Forecast counts what a policy will send on each of the coming days if nobody
// does anything. Persons are added one by one, so any number can be streamed.
type Forecast struct {
	policy Policy
	from   calendar.Date
	days   []DayCount
	told   []map[int64]bool // recipients of a digest, by day
}

// NewForecast is for days days from the given one on, that one included.
func NewForecast(p Policy, from calendar.Date, days int) *Forecast {
	f := &Forecast{policy: p, from: from, days: make([]DayCount, days), told: make([]map[int64]bool, days)}
	for i := range f.days {
		f.days[i].Day, f.told[i] = from.AddDays(i), map[int64]bool{}
	}
	return f
}

// Add plays the days through for one person and changes none of the arguments. Of
// whom it could tell besides, digests leave on the person's first working day of
// the week.
func (f *Forecast) Add(who Person, duties []ledger.Duty, h History, to audiences) {
	for i := range f.days {
		if f.policy.digestsLeave(who, f.days[i].Day) {
			f.tell(i, who, duties, h, to)
		}
	}
	f.policy.ahead(who, duties, h, f.from, len(f.days), func(i int, r Reminder) {
		day := &f.days[i]
		switch {
		case r.Reason == Capped:
			day.Waits++
		case r.Reason == Absent:
			day.Absent++
		case len(r.Items) == 0:
		case r.Channel == Mail:
			day.Mails++
		default:
			day.Slips++
			f.told[i][to.above] = true
		}
	})
}

// digestsLeave reports whether the week's digests leave on the day, as seen from
// the person's site.
func (p Policy) digestsLeave(who Person, day calendar.Date) bool {
	return who.Site.NextWorkingDay(p.week(day)) == day
}

// ahead plays days days from the given one on for one person, if nobody does
// anything, and hands over what falls due on each, the i-th. Slips travel with the
// weekly digest.
func (p Policy) ahead(who Person, duties []ledger.Duty, h History, from calendar.Date, days int, fn func(i int, r Reminder)) {
	h = History{Sent: maps.Clone(h.Sent), Mails: slices.Clone(h.Mails), Blocked: h.Blocked}
	if h.Sent == nil {
		h.Sent = map[Key]bool{}
	}
	for i := range days {
		day := from.AddDays(i)
		if who.Channel() == Slip && !p.digestsLeave(who, day) {
			continue
		}
		r := Due(p, who, duties, h, day)
		fn(i, r)
		if r.Channel == Mail && len(r.Items) > 0 {
			h.Mails = append(h.Mails, day)
		}
		for _, item := range r.Items {
			h.Sent[item.Key] = true
		}
	}
}

// tell adds who gets a digest because of the person.
func (f *Forecast) tell(i int, who Person, duties []ledger.Duty, h History, to audiences) {
	var d Digest
	day := f.days[i].Day
	d.TallyTeam(f.policy, who, duties, h, day, false)
	d.TallyLead(f.policy, who, duties, h, day)
	d.TallyHR(f.policy, who, duties, h, day)
	if d.Told {
		f.told[i][to.above] = true
	}
	if d.LeadLate > 0 {
		f.told[i][to.lead] = true
	}
	if d.HRLate > 0 {
		for _, id := range to.hr {
			f.told[i][id] = true
		}
	}
}

// Days are the counts, one per day.
func (f *Forecast) Days() []DayCount {
	days := slices.Clone(f.days)
	for i, told := range f.told {
		delete(told, 0) // nobody
		days[i].Digest = len(told)
	}
	return days
}
