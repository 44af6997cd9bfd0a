package explain

import (
	"time"

	"zaemme/internal/evidence"
	"zaemme/internal/extension"
	"zaemme/internal/ledger"
)

// At is what was on record at the moment: what was recorded later is left out, and
// what was decided later still waits. It is pure.
func (k Known) At(moment time.Time) Known {
	out := k
	out.Events = among(k.Events, func(e ledger.Event) (ledger.Event, bool) { return e, !e.RecordedAt.After(moment) })
	out.Requests = among(k.Requests, func(r extension.Request) (extension.Request, bool) {
		if r.DecidedAt.After(moment) {
			r.State, r.DecidedAt, r.DecidedBy, r.GrantedOn, r.EventID = extension.Waiting, time.Time{}, 0, 0, 0
		}
		return r, !r.AskedAt.After(moment)
	})
	out.Cases = among(k.Cases, func(c evidence.Case) (evidence.Case, bool) {
		if c.DecidedAt.After(moment) {
			c.State, c.DecidedAt, c.DecidedBy, c.EventID = evidence.Waiting, time.Time{}, 0, 0
		}
		return c, !c.ProposedAt.After(moment)
	})
	return out
}

// among are the entries of each course that there were, as they were.
func among[T any](of map[int64][]T, then func(T) (T, bool)) map[int64][]T {
	out := make(map[int64][]T, len(of))
	for course, list := range of {
		for _, one := range list {
			if one, was := then(one); was {
				out[course] = append(out[course], one)
			}
		}
	}
	return out
}
