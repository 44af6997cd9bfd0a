package report

import (
	"cmp"
	"context"
	"maps"
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
	person   entry
	before   bool   // the person is that of the previous report
	from, to string // department codes
	rule     string // code and version
	courses  string // codes
	change   int
}

// movements are what lies between two reports of a scope.
type movements struct {
	list []move
	// elsewhere are persons in one of the two reports alone who were employed on the
	// day of the other too, outside its scope.
	elsewhere map[int64]bool
	now, then *snapshot
	shared    words
}

func newMovements(ctx context.Context, now, then *snapshot) (*movements, error) {
	m := &movements{now: now, then: then, elsewhere: map[int64]bool{}, shared: words{}}
	var gone, come []int64
	for part := range now.pairs(ctx, then) {
		if part.err != nil {
			return nil, part.err
		}
		for _, p := range part.list {
			switch {
			case p.now == nil:
				gone = append(gone, p.then.id)
			case p.then == nil:
				come = append(come, p.now.id)
			}
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
func (m *movements) add(p pair, now, before personRows) {
	in, was := counting(now), counting(before)
	switch {
	case p.then == nil:
		m.whole(moveJoined, moveIn, now.subject, in, move{person: *p.now, to: now.subject.Codes(), change: len(in)})
	case p.now == nil:
		m.whole(moveLeft, moveOut, before.subject, was, move{person: *p.then, before: true, from: before.subject.Codes(), change: -len(was)})
	case now.subject.Counted != before.subject.Counted:
		m.note(move{kind: moveCategory, person: *p.now, from: before.subject.Codes(), to: now.subject.Codes(), courses: codes(append(in, was...)),
			change: len(in) - len(was)})
	case now.subject.Counted:
		whole := move{person: *p.now, from: before.subject.Codes(), to: now.subject.Codes()}
		if whole.from != whole.to {
			m.note(withKind(whole, moveWithin))
		}
		m.duties(whole, in, was, before.rows, moveResumed, moveRuleNew, moveDutyNew, m.then.looks, 1)
		m.duties(whole, was, in, now.rows, moveSuspended, moveRuleEnded, moveDutyEnded, m.now.looks, -1)
	}
}

func withKind(one move, kind movement) move {
	one.kind = kind
	return one
}

// duties notes what stands in one of two lists and not in the other: rows that the
// other report has, but does not count; a rule that is not in force there; or a
// duty of its own.
func (m *movements) duties(one move, list, other []*Row, uncounted []Row, suspended, rule, duty movement, there *lookups, sign int) {
	type key struct {
		kind movement
		rule string
	}
	var found map[key][]*Row
	for _, r := range list {
		if slices.ContainsFunc(other, func(o *Row) bool { return o.Course.Code == r.Course.Code }) {
			continue
		}
		k := key{duty, r.ruleCode()}
		switch {
		case slices.ContainsFunc(uncounted, func(o Row) bool { return o.Course.Code == r.Course.Code }):
			k = key{kind: suspended}
		case r.Cycle.RuleID != 0 && !there.inForce[r.Cycle.RuleID]:
			k.kind = rule
		}
		if found == nil { // hardly anybody has any
			found = map[key][]*Row{}
		}
		found[k] = append(found[k], r)
	}
	for k, rows := range found {
		one.kind, one.rule, one.courses, one.change = k.kind, k.rule, codes(rows), sign*len(rows)
		m.note(one)
	}
}

func (m *movements) whole(kind, elsewhere movement, s *Subject, rows []*Row, one move) {
	if !s.Counted {
		return
	}
	if one.kind = kind; m.elsewhere[s.ID] {
		one.kind = elsewhere
	}
	one.courses = codes(rows)
	m.note(one)
}

// note keeps a move; there may be one for everybody, so equal texts are kept once.
func (m *movements) note(one move) {
	for _, text := range []*string{&one.from, &one.to, &one.rule, &one.courses} {
		m.shared.keep(text)
	}
	m.list = append(m.list, one)
}

// sorted are the moves by kind, person and rule.
func (m *movements) sorted() []move {
	if m == nil {
		return nil
	}
	slices.SortFunc(m.list, func(a, b move) int {
		return cmp.Or(cmp.Compare(slices.Index(movementOrder, a.kind), slices.Index(movementOrder, b.kind)),
			slices.Compare(a.person.uid[:], b.person.uid[:]), strings.Compare(a.rule, b.rule))
	})
	return m.list
}

// each hands the moves to fn by kind, person and rule, with the person as in the
// report that has it.
func (m *movements) each(ctx context.Context, fn func(move, *Subject) error) error {
	for part := range slices.Chunk(m.sorted(), batch) {
		subjects := map[bool]map[int64]*Subject{false: {}, true: {}}
		for before, shot := range map[bool]*snapshot{false: m.now, true: m.then} {
			byID := map[int64]*entry{}
			for _, one := range part {
				if one.before == before {
					byID[one.person.id] = &one.person
				}
			}
			if err := shot.readSubjects(ctx, slices.Collect(maps.Values(byID)), func(s *Subject) { subjects[before][s.ID] = s }); err != nil {
				return err
			}
		}
		for _, one := range part {
			if err := fn(one, subjects[one.before][one.person.id]); err != nil {
				return err
			}
		}
	}
	return nil
}

// counting are the rows of the denominator.
func counting(p personRows) (list []*Row) {
	if p.subject == nil || !p.subject.Counted {
		return nil
	}
	for i := range p.rows {
		if p.rows[i].Status.Counted() {
			list = append(list, &p.rows[i])
		}
	}
	return list
}

func codes(rows []*Row) string {
	var list []string
	for _, r := range rows {
		list = append(list, r.Course.Code)
	}
	slices.Sort(list)
	return strings.Join(slices.Compact(list), " | ")
}

// denominator of the Erfüllungsgrad.
func denominator(c Counts) int {
	return c.All() - c.Of(ledger.StatusExempt) - c.Of(ledger.StatusPaused)
}
