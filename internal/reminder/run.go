package reminder

import (
	"context"
	"slices"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// batchPersons are held in memory at once.
const batchPersons = 500

// subject is one person with what is known of them.
type subject struct {
	member  *people.Member
	person  Person
	duties  []ledger.Duty
	history History
}

// round is one call of Run.
type round struct {
	*Service
	policy  Policy
	org     *people.Org
	day     calendar.Date
	now     time.Time
	trial   bool
	above   *superiors
	current settings.Settings
	digests map[int64]*Digest // by recipient, of those due today
	due     map[int64]bool    // recipients asked about so far
	looked  map[calendar.Date]bool
	counts  map[string]int
	pending []Reminder // decided, not written yet
}

// writtenAtOnce is how many persons' mails are written in one transaction.
const writtenAtOnce = 200

// Run writes a message for everybody for whom something is due on the day of
// now, and says how many: mails, digests, slips, and for what reason others got
// none. It may be called any number of times and in several processes at once:
// every step is written once. Outside the send window of the day and before
// go-live it writes nothing.
func (s *Service) Run(ctx context.Context, now time.Time) (map[string]int, error) {
	r := &round{
		Service: s, day: calendar.DateOf(now), now: now,
		digests: map[int64]*Digest{}, due: map[int64]bool{}, counts: map[string]int{},
	}
	current, policy, err := inForce(ctx, s.DB, r.day)
	if err != nil {
		return nil, err
	}
	live, trial := phase(current, r.day)
	r.current, r.policy, r.trial = current, policy, trial
	switch {
	case !live && !trial:
		return map[string]int{"before_go_live": 1}, nil
	case !now.Before(at(r.day, r.policy.Window.Until)):
		return map[string]int{string(AfterHours): 1}, nil
	}
	if r.looked, err = readRounds(ctx, s.DB, r.policy.week(r.day), trial); err != nil {
		return nil, err
	}
	err = s.stream(ctx, r.day, trial, current, func(org *people.Org, above *superiors) { r.org, r.above = org, above }, nil, r.one)
	if err != nil {
		return r.counts, err
	}
	if err := r.writePending(ctx); err != nil {
		return r.counts, err
	}
	if err := r.writeDigests(ctx); err != nil {
		return r.counts, err
	}
	return r.counts, writeRound(ctx, s.DB, r.day, trial, now, r.counts)
}

// one decides about one person.
func (r *round) one(ctx context.Context, who subject) error {
	if err := r.tally(ctx, who); err != nil {
		return err
	}
	if who.person.Channel() != Mail {
		return nil
	}
	reminder := Due(r.policy, who.person, who.duties, who.history, r.day)
	if reminder.Reason != "" {
		r.counts[string(reminder.Reason)]++
	}
	return r.keep(ctx, reminder, who.history)
}

// keep notes what is sent to the person and what is not, the latter once per reason;
// that a day is none to work on is no reason that anybody asks about.
func (r *round) keep(ctx context.Context, reminder Reminder, h History) error {
	reminder.Left = slices.DeleteFunc(slices.Clone(reminder.Left), func(l Left) bool { return l.Why == NoWorkday || h.LeftOut[l.Key] == l.Why })
	if len(reminder.Items)+len(reminder.Left) == 0 {
		return nil
	}
	if r.pending = append(r.pending, reminder); len(r.pending) < writtenAtOnce {
		return nil
	}
	return r.writePending(ctx)
}

// tally tells the person's superiors, as far as a digest goes there today.
func (r *round) tally(ctx context.Context, who subject) error {
	if len(who.member.Employments) == 0 {
		return nil
	}
	to := r.above.all(who.member)
	if to.above == 0 {
		if err := r.nobody(ctx, who); err != nil {
			return err
		}
	} else if d := r.digest(to.above); d != nil {
		d.TallyTeam(r.policy, who.person, who.duties, who.history, r.day, true)
	}
	if slices.ContainsFunc(who.duties, func(d ledger.Duty) bool { return r.policy.tells(d, ToDeputy, who.person, r.day) }) {
		for _, id := range to.deputies {
			if d := r.digest(id); d != nil {
				d.TallyTeam(r.policy, who.person, who.duties, who.history, r.day, false)
			}
		}
	}
	if d := r.digest(to.lead); d != nil {
		d.TallyLead(r.policy, who.person, who.duties, who.history, r.day)
	}
	for _, id := range to.hr {
		if d := r.digest(id); d != nil {
			d.TallyHR(r.policy, who.person, who.duties, who.history, r.day)
		}
	}
	return nil
}

// nobody records the slips of somebody for whom there is nobody to hand them over.
func (r *round) nobody(ctx context.Context, who subject) error {
	if who.person.Channel() != Slip {
		return nil
	}
	reminder := Due(r.policy, who.person, who.duties, who.history, r.day)
	if len(reminder.Items) == 0 {
		return nil
	}
	r.counts[string(NobodyToTell)]++
	for _, item := range reminder.Items {
		reminder.Left = append(reminder.Left, Left{item, NobodyToTell})
	}
	reminder.Items, reminder.Older = nil, nil
	return r.keep(ctx, reminder, who.history)
}

// digest is that of the recipient, nil if none goes there today.
func (r *round) digest(recipient int64) *Digest {
	if recipient == 0 {
		return nil
	}
	due, asked := r.due[recipient]
	if !asked {
		due = r.policy.DigestDue(NewPerson(r.org.Member(recipient), r.org, r.Calendars), r.day, r.looked)
		r.due[recipient] = due
	}
	if !due {
		return nil
	}
	if r.digests[recipient] == nil {
		r.digests[recipient] = &Digest{RecipientID: recipient}
	}
	return r.digests[recipient]
}
