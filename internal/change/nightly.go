package change

import (
	"cmp"
	"context"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// RunDay writes what a new day does to duties: entries, exits and moves that
// were known ahead. It returns the last batch, 0 if there was nothing to do;
// running it again on the same day does nothing, and one that was cut off goes on.
// Each part of the people is a transaction and a batch of its own: how long it keeps
// anybody waiting and holds reports back does not grow with their number.
func (s *Service) RunDay(ctx context.Context, today calendar.Date) (batch int64, err error) {
	night := nightly{day: today}
	for from, until := int64(0), int64(0); ; {
		err = s.db.Write(ctx, func(tx *db.Tx) error {
			if err := people.Lock(ctx, tx); err != nil {
				return err
			}
			if err := night.refresh(ctx, tx); err != nil {
				return err
			}
			from, until = night.persons()
			done := computed{org: night.org, draft: Draft{People: people.Change{EffectiveOn: today}}}
			proposal := done.proposal(today)
			proposal.From, proposal.Until = from, until
			if done.effects, err = s.duties.Plan(ctx, tx, proposal); err != nil || len(done.effects) == 0 {
				return err
			}
			done.tally = newTally(done.draft, night.org, night.org)
			if _, err := done.tally.add(done.effects); err != nil {
				return err
			}
			batch, err = s.write(ctx, tx, Nightly, 0, today, 0, done, done.effects.Persons())
			return err
		})
		if err != nil {
			return batch, err
		}
		if until == 0 {
			return batch, nil
		}
		night.done = until
	}
}

// ShowDay is what RunDay would do, summed up. It reads only.
func (s *Service) ShowDay(ctx context.Context, today calendar.Date) (Sums, error) {
	var done computed
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if done.org, err = people.Load(ctx, tx, people.Moment{Day: today}); err != nil {
			return err
		}
		done.tally = newTally(done.draft, done.org, done.org)
		return s.compute(ctx, tx, Request{Kind: Nightly, EffectiveOn: today}, &done, nil)
	})
	if err != nil {
		return Sums{}, err
	}
	return done.tally.Sums, nil
}

// nightly is how far a night has come.
type nightly struct {
	day  calendar.Date
	org  *people.Org
	seen int64 // the last change of staff that org knows
	done int64 // the last person who is up to date, by ID
}

// refresh reads the organisation, again only if somebody has changed it since.
func (n *nightly) refresh(ctx context.Context, tx *db.Tx) error {
	last, err := lastBatch(ctx, tx)
	if err != nil || n.org != nil && last == n.seen {
		return err
	}
	n.seen = last
	n.org, err = people.Load(ctx, tx, people.Moment{Day: n.day})
	return err
}

// persons are the IDs of the part at hand, both included, 0: no limit.
func (n *nightly) persons() (from, until int64) {
	if n.done > 0 {
		from = n.done + 1
	}
	members := n.org.Members
	next, _ := slices.BinarySearchFunc(members, from, func(m *people.Member, id int64) int { return cmp.Compare(m.ID, id) })
	if end := next + part; end < len(members) {
		until = members[end].ID - 1
	}
	return from, until
}
