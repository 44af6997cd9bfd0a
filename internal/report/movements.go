package report

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"zaemme/internal/ledger"
)

// movement is why the denominator of the Erfüllungsgrad has changed since the
// previous report. Codes are the same in every language.
type movement string

// The movements, in the order of the sheet.
const (
	moveOpening   movement = "opening"   // the previous denominator
	moveJoined    movement = "joined"    // employed since
	moveIn        movement = "moved_in"  // was employed outside the scope
	moveLeft      movement = "left"      // no longer employed
	moveOut       movement = "moved_out" // employed outside the scope
	moveCategory  movement = "category"  // into the total or out of it
	moveWithin    movement = "moved"     // another department; changes nothing
	moveRuleNew   movement = "rule_new"
	moveDutyNew   movement = "duty_new"
	moveResumed   movement = "resumed" // was exempt or paused
	moveRuleEnded movement = "rule_ended"
	moveDutyEnded movement = "duty_ended"
	moveSuspended movement = "suspended" // is exempt or paused
	moveClosing   movement = "closing"   // this denominator
)

var movementOrder = []movement{moveOpening, moveJoined, moveIn, moveLeft, moveOut, moveCategory, moveWithin, moveRuleNew, moveDutyNew,
	moveResumed, moveRuleEnded, moveDutyEnded, moveSuspended, moveClosing}

// move is one line of the sheet: a person, why, and by how many rows.
type move struct {
	kind     movement
	subject  *Subject
	from, to string // department codes
	rule     string // code and version
	courses  []string
	change   int
}

// movements are what lies between two reports of a scope.
type movements struct {
	list []move
	// elsewhere are persons in one of the two reports alone who were employed on the
	// day of the other too, outside its scope.
	elsewhere map[int64]bool
	now, then *snapshot
}

func newMovements(ctx context.Context, now, then *snapshot) (*movements, error) {
	m := &movements{now: now, then: then, elsewhere: map[int64]bool{}}
	var gone, come []int64
	for _, p := range now.pairs(then) {
		switch {
		case p.now == nil:
			gone = append(gone, p.then.ID)
		case p.then == nil:
			come = append(come, p.now.ID)
		}
	}
	for _, part := range []struct {
		ids []int64
		at  *snapshot
	}{{gone, now}, {come, then}} {
		if err := part.at.readEmployed(ctx, part.ids, m.elsewhere); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// add compares the rows of one person.
func (m *movements) add(p pair, now, before []Row) {
	in, was := counting(p.now, now), counting(p.then, before)
	switch {
	case p.then == nil:
		m.whole(moveJoined, moveIn, p.now, "", p.now.Codes(), in, 1)
	case p.now == nil:
		m.whole(moveLeft, moveOut, p.then, p.then.Codes(), "", was, -1)
	case p.now.Counted != p.then.Counted:
		m.note(move{kind: moveCategory, subject: p.now, from: p.then.Codes(), to: p.now.Codes(), courses: codes(append(in, was...)),
			change: len(in) - len(was)})
	case p.now.Counted:
		if p.now.Codes() != p.then.Codes() {
			m.note(move{kind: moveWithin, subject: p.now, from: p.then.Codes(), to: p.now.Codes()})
		}
		m.duties(p, in, was, before, moveResumed, moveRuleNew, moveDutyNew, m.then.looks, 1)
		m.duties(p, was, in, now, moveSuspended, moveRuleEnded, moveDutyEnded, m.now.looks, -1)
	}
}

// duties notes what stands in one of two lists and not in the other: rows that the
// other report has, but does not count; a rule that is not in force there; or a
// duty of its own.
func (m *movements) duties(p pair, list, other, uncounted []Row, suspended, rule, duty movement, there *lookups, sign int) {
	type key struct {
		kind movement
		rule string
	}
	found := map[key][]Row{}
	for _, r := range list {
		same := func(o Row) bool { return o.Course.Code == r.Course.Code }
		if slices.ContainsFunc(other, same) {
			continue
		}
		k := key{duty, r.ruleCode()}
		switch {
		case slices.ContainsFunc(uncounted, same):
			k = key{kind: suspended}
		case r.Cycle.RuleID != 0 && !there.inForce[r.Cycle.RuleID]:
			k.kind = rule
		}
		found[k] = append(found[k], r)
	}
	for k, rows := range found {
		m.note(move{kind: k.kind, subject: p.now, from: p.then.Codes(), to: p.now.Codes(), rule: k.rule, courses: codes(rows), change: sign * len(rows)})
	}
}

func (m *movements) whole(kind, elsewhere movement, s *Subject, from, to string, rows []Row, sign int) {
	if !s.Counted {
		return
	}
	if m.elsewhere[s.ID] {
		kind = elsewhere
	}
	m.note(move{kind: kind, subject: s, from: from, to: to, courses: codes(rows), change: sign * len(rows)})
}

// forget lets go of the persons of the previous report once all are compared.
func (m *movements) forget() { m.then, m.now, m.elsewhere = nil, nil, nil }

func (m *movements) note(one move) { m.list = append(m.list, one) }

// sorted are the moves by kind, person and rule.
func (m *movements) sorted() []move {
	if m == nil {
		return nil
	}
	slices.SortFunc(m.list, func(a, b move) int {
		return cmp.Or(cmp.Compare(slices.Index(movementOrder, a.kind), slices.Index(movementOrder, b.kind)),
			slices.Compare(a.subject.UID[:], b.subject.UID[:]), strings.Compare(a.rule, b.rule))
	})
	return m.list
}

// counting are the rows of the denominator.
func counting(s *Subject, rows []Row) (list []Row) {
	if s == nil || !s.Counted {
		return nil
	}
	for _, r := range rows {
		if r.Status.Counted() {
			list = append(list, r)
		}
	}
	return list
}

func codes(rows []Row) (list []string) {
	for _, r := range rows {
		list = append(list, r.Course.Code)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// denominator of the Erfüllungsgrad.
func denominator(c Counts) int {
	return c.All() - c.Of(ledger.StatusExempt) - c.Of(ledger.StatusPaused)
}
