package reminder

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
	"zaemme/internal/mail"
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

// Render implements outbox.Renderer.
func (s personRenderer) Render(ctx context.Context, tx *db.Tx, row outbox.Item, now time.Time) (outbox.Decision, error) {
	list, err := s.RenderMany(ctx, tx, []outbox.Item{row}, now)
	if err != nil {
		return outbox.Decision{}, err
	}
	return list[0], nil
}

// RenderMany implements outbox.ManyRenderer: everything is checked as it stands now.
func (s personRenderer) RenderMany(ctx context.Context, tx *db.Tx, rows []outbox.Item, now time.Time) ([]outbox.Decision, error) {
	day := calendar.DateOf(now)
	current, policy, err := inForce(ctx, tx, day)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.RecipientID
	}
	contacts, err := s.readContacts(ctx, tx, ids, day)
	if err != nil {
		return nil, err
	}
	all, err := s.Ledger.Duties(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	blocked, err := s.blocked(ctx, tx, all)
	if err != nil {
		return nil, err
	}
	duties := byPerson(all)
	_, trial := phase(current, day)
	list := make([]outbox.Decision, len(rows))
	triggers := make([][]Item, len(rows))
	var ready []recipient
	for i, row := range rows {
		payload, err := unpack[personPayload](row)
		if err != nil {
			return nil, err
		}
		who := contacts[row.RecipientID]
		reason := who.final(day)
		if payload.Trial && !trial {
			reason = TrialOver
		}
		if reason != "" {
			if list[i], err = s.noLonger(ctx, tx, row.ID, reason); err != nil {
				return nil, err
			}
			continue
		}
		if triggers[i], err = s.still(ctx, tx, row.ID, policy, who.Person, duties[who.ID], blocked[who.ID], payload.Items, day); err != nil {
			return nil, err
		}
		if len(triggers[i]) == 0 {
			list[i] = outbox.NoLonger(string(NothingLeft))
			continue
		}
		ready = append(ready, recipient{row.ID, who.Person})
	}
	waits, err := s.wait(ctx, tx, policy, ready, now)
	if err != nil {
		return nil, err
	}
	speak, err := s.voice(ctx, tx)
	if err != nil {
		return nil, err
	}
	wordings := map[*i18n.Printer]*wording{}
	for i, row := range rows {
		if list[i].Reason() != "" {
			continue
		}
		if wait, waiting := waits[row.ID]; waiting {
			list[i] = wait
			continue
		}
		who := contacts[row.RecipientID]
		texts := speak(who.Language) // before several speak at once
		if wordings[texts] == nil {
			wordings[texts] = s.wording(texts, now)
		}
		common := wordings[texts]
		list[i] = outbox.DeliverWritten(func() (*mail.Message, error) {
			text, err := s.compose(common, current, policy, who, triggers[i], duties[who.ID], blocked[who.ID], day)
			if err != nil {
				return nil, err
			}
			return s.Press.Address(current, who.address(), text)
		})
	}
	return list, nil
}

// byPerson are the duties of each person, in their order.
func byPerson(duties []ledger.Duty) map[int64][]ledger.Duty {
	list := map[int64][]ledger.Duty{}
	for len(duties) > 0 {
		id := duties[0].PersonID
		n := slices.IndexFunc(duties, func(d ledger.Duty) bool { return d.PersonID != id })
		if n < 0 {
			n = len(duties)
		}
		list[id], duties = duties[:n:n], duties[n:]
	}
	return list
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
