package planned

import (
	"context"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// Reason says why somebody got nothing.
type Reason string

// The reasons; "" for who gets it.
const (
	Gone      Reason = "gone"       // may no longer sign in
	NoRight   Reason = "no_right"   // may not read what the report is about
	NoMailbox Reason = "no_mailbox" // has no address
	NoMonth   Reason = "no_month"   // the month end has never been kept
	Newer     Reason = "newer"      // the next run came before this mail could leave
	Stopped   Reason = "stopped"    // the plan was paused or ended before the mail left
)

// judge knows who may read what on a day.
type judge struct {
	conn  db.Conn
	today calendar.Date
	tree  *people.Org
}

func newJudge(ctx context.Context, c db.Conn, today calendar.Date) (judge, error) {
	tree, err := people.LoadTree(ctx, c, today)
	return judge{conn: c, today: today, tree: tree}, err
}

// reads reports whether a scope holds what the terms ask for: figures of month ends
// for who reads figures; else HR's report, or the own line, about all of the department.
func (j judge) reads(scope people.Scope, t Terms) bool {
	switch t.Variant {
	case HR:
		return j.covers(scope.ForReports(), t.DepartmentID)
	case Line:
		own := scope.ForLine()
		return own.Line && (t.DepartmentID == 0 || own.Department(j.tree, t.DepartmentID))
	default:
		return scope.ReadsFigures()
	}
}

// covers reports whether the scope has the whole department, 0 for everybody.
func (j judge) covers(scope people.Scope, department int64) bool {
	return scope.Everyone || department != 0 && scope.Department(j.tree, department)
}

// recipient is why the person gets nothing of the terms, "" if nothing speaks
// against it, and whether files of month ends may go along.
func (j judge) recipient(ctx context.Context, person int64, t Terms) (why Reason, figures bool, err error) {
	enters, err := auth.Enters(ctx, j.conn, j.today, person)
	if err != nil {
		return "", false, err
	}
	if !enters[person] {
		return Gone, false, nil
	}
	scope, err := people.ScopeOf(ctx, j.conn, person, j.today)
	if err != nil {
		return "", false, err
	}
	if !j.reads(scope, t) {
		return NoRight, false, nil
	}
	to, err := people.Get(ctx, j.conn, person)
	if err != nil {
		return "", false, err
	}
	if to.Email == "" {
		return NoMailbox, false, nil
	}
	return "", scope.ReadsFigures(), nil
}

// mayOwn reports whether somebody may answer for a plan: HR for any report about
// people that HR sees, whoever gets it; others for what they read themselves, sent to
// nobody else.
func (j judge) mayOwn(scope people.Scope, p Plan) bool {
	if scope.Has(people.RoleHR) && (p.Variant.Frozen() || j.covers(scope.ForHR(), p.DepartmentID)) {
		return true
	}
	return j.reads(scope, p.Terms) && len(p.People) == 1 && p.People[0] == scope.Viewer
}

// mayHandle reports whether somebody sees a plan and may change or end it: who owns
// it, and HR for whom it is about.
func (j judge) mayHandle(scope people.Scope, p Plan) bool {
	return p.OwnerID == scope.Viewer || scope.Has(people.RoleHR) && j.covers(scope.ForHR(), p.DepartmentID)
}
