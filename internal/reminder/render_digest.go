package reminder

import (
	"context"
	"slices"
	"time"

	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/outbox"
)

type digestRenderer struct{ *Service }

// Render implements outbox.Renderer: numbers and slips as they stand now.
func (s digestRenderer) Render(ctx context.Context, tx *db.Tx, row outbox.Item, now time.Time) (outbox.Decision, error) {
	day := calendar.DateOf(now)
	payload, err := unpack[digestPayload](row)
	if err != nil {
		return outbox.Decision{}, err
	}
	current, policy, err := inForce(ctx, tx, day)
	if err != nil {
		return outbox.Decision{}, err
	}
	contacts, err := s.readContacts(ctx, tx, slices.Concat([]int64{row.RecipientID}, payload.persons()), day)
	if err != nil {
		return outbox.Decision{}, err
	}
	boss := contacts[row.RecipientID]
	if _, trial := phase(current, day); payload.Trial && !trial {
		return s.noLonger(ctx, tx, row.ID, TrialOver)
	}
	switch {
	case boss.ID == 0 || !contains(boss.Employed, day):
		return s.noLonger(ctx, tx, row.ID, NotEmployed)
	case boss.Email == "":
		return s.noLonger(ctx, tx, row.ID, NoMailbox)
	case boss.Bounced:
		return s.noLonger(ctx, tx, row.ID, Bounced)
	}
	if wait, waits := policy.outside(boss.Person, now); waits {
		return wait, nil
	}
	if beside, err := s.sameDay(ctx, tx, []recipient{{row.ID, boss.Person}}, now); err != nil || beside[boss.ID] {
		return policy.tomorrow(boss.Person, day, SameDay), err
	}
	digest := Digest{RecipientID: row.RecipientID}
	slips, err := s.recount(ctx, tx, row.ID, policy, &digest, payload, contacts, day)
	if err != nil {
		return outbox.Decision{}, err
	}
	digest.Slips = nil // those that hold stand in slips
	if digest.Empty() && len(slips) == 0 {
		return s.noLonger(ctx, tx, row.ID, NothingLeft)
	}
	speak, err := s.voice(ctx, tx)
	if err != nil {
		return outbox.Decision{}, err
	}
	text, err := s.composeDigest(speak, current, policy, boss, digest, slips, day)
	if err != nil {
		return outbox.Decision{}, err
	}
	if err := audit.Looked(ctx, tx, audit.Look{
		ViewerID: row.RecipientID, Page: KindDigest, Scope: "line", AsOf: day, PersonIDs: named(slips),
	}); err != nil {
		return outbox.Decision{}, err
	}
	return s.Press.Deliver(current, boss.address(), text)
}

// slip is a person's slip as it is printed.
type slip struct {
	who   contact
	items []Item
}

func named(slips []slip) []int64 {
	ids := make([]int64, len(slips))
	for i, one := range slips {
		ids[i] = one.who.ID
	}
	return ids
}

// persons are all whom the digest counts, each once.
func (p digestPayload) persons() []int64 {
	all := slices.Concat(p.Team, p.Lead, p.HR)
	slices.Sort(all)
	return slices.Compact(all)
}

// recount fills the digest from the duties of the team as they stand now, and
// returns the slips that still hold.
func (s *Service) recount(
	ctx context.Context, tx *db.Tx, id int64, p Policy, digest *Digest, payload digestPayload, contacts map[int64]contact, day calendar.Date,
) ([]slip, error) {
	all, err := s.Ledger.Duties(ctx, tx, payload.persons())
	if err != nil {
		return nil, err
	}
	blocked, err := s.blocked(ctx, tx, all)
	if err != nil {
		return nil, err
	}
	duties := byPerson(all)
	for _, person := range payload.Team {
		digest.TallyTeam(p, contacts[person].Person, duties[person], History{Blocked: blocked[person]}, day, false)
	}
	for _, person := range payload.Lead {
		digest.TallyLead(p, contacts[person].Person, duties[person], History{Blocked: blocked[person]}, day)
	}
	for _, person := range payload.HR {
		digest.TallyHR(p, contacts[person].Person, duties[person], History{Blocked: blocked[person]}, day)
	}
	var slips []slip
	for _, one := range payload.Slips {
		who := contacts[one.PersonID]
		if reason := who.Reachable(day); reason == NotEmployed || reason == Absent {
			for _, key := range one.Items {
				if err := suppress(ctx, tx, id, one.PersonID, key, reason); err != nil {
					return nil, err
				}
			}
			continue
		}
		items, err := s.still(ctx, tx, id, p, who.Person, duties[one.PersonID], blocked[one.PersonID], one.Items, day)
		if err != nil {
			return nil, err
		}
		if len(items) > 0 {
			slips = append(slips, slip{who, items})
		}
	}
	return slips, nil
}
