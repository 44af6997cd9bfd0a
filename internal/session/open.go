package session

import (
	"context"
	"slices"

	"zaemme/internal/audit"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/people"
)

// View is a session as somebody sees it.
type View struct {
	Session
	Runs    bool       // the viewer runs it
	Holds   bool       // the viewer holds it, and does not run it
	People  []Attendee // by name: all for who runs it, or holds it as long as it is planned, else whom the scope contains
	Hidden  int        // further people on the list
	Own     *Attendee  // the viewer, nil where they are not on the list
	MayJoin bool       // the viewer may sign up
	MaySend bool       // who leads people may sign up those to whom it is open
	Taken   int        // seats
	Owner   string     // names
	Decides int        // cases that wait for the viewer
	Waits   int        // cases that wait for anybody
	History []audit.Done
}

// Teaches reports that the viewer needs the list and the quiz on paper: runs the
// session, or holds it.
func (v View) Teaches() bool { return v.Runs || v.Holds && v.State == Planned }

// IDs of the people shown.
func (v View) IDs() []int64 {
	ids := make([]int64, len(v.People))
	for i, p := range v.People {
		ids[i] = p.PersonID
	}
	return ids
}

// Open is the session for the viewer of the scope; confirmers is for whom they may
// confirm. NotFound for who neither runs it, nor is or has anybody on its list, nor may
// sign up.
func (s *Service) Open(ctx context.Context, c db.Conn, uid string, scope, confirmers people.Scope) (View, error) {
	one, owner, err := find(ctx, c, uid)
	if err != nil {
		return View{}, err
	}
	v := View{Session: one, Runs: one.RunBy(scope), Owner: owner}
	v.Holds = !v.Runs && one.HeldBy(scope.Viewer)
	list, err := attendees(ctx, c, one.ID, scope)
	if err != nil {
		return v, err
	}
	may, err := confirmers.Among(ctx, c, idsOf(list))
	if err != nil {
		return v, err
	}
	for _, p := range list {
		if p.Evidence == evidence.Waiting {
			v.Waits++
			if _, ok := may[p.PersonID]; ok && p.PersonID != scope.Viewer && p.Proposer != scope.Viewer {
				v.Decides++
			}
		}
		if p.State == Seated {
			v.Taken++
		}
		if p.PersonID == scope.Viewer && p.State != Withdrawn {
			v.Own = &p
		}
		if v.Runs || p.InScope || v.Holds && one.State == Planned {
			v.People = append(v.People, p)
		} else {
			v.Hidden++
		}
	}
	if v.MayJoin, err = joinable(ctx, c, one.ID, scope.Viewer, scope.Day); err != nil {
		return v, err
	}
	v.MaySend = v.MayJoin && !v.Runs
	v.MayJoin = v.MayJoin && v.Own == nil && one.TrainerID != scope.Viewer
	if !v.Runs && !v.Holds && len(v.People) == 0 && v.Own == nil && !v.MayJoin {
		return v, notFound()
	}
	if v.Runs {
		v.History, err = audit.OfSession(ctx, c, one.ID)
	}
	return v, err
}

func idsOf(list []Attendee) []int64 {
	ids := make([]int64, 0, len(list))
	for _, p := range list {
		ids = append(ids, p.PersonID)
	}
	slices.Sort(ids)
	return ids
}
