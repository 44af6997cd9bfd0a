package learning

import (
	"context"

	"zaemme/internal/apperr"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// ModulePage is a module as it is opened.
type ModulePage struct {
	Item   Item
	Module *coursefile.Module
}

// OpenModule is the module of the version that the person gets. It writes nothing. NotFound if
// there is no such course, module, or nothing to read on the screen.
func (s *Service) OpenModule(ctx context.Context, c db.Conn, act Act, code string, no int) (ModulePage, error) {
	if _, err := s.online(code); err != nil {
		return ModulePage{}, err
	}
	i, err := s.item(ctx, c, act, code)
	if err != nil {
		return ModulePage{}, err
	}
	m := i.Version.Content.Module(no)
	if m == nil {
		return ModulePage{}, apperr.New(apperr.NotFound, "error.learning.no_module", nil)
	}
	return ModulePage{Item: i, Module: m}, nil
}

// MarkRead notes «gelesen», once per cycle; the first one of a duty's cycle also
// writes started. It returns the item as it is then.
func (s *Service) MarkRead(ctx context.Context, tx *db.Tx, act Act, code string, no int) (Item, error) {
	v, err := s.online(code)
	if err != nil {
		return Item{}, err
	}
	if err := lockCourse(ctx, tx, act.PersonID, v.CourseID); err != nil {
		return Item{}, err
	}
	i, err := s.item(ctx, tx, act, code)
	if err != nil {
		return Item{}, err
	}
	if i.Version.Content.Module(no) == nil {
		return Item{}, apperr.New(apperr.NotFound, "error.learning.no_module", nil)
	}
	if i.Read[no] {
		return i, nil
	}
	if err := s.start(ctx, tx, act, i.Duty, i.Place); err != nil {
		return Item{}, err
	}
	i.Place.Starts = false
	i.Read[no] = true
	return i, insertRead(ctx, tx, act, i.Version, i.Place.Cycle, no)
}

// start writes started for the first act of learning in a cycle. The caller
// holds the lock of the course.
func (s *Service) start(ctx context.Context, tx *db.Tx, act Act, d ledger.Duty, p Place) error {
	if !p.Starts {
		return nil
	}
	_, err := s.ledger.Append(ctx, tx, ledger.Event{
		PersonID: act.PersonID, CourseID: d.CourseID, Cycle: p.Cycle, Kind: ledger.KindStarted,
		EffectiveOn: act.Today, ActorID: act.PersonID,
	})
	return err
}
