package reminder

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/outbox"
)

// personPayload is what the outbox keeps of a mail to a person.
type personPayload struct {
	Day   calendar.Date `json:"day"`
	Trial bool          `json:"trial,omitempty"`
	Items []Key         `json:"items"`
}

// digestPayload is what the outbox keeps of a digest.
type digestPayload struct {
	Day   calendar.Date `json:"day"`
	Trial bool          `json:"trial,omitempty"`
	Team  []int64       `json:"team"`
	Lead  []int64       `json:"lead,omitempty"`
	HR    []int64       `json:"hr,omitempty"`
	Slips []SlipFor     `json:"slips,omitempty"`
}

// unpack reads the payload of a row.
func unpack[P any](row outbox.Item) (payload P, err error) {
	if err := json.Unmarshal(row.Payload, &payload); err != nil {
		return payload, fmt.Errorf("reminder: payload: %w", err)
	}
	return payload, nil
}

type personRenderer struct{ *Service }

// Render implements outbox.Renderer: everything is checked as it stands now.
func (s personRenderer) Render(ctx context.Context, tx *db.Tx, row outbox.Item, now time.Time) (outbox.Decision, error) {
	day := calendar.DateOf(now)
	payload, err := unpack[personPayload](row)
	if err != nil {
		return outbox.Decision{}, err
	}
	current, policy, err := inForce(ctx, tx, day)
	if err != nil {
		return outbox.Decision{}, err
	}
	contacts, err := s.readContacts(ctx, tx, []int64{row.RecipientID}, day)
	if err != nil {
		return outbox.Decision{}, err
	}
	who := contacts[row.RecipientID]
	if _, trial := phase(current, day); payload.Trial && !trial {
		return s.noLonger(ctx, tx, row.ID, TrialOver)
	}
	if reason := who.final(day); reason != "" {
		return s.noLonger(ctx, tx, row.ID, reason)
	}
	duties, err := s.Ledger.Duties(ctx, tx, []int64{row.RecipientID})
	if err != nil {
		return outbox.Decision{}, err
	}
	blocked, err := s.blocked(ctx, tx, duties)
	if err != nil {
		return outbox.Decision{}, err
	}
	triggers, err := s.still(ctx, tx, row.ID, policy, who.Person, duties, blocked[row.RecipientID], payload.Items, day)
	if err != nil {
		return outbox.Decision{}, err
	}
	if len(triggers) == 0 {
		return outbox.NoLonger(string(NothingLeft)), nil
	}
	if wait, err := s.wait(ctx, tx, policy, who.Person, row.ID, now); err != nil || wait.Reason() != "" {
		return wait, err
	}
	speak, err := s.voice(ctx, tx)
	if err != nil {
		return outbox.Decision{}, err
	}
	text, err := s.compose(speak, current, policy, who, triggers, duties, blocked[row.RecipientID], now)
	if err != nil {
		return outbox.Decision{}, err
	}
	return s.Press.Deliver(current, who.address(), text)
}

// final is why the person gets no mail for good.
func (c contact) final(day calendar.Date) Reason {
	switch {
	case c.ID == 0 || !contains(c.Employed, day):
		return NotEmployed
	case c.Channel() != Mail:
		return NoMailbox
	case c.Bounced:
		return Bounced
	}
	return ""
}

func (s *Service) noLonger(ctx context.Context, tx *db.Tx, id int64, reason Reason) (outbox.Decision, error) {
	return outbox.NoLonger(string(reason)), suppressAll(ctx, tx, id, reason)
}

// wait says until when the person's mail waits: for the send window, the end of
// an absence, or the cap.
func (s *Service) wait(ctx context.Context, tx *db.Tx, p Policy, who Person, id int64, now time.Time) (outbox.Decision, error) {
	day := calendar.DateOf(now)
	if when := p.Window.When(who, now); when.After(now) {
		reason := who.Reachable(day)
		if reason == "" {
			reason = AfterHours
		}
		return outbox.Later(when, string(reason)), nil
	}
	if wait, err := s.sameDay(ctx, tx, p, who, id, day); err != nil || wait.Reason() != "" {
		return wait, err
	}
	days, err := handedSince(ctx, tx, who.ID, id, day.AddDays(-6))
	if err != nil {
		return outbox.Decision{}, err
	}
	if (History{Mails: days}).capped(p, day) {
		return outbox.Later(p.Window.When(who, at(day.AddDays(1), 0)), string(Capped)), nil
	}
	return outbox.Decision{}, nil
}

// sameDay lets a mail wait for the next day if one has left today: an overview of
// the team and one's own reminder do not come together. Mails of one recipient are
// decided on one after the other, or two processes with one each would not see what
// the other is about to hand over.
func (s *Service) sameDay(ctx context.Context, tx *db.Tx, p Policy, who Person, id int64, day calendar.Date) (outbox.Decision, error) {
	if err := lockRecipient(ctx, tx, who.ID); err != nil {
		return outbox.Decision{}, err
	}
	handed, err := handedOn(ctx, tx, who.ID, id, day)
	if err != nil || !handed {
		return outbox.Decision{}, err
	}
	return outbox.Later(p.Window.When(who, at(day.AddDays(1), 0)), string(SameDay)), nil
}

// still are the steps of a message that hold by now; each of the others gets its
// reason.
func (s *Service) still(
	ctx context.Context, tx *db.Tx, id int64, p Policy, who Person, duties []ledger.Duty, blocked map[int64]Reason, keys []Key, day calendar.Date,
) ([]Item, error) {
	var items []Item
	for _, key := range keys {
		item, reason := p.check(who, duties, key, day)
		if why := blocked[key.CourseID]; reason == "" && why != "" {
			reason = why
		}
		if reason == "" {
			items = append(items, item)
			continue
		}
		if err := suppress(ctx, tx, id, who.ID, key, reason); err != nil {
			return nil, err
		}
	}
	sortItems(items)
	return items, nil
}

// check says what has become of a step since it was written.
func (p Policy) check(who Person, duties []ledger.Duty, key Key, day calendar.Date) (Item, Reason) {
	i := slices.IndexFunc(duties, func(d ledger.Duty) bool { return d.CourseID == key.CourseID })
	if i < 0 {
		return Item{}, Withdrawn
	}
	g, has := duties[i].Governing(day)
	latest, _, due := p.Latest(duties[i], ToPerson, who.Site, day)
	switch {
	case due && latest.Key == key:
		return latest, ""
	case !has || !duties[i].Mandatory:
		return Item{}, Withdrawn
	case duties[i].ExemptOn(day):
		return Item{}, Exempt
	case g.Status == ledger.StatusPaused:
		return Item{}, Paused
	case g.Cycle.No != key.Cycle:
		return Item{}, NewerCycle
	case !slices.ContainsFunc(p.of(duties[i]).List, func(s Step) bool { return s.Code == key.Step }):
		return Item{}, NoLongerStep
	case !due:
		return Item{}, Fulfilled
	default:
		return Item{}, NewerStep
	}
}
