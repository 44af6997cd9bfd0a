package planned

import (
	"context"
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// Draft is a plan as somebody wants it.
type Draft struct {
	UID      string // "": a new one
	Revision int    // of the plan that was shown
	Terms           // but for the department:
	// Department is a code, "" for everybody.
	Department string
	// Recipients as typed: mail address, personnel number or login. Who is not HR plans
	// for nobody else, and leaves it empty.
	Recipients []string
}

// Act is who does something, with all that they see today, and when.
type Act struct {
	Scope people.Scope
	Now   time.Time
}

// Save makes a plan, or changes one, and answers with its UID. Who changes the plan
// of somebody else owns it from then on. Errors: NotFound; Stale; Invalid at rhythm,
// weekday, day, variant, department, language or recipients.
func (s *Service) Save(ctx context.Context, tx *db.Tx, d Draft, act Act) (string, error) {
	today := calendar.DateOf(act.Now)
	j, err := newJudge(ctx, tx, today)
	if err != nil {
		return "", err
	}
	p := Plan{State: Active, Since: today, CreatedAt: act.Now}
	if d.UID != "" {
		if p, err = s.held(ctx, tx, j, d.UID, act); err != nil {
			return "", err
		}
		if p.Revision != d.Revision {
			return "", apperr.New(apperr.Stale, "error.planned.stale", nil)
		}
	}
	before := p
	if p.Terms, err = d.terms(j.tree); err != nil {
		return "", err
	}
	if err := p.check(s.Texts.Languages()); err != nil {
		return "", err
	}
	if p.People, err = s.recipients(ctx, j, d, p.Terms, act); err != nil {
		return "", err
	}
	if p.Rhythm != before.Rhythm || p.Day != before.Day {
		p.Since = today
	}
	p.OwnerID, p.ChangedAt, p.ChangedBy = act.Scope.Viewer, act.Now, act.Scope.Viewer
	if !j.mayOwn(act.Scope, p) {
		field := "department"
		if p.Variant.Frozen() || !act.Scope.Has(people.RoleHR) {
			field = "variant"
		}
		return "", apperr.New(apperr.Invalid, "error.planned.beyond", nil).At(field)
	}
	action, fields := "report_plan.made", []string(nil)
	if d.UID == "" {
		err = insertPlan(ctx, tx, &p)
	} else {
		action, fields = "report_plan.changed", p.differs(before)
		err = updatePlan(ctx, tx, p)
	}
	if err != nil {
		return "", err
	}
	return p.UID, audit.Record(ctx, tx, audit.Entry{ActorID: act.Scope.Viewer, Action: action, ObjectKind: "report_plan", ObjectID: p.UID, Fields: fields})
}

// held is the plan, locked, if the actor may handle it; else NotFound.
func (s *Service) held(ctx context.Context, tx *db.Tx, j judge, uid string, act Act) (Plan, error) {
	p, err := lockPlan(ctx, tx, uid)
	if err == nil && !j.mayHandle(act.Scope, p) {
		err = notFound()
	}
	return p, err
}

// terms are those of the draft with the department of its code.
func (d Draft) terms(tree *people.Org) (Terms, error) {
	t := d.Terms
	t.DepartmentID = 0
	if d.Department == "" {
		return t, nil
	}
	for _, one := range tree.Departments {
		if one.Code == d.Department {
			t.DepartmentID = one.ID
			return t, nil
		}
	}
	return t, apperr.New(apperr.Invalid, "error.report.department", nil).At("department")
}

// recipients are who was typed, each of whom reads what is planned; who is not HR
// plans for nobody else. An error names what was typed and nothing more.
func (s *Service) recipients(ctx context.Context, j judge, d Draft, t Terms, act Act) ([]int64, error) {
	invalid := func(key, typed string) error {
		return apperr.New(apperr.Invalid, "error.planned."+key, map[string]any{"typed": typed}).At("recipients")
	}
	var list []int64
	if !act.Scope.Has(people.RoleHR) {
		why, _, err := j.recipient(ctx, act.Scope.Viewer, t)
		if err == nil && why == NoMailbox {
			err = apperr.New(apperr.Invalid, "error.planned.no_own_mailbox", nil)
		}
		return []int64{act.Scope.Viewer}, err // what they may not read is refused by mayOwn
	}
	for _, typed := range d.Recipients {
		p, err := people.Find(ctx, j.conn, typed)
		switch {
		case apperr.Is(err, apperr.NotFound):
			return nil, invalid("unknown", typed)
		case apperr.Is(err, apperr.Conflict):
			return nil, invalid("several", typed)
		case err != nil:
			return nil, err
		}
		why, _, err := j.recipient(ctx, p.ID, t)
		if err != nil {
			return nil, err
		}
		if why != "" {
			return nil, invalid("recipient_"+string(why), typed)
		}
		if !slices.Contains(list, p.ID) {
			list = append(list, p.ID)
		}
	}
	switch {
	case len(list) == 0:
		return nil, invalid("nobody", "")
	case len(list) > MaxRecipients:
		return nil, apperr.New(apperr.Invalid, "error.planned.many", map[string]any{"n": MaxRecipients}).At("recipients")
	}
	slices.Sort(list)
	return list, nil
}

// differs names the fields that are not as before.
func (p Plan) differs(before Plan) (fields []string) {
	for name, same := range map[string]bool{"rhythm": p.Rhythm == before.Rhythm, "day": p.Day == before.Day, "variant": p.Variant == before.Variant,
		"department": p.DepartmentID == before.DepartmentID, "language": p.Language == before.Language, "recipients": slices.Equal(p.People, before.People),
		"attached": p.Brief == before.Brief && p.Management == before.Management, "owner": p.OwnerID == before.OwnerID} {
		if !same {
			fields = append(fields, name)
		}
	}
	slices.Sort(fields)
	return fields
}
