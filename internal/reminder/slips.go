package reminder

import (
	"context"
	"slices"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/card"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// slipDays is how long a slip of a digest can be printed, in days.
const slipDays = 35

// SlipOf is what one person without a mailbox is to be handed.
type SlipOf struct {
	PersonID   int64
	Name       string
	Department string
	Lines      []card.SlipLine // in the person's language
	Language   string
}

// Slips are those of the viewer's digests of the last five weeks that still hold:
// of people whom the viewer may name today, or for whom the viewer is the contact
// of their category.
func (s *Service) Slips(ctx context.Context, c db.Conn, viewer int64, now time.Time) ([]SlipOf, error) {
	day := calendar.DateOf(now)
	keys, err := readSlipKeys(ctx, c, viewer, day.AddDays(-slipDays))
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	current, policy, err := inForce(ctx, c, day)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, k := range keys {
		if !slices.Contains(ids, k.PersonID) {
			ids = append(ids, k.PersonID)
		}
	}
	if ids, err = s.mayHand(ctx, c, current, viewer, ids, day); err != nil {
		return nil, err
	}
	contacts, err := s.readContacts(ctx, c, ids, day)
	if err != nil {
		return nil, err
	}
	duties, err := s.Ledger.Duties(ctx, c, ids)
	if err != nil {
		return nil, err
	}
	blocked, err := s.blocked(ctx, c, duties)
	if err != nil {
		return nil, err
	}
	var list []SlipOf
	for _, id := range ids {
		who := contacts[id]
		own := slices.DeleteFunc(slices.Clone(duties), func(d ledger.Duty) bool { return d.PersonID != id })
		one, err := s.slipOf(policy, who, own, blocked[id], keys, day)
		if err != nil {
			return nil, err
		}
		if len(one.Lines) > 0 {
			list = append(list, one)
		}
	}
	return list, nil
}

// slipOf holds the steps of the keys that still hold, most urgent first.
func (s *Service) slipOf(p Policy, who contact, duties []ledger.Duty, blocked map[int64]Reason, keys []slipKey, day calendar.Date) (SlipOf, error) {
	one := SlipOf{PersonID: who.ID, Name: who.name(), Department: who.Department, Language: who.Language}
	if r := who.Reachable(day); r == NotEmployed || r == Absent {
		return one, nil
	}
	var items []Item
	for _, k := range keys {
		if k.PersonID != who.ID || blocked[k.CourseID] != "" {
			continue
		}
		if item, reason := p.check(who.Person, duties, k.Key, day); reason == "" {
			items = append(items, item)
		}
	}
	sortItems(items)
	texts := s.Texts.Printer(who.Language)
	for _, item := range items {
		line, err := s.line(texts, item, groupOf(item))
		if err != nil {
			return one, err
		}
		one.Lines = append(one.Lines, card.SlipLine{Title: line.Title, Facts: line.Facts})
	}
	return one, nil
}

// mayHand are those of the persons whom the viewer may name.
func (s *Service) mayHand(ctx context.Context, c db.Conn, current settings.Settings, viewer int64, ids []int64, day calendar.Date) ([]int64, error) {
	scope, err := people.ScopeOf(ctx, c, viewer, day)
	if err != nil {
		return nil, err
	}
	among, err := scope.Among(ctx, c, ids)
	if err != nil {
		return nil, err
	}
	cared, err := readCared(ctx, c, viewer, current, ids, day)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(ids, func(id int64) bool { return among[id].ID == 0 && !slices.Contains(cared, id) }), nil
}

// SlipsPDF is the file of the slips, to be cut apart, in HR's wording.
func (s *Service) SlipsPDF(ctx context.Context, c db.Conn, current settings.Settings, list []SlipOf, day calendar.Date) ([]byte, error) {
	speak, err := s.voice(ctx, c)
	if err != nil {
		return nil, err
	}
	all := card.Slips{Municipality: current.Text("municipality"), Contact: current.Text("hr_contact"), URL: s.Press.URL(""), TypePath: s.CardPath,
		Inside: current.OnlyInside(), On: day}
	slips := make([]card.Slip, len(list))
	for i, one := range list {
		slips[i] = card.Slip{L: speak(one.Language), Name: one.Name, Department: one.Department, Lines: one.Lines}
	}
	return card.SlipsPDF(all, slips)
}
