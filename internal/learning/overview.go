package learning

import (
	"cmp"
	"context"
	"slices"

	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// Record is what is on record of a person, once the batch in which it was queued is
// sent.
type Record struct {
	duties []ledger.Duty
	done   map[int64]progress
}

// Queue asks for what is on record of the person, in two statements.
func (s *Service) Queue(batch *db.Batch, act Act) *Record {
	r := &Record{done: map[int64]progress{}}
	s.ledger.QueueDuties(batch, act.PersonID, &r.duties)
	queueProgress(batch, act.PersonID, act.Today, r.done)
	return r
}

// Overview is all that concerns the person on the day, by what is on record: without
// a statement, with one while a pilot runs.
func (s *Service) Overview(ctx context.Context, c db.Conn, act Act, r *Record) (Overview, error) {
	pilots, err := s.courses.Own(ctx, c, act.PersonID, act.Today)
	if err != nil {
		return Overview{}, err
	}
	var items []Item
	for _, d := range r.duties {
		v, err := s.courses.Current(d.CourseID)
		if err != nil {
			return Overview{}, err
		}
		i, err := s.newItem(ctx, c, pilots.Of(v), d, r.done[d.CourseID], act)
		if err != nil {
			return Overview{}, err
		}
		items = append(items, i)
	}
	return arrange(items, act.Today), nil
}

// Catalogue is every published course with how the person stands to it, by
// code, in two statements, three while a pilot runs.
func (s *Service) Catalogue(ctx context.Context, c db.Conn, act Act) ([]Item, error) {
	duties, done, pilots, err := s.own(ctx, c, act)
	if err != nil {
		return nil, err
	}
	var items []Item
	for _, v := range s.offered(pilots) {
		i, err := s.newItem(ctx, c, pilots.Of(v), dutyOf(duties, act, v), done[v.CourseID], act)
		if err != nil {
			return nil, err
		}
		if !s.withheld(i, pilots, act) {
			items = append(items, i)
		}
	}
	return items, nil
}

// offered are the courses for all, and those of which the person is in the first
// pilot, by code.
func (s *Service) offered(pilots course.Own) []*course.Version {
	list := slices.Clone(s.courses.All())
	for id, v := range pilots {
		if s.courses.Held(id) {
			list = append(list, v)
		}
	}
	slices.SortFunc(list, func(a, b *course.Version) int { return cmp.Compare(a.Code(), b.Code()) })
	return list
}

// withheld reports that the course is no longer offered, or not yet to this person,
// who has nothing to do with it so far.
func (s *Service) withheld(i Item, pilots course.Own, act Act) bool {
	id := i.Version.CourseID
	hidden := s.courses.Retired(id, act.Today) || s.courses.Held(id) && pilots[id] == nil
	return hidden && i.Duty.Revision == 0 && !i.Begun()
}

// newItem is newItem with the short course, if the catalogue still has it, or with
// what has changed, where that is enough.
func (s *Service) newItem(ctx context.Context, c db.Conn, v *course.Version, d ledger.Duty, p progress, act Act) (Item, error) {
	i := newItem(v, d, p, act.Today)
	if !i.HasDuty || i.Place.Mode != ForDuty {
		return i, nil
	}
	switch i.Asked.Variant {
	case "":
	case ledger.Difference:
		return i, s.since(ctx, c, &i, p.since)
	default:
		i.Short, _ = s.courses.ByCode(i.Asked.Variant) // gone: the course itself renews
	}
	return i, nil
}

// since says what has changed since the version of that ID, if it was one of the
// course and anything has.
func (s *Service) since(ctx context.Context, c db.Conn, i *Item, version int64) error {
	if version == 0 || !i.Version.Online() {
		return nil
	}
	old, err := s.courses.VersionIn(ctx, c, version)
	if err != nil {
		return err
	}
	if d := i.Version.Content.Since(old.Content); old.CourseID == i.Version.CourseID && !d.Empty() {
		i.Since = &d
	}
	return nil
}

// own is what is on record of the person, in one round trip, and the pilots that they
// are in.
func (s *Service) own(ctx context.Context, c db.Conn, act Act) ([]ledger.Duty, map[int64]progress, course.Own, error) {
	var batch db.Batch
	r := s.Queue(&batch, act)
	if err := c.Together(ctx, &batch); err != nil {
		return nil, nil, nil, err
	}
	pilots, err := s.courses.Own(ctx, c, act.PersonID, act.Today)
	return r.duties, r.done, pilots, err
}

// dutyOf is the duty of the course, one without events for somebody who never had
// it.
func dutyOf(duties []ledger.Duty, act Act, v *course.Version) ledger.Duty {
	if i := slices.IndexFunc(duties, func(d ledger.Duty) bool { return d.CourseID == v.CourseID }); i >= 0 {
		return duties[i]
	}
	return ledger.Duty{PersonID: act.PersonID, CourseID: v.CourseID}
}

// item is how the person stands to one course, and which one comes first.
func (s *Service) item(ctx context.Context, c db.Conn, act Act, code string) (Item, error) {
	v, err := s.courses.ByCode(code)
	if err != nil {
		return Item{}, err
	}
	duties, done, pilots, err := s.own(ctx, c, act)
	if err != nil {
		return Item{}, err
	}
	own, err := s.newItem(ctx, c, pilots.Of(v), dutyOf(duties, act, v), done[v.CourseID], act)
	if err != nil {
		return Item{}, err
	}
	own.Pilot = pilots[v.CourseID] != nil
	if s.withheld(own, pilots, act) {
		return Item{}, notFound()
	}
	items := []Item{own}
	for _, shape := range items[0].Asked.Curricula {
		for _, line := range shape.Courses.Lines {
			if other, err := s.courses.ByCode(line.Course); err == nil && other.CourseID != v.CourseID {
				i, err := s.newItem(ctx, c, pilots.Of(other), dutyOf(duties, act, other), done[other.CourseID], act)
				if err != nil {
					return Item{}, err
				}
				items = append(items, i)
			}
		}
	}
	order(items, func(i Item) bool { return i.Status.ToDo() })
	return items[0], nil
}
