package report

import (
	"context"
	"slices"

	"zaemme/internal/audit"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/settings"
)

// Why is what lies between two reports for one person and course; the first that
// is true counts. Some are movements.
type Why string

// The reasons that are no movement of a row as a whole.
const (
	WhyCorrected Why = "corrected"
	WhyDone      Why = "done"      // completed since
	WhyLapsed    Why = "lapsed"    // the completion counts no longer
	WhyRenewal   Why = "renewal"   // a new cycle
	WhyResumed   Why = "resumed"   // was exempt or paused
	WhySuspended Why = "suspended" // is exempt or paused
	WhyDueMoved  Why = "due_moved" // another due date
	WhyTime      Why = "time"      // a day has passed: overdue, in grace, window open
	WhyMoved     Why = "moved"     // another department
	WhyOther     Why = "other"     // version, rule or evidence
)

// Whys are all reasons in the order of lists.
var Whys = []Why{Why(moveJoined), Why(moveIn), Why(moveLeft), Why(moveOut), Why(moveRuleNew), Why(moveDutyNew), Why(moveRuleEnded),
	Why(moveDutyEnded), WhyCorrected, WhyDone, WhyLapsed, WhyRenewal, WhyResumed, WhySuspended, WhyDueMoved, WhyTime, WhyMoved, WhyOther}

// Change is a row that is not the same in two reports; Before or After is nil where
// the report has none.
type Change struct {
	Why           Why
	Subject       *Subject
	Course        *Course
	Before, After *Row
}

// Comparison is what lies between two registered reports.
type Comparison struct {
	Before, After Registered
	Counts        map[Why]int
	// Rows before and after, persons outside the total included.
	RowsBefore, RowsAfter int
	// Changes that were asked for, by Kennung and course: of Listed those of the page.
	Changes []Change
	Listed  int
}

// Part narrows the list of a comparison: one reason, "" for all, and which of them
// from 0.
type Part struct {
	Why         Why
	From, Limit int
}

// Compare counts both reports again, each as of its day and as known at its
// moment, and says of each row that differs why. Whom the part of the list names is
// logged. Forbidden: one of them holds more than the viewer may read.
func (s *Service) Compare(ctx context.Context, v Viewer, before, after Registered, part Part) (*Comparison, error) {
	earlier, err := before.query(v)
	if err != nil {
		return nil, err
	}
	later, err := after.query(v)
	if err != nil {
		return nil, err
	}
	out := &Comparison{Before: before, After: after, Counts: map[Why]int{}}
	err = s.read(ctx, later, func(now *snapshot) error {
		inForce, err := settings.LoadKnown(ctx, now.tx, earlier.AsOf, before.KnownAt)
		if err != nil {
			return err
		}
		then, err := open(ctx, now.tx, earlier, before.KnownAt, inForce)
		if err != nil {
			return err
		}
		m, err := newMovements(ctx, now, then)
		if err != nil {
			return err
		}
		return now.eachPair(ctx, then, func(p pair, rows, was personRows) {
			out.RowsAfter += len(rows.rows)
			out.RowsBefore += len(was.rows)
			for _, c := range m.changes(p, rows, was) {
				out.Counts[c.Why]++
				if part.Why != "" && c.Why != part.Why {
					continue
				}
				if out.Listed >= part.From && len(out.Changes) < part.Limit {
					out.Changes = append(out.Changes, c)
				}
				out.Listed++
			}
		})
	})
	if err != nil {
		return nil, err
	}
	return out, s.logChanges(ctx, v, out)
}

func (s *Service) logChanges(ctx context.Context, v Viewer, c *Comparison) error {
	var persons []int64
	for _, one := range c.Changes {
		if n := len(persons); n == 0 || persons[n-1] != one.Subject.ID {
			persons = append(persons, one.Subject.ID)
		}
	}
	if len(persons) == 0 || v.Person.ID == 0 {
		return nil
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		return audit.Looked(ctx, tx, audit.Look{ViewerID: v.Person.ID, Page: "report.compare", Scope: v.Scope.Name(), AsOf: c.After.AsOf,
			PersonIDs: persons, ReportID: c.After.ID})
	})
}

// changes are the rows of a person that differ, by course code.
func (m *movements) changes(p pair, is, was personRows) (list []Change) {
	subject, now, before := is.subject, is.rows, was.rows
	if subject == nil {
		subject = was.subject
	}
	for len(now) > 0 || len(before) > 0 {
		c := Change{Subject: subject}
		switch {
		case len(before) == 0 || len(now) > 0 && now[0].Course.Code < before[0].Course.Code:
			c.After, c.Course, now = &now[0], now[0].Course, now[1:]
			c.Why = m.whyOne(subject, p.then == nil, c.After.Cycle.RuleID, m.then.looks, moveJoined, moveIn, moveRuleNew, moveDutyNew)
		case len(now) == 0 || now[0].Course.Code > before[0].Course.Code:
			c.Before, c.Course, before = &before[0], before[0].Course, before[1:]
			c.Why = m.whyOne(subject, p.now == nil, c.Before.Cycle.RuleID, m.now.looks, moveLeft, moveOut, moveRuleEnded, moveDutyEnded)
		default:
			c.Before, c.After, c.Course = &before[0], &now[0], now[0].Course
			now, before = now[1:], before[1:]
			if slices.Equal(fields(*c.Before), fields(*c.After)) {
				continue
			}
			c.Why = why(c.Before, c.After)
		}
		list = append(list, c)
	}
	return list
}

// whyOne is why a row stands in one of the reports alone.
func (m *movements) whyOne(s *Subject, alone bool, rule int64, there *lookups, whole, elsewhere, byRule, duty movement) Why {
	switch {
	case alone && m.elsewhere[s.ID]:
		return Why(elsewhere)
	case alone:
		return Why(whole)
	case rule != 0 && !there.inForce[rule]:
		return Why(byRule)
	default:
		return Why(duty)
	}
}

func why(before, after *Row) Why {
	suspended := func(r *Row) bool { return r.Status == ledger.StatusExempt || r.Status == ledger.StatusPaused }
	switch {
	case after.Corrected && !before.Corrected:
		return WhyCorrected
	case after.Status.Fulfilled() && (!before.Status.Fulfilled() || after.Cycle.CompletedOn != before.Cycle.CompletedOn):
		return WhyDone
	case before.Status.Fulfilled() && !after.Status.Fulfilled():
		return WhyLapsed
	case suspended(after) && !suspended(before):
		return WhySuspended
	case suspended(before) && !suspended(after):
		return WhyResumed
	case after.Cycle.No != before.Cycle.No:
		return WhyRenewal
	case after.Due != before.Due || after.GraceUntil != before.GraceUntil || after.Cycle.ValidUntil != before.Cycle.ValidUntil:
		return WhyDueMoved
	case after.Status != before.Status:
		return WhyTime
	case after.Subject.Codes() != before.Subject.Codes():
		return WhyMoved
	default:
		return WhyOther
	}
}
