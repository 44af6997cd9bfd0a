package reminder

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/outbox"
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
}

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
	err = s.stream(ctx, r.day, trial, current, func(org *people.Org, above *superiors) { r.org, r.above = org, above }, r.one)
	if err != nil {
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
	if err := r.leave(ctx, reminder, who.history); err != nil {
		return err
	}
	if len(reminder.Items) == 0 {
		return nil
	}
	written, err := r.write(ctx, reminder)
	if written {
		r.counts["mails"]++
		r.counts["courses"] += len(reminder.Items)
	}
	return err
}

// leave records what is not sent to the person, once per reason; that a day is none
// to work on is no reason that anybody asks about.
func (r *round) leave(ctx context.Context, reminder Reminder, h History) error {
	left := slices.DeleteFunc(slices.Clone(reminder.Left), func(l Left) bool { return l.Why == NoWorkday || h.LeftOut[l.Key] == l.Why })
	if len(left) == 0 {
		return nil
	}
	to := keyRows{person: reminder.PersonID, recipient: reminder.PersonID, channel: reminder.Channel, trial: r.trial, at: r.now}
	return r.DB.Write(ctx, func(tx *db.Tx) error { return to.leave(ctx, tx, left) })
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
	return r.leave(ctx, reminder, who.history)
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

// write is the one place where a mail to a person begins: message and keys
// together, or neither.
func (r *round) write(ctx context.Context, reminder Reminder) (written bool, err error) {
	payload := personPayload{Day: r.day, Trial: r.trial}
	for _, item := range reminder.Items {
		payload.Items = append(payload.Items, item.Key)
	}
	key := fmt.Sprintf("%s:%d:%s", KindPerson, reminder.PersonID, r.day)
	return r.enqueue(ctx, outbox.Message{Kind: KindPerson, RecipientID: reminder.PersonID, Payload: payload}, key,
		func(tx *db.Tx, id int64) (bool, error) {
			to := keyRows{person: reminder.PersonID, recipient: reminder.PersonID, channel: Mail, trial: r.trial, at: r.now}
			ok, err := to.insert(ctx, tx, id, reminder.Items)
			if err != nil || !ok {
				return ok, err
			}
			return true, to.insertOlder(ctx, tx, reminder.Older)
		})
}

// writeDigests writes the digests that are not empty.
func (r *round) writeDigests(ctx context.Context) error {
	var list []*Digest
	for _, d := range r.digests {
		if !d.Empty() {
			list = append(list, d)
		}
	}
	sortDigests(list) // one order of locks for all processes
	week := r.policy.week(r.day)
	for _, d := range list {
		payload := digestPayload{Day: r.day, Trial: r.trial, Team: d.Team, Lead: d.Lead, HR: d.HR, Slips: d.Slips}
		key := fmt.Sprintf("%s:%d:%s", KindDigest, d.RecipientID, week)
		written, err := r.enqueue(ctx, outbox.Message{Kind: KindDigest, RecipientID: d.RecipientID, Payload: payload}, key,
			func(tx *db.Tx, id int64) (bool, error) {
				for _, s := range d.items {
					to := keyRows{person: s.person, recipient: d.RecipientID, channel: Slip, trial: r.trial, at: r.now}
					if ok, err := to.insert(ctx, tx, id, []Item{s.item}); err != nil || !ok {
						return ok, err
					}
				}
				return true, nil
			})
		if err != nil {
			return err
		}
		if written {
			r.counts["digests"]++
			r.counts["slips"] += len(d.Slips)
		}
	}
	return nil
}

// enqueue writes a message and its keys in one transaction; if the message of
// that key is there already, or another process has one of its keys, nothing.
func (r *round) enqueue(ctx context.Context, m outbox.Message, key string, keys func(tx *db.Tx, id int64) (bool, error)) (written bool, err error) {
	if r.trial {
		key += ":trial"
	}
	m.DedupeKey, m.NextAt = key, r.now
	if from := at(r.day, r.policy.Window.From); from.After(r.now) {
		m.NextAt = from
	}
	err = r.DB.Write(ctx, func(tx *db.Tx) error {
		id, fresh, err := outbox.Enqueue(ctx, tx, m)
		if err != nil || !fresh {
			return err
		}
		ok, err := keys(tx, id)
		if err == nil && !ok {
			err = errRaced
		}
		written = err == nil
		return err
	})
	if err == errRaced { //nolint:errorlint // Write returns it as it is
		r.counts["written_elsewhere"]++
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("reminder: write %s: %w", key, err)
	}
	return written, nil
}
