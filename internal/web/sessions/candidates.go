package sessions

import (
	"cmp"
	"slices"

	"zaemme/internal/course"
	"zaemme/internal/evidence"
	"zaemme/internal/ledger"
	"zaemme/internal/report"
)

// candidate is somebody whom a session of a course might concern.
type candidate struct {
	report.Member
	Row      *report.Row // the duty that the course would fulfil or renew, nil: none
	InReview bool        // evidence for it waits already
}

// open reports that the duty is open or can be renewed, and nothing waits.
func (c candidate) open() bool {
	return c.Row != nil && !c.InReview && (c.Row.Status.ToDo() || c.Row.Status == ledger.StatusExpiring)
}

// candidates are the members but the viewer, each with the duty that the course
// would fulfil: its own, else one that it fulfils besides, else one that it renews as
// a short form; of several the most urgent. It is pure.
func candidates(team *report.Team, viewer, courseID int64, fulfils []int64, renews map[int64][]int64, review []evidence.Duty) []candidate {
	var list []candidate
	for _, m := range team.Members {
		if m.ID == viewer {
			continue
		}
		one := candidate{Member: m}
		for i := range m.Rows {
			id := m.Rows[i].Course.ID
			if id != courseID && !slices.Contains(fulfils, id) && !slices.Contains(renews[m.ID], id) {
				continue
			}
			if one.Row == nil || urgency(&m.Rows[i], courseID) < urgency(one.Row, courseID) {
				one.Row = &m.Rows[i]
			}
		}
		waits := func(course int64) bool {
			return slices.Contains(review, evidence.Duty{PersonID: m.ID, CourseID: course})
		}
		one.InReview = waits(courseID) || one.Row != nil && waits(one.Row.Course.ID)
		list = append(list, one)
	}
	return list
}

// urgency orders duties: what is to be done first, then the course itself.
func urgency(r *report.Row, courseID int64) int {
	n := 2
	switch {
	case r.Status.ToDo():
		n = 0
	case r.Status == ledger.StatusExpiring:
		n = 1
	}
	n *= 2
	if r.Course.ID != courseID {
		n++
	}
	return n
}

// offer is a course with how many of a team have a duty open that it fulfils.
type offer struct {
	*course.Version
	Open int
}

// offers are all courses: those with somebody to teach first, the most people first;
// of the same number those held in a classroom first. It is pure.
func offers(team *report.Team, viewer int64, courses *course.Catalogue) []offer {
	var list []offer
	for _, v := range courses.All() {
		one := offer{Version: v}
		for _, c := range candidates(team, viewer, v.CourseID, courses.Fulfils(v.CourseID), nil, nil) {
			if c.open() {
				one.Open++
			}
		}
		list = append(list, one)
	}
	slices.SortStableFunc(list, func(a, b offer) int {
		return cmp.Or(-cmp.Compare(min(a.Open, 1), min(b.Open, 1)), compareBool(a.Online(), b.Online()), -cmp.Compare(a.Open, b.Open), cmp.Compare(a.Code(), b.Code()))
	})
	return list
}

// compareBool puts false first.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	default:
		return -1
	}
}
