package report

import (
	"context"
	"iter"
	"slices"

	"github.com/google/uuid"
)

// entry is a person in scope on the way through a report. The database keeps who is
// in scope and in which order; here are some at a time, so that what is held does not
// grow with the organisation.
type entry struct {
	id          int64
	uid         uuid.UUID
	countedOnly bool // Subject.CountedOnly
}

// The orders in which persons come.
const (
	// byName is that of a Swiss telephone book.
	byName = `sort_name collate "de-CH-x-icu", uid`
	// byKennung is that of the hash.
	byKennung = `uid`
)

// some are persons that are worked on together, or why they could not be read.
type some struct {
	list []*entry
	err  error
}

// batches are the persons in scope in the order given.
func (s *snapshot) batches(ctx context.Context, order string) iter.Seq[some] {
	return func(yield func(some) bool) {
		w, err := s.walk(ctx, order)
		for err == nil {
			var part []*entry
			if part, err = w.take(ctx, batch); err == nil && (len(part) == 0 || !yield(some{list: part})) {
				w.end(ctx)
				return
			}
		}
		yield(some{err: err})
	}
}

// named are the persons whom the report names, by name.
func (s *snapshot) named(ctx context.Context) iter.Seq[some] {
	return func(yield func(some) bool) {
		for part := range s.batches(ctx, byName) {
			part.list = slices.DeleteFunc(part.list, func(e *entry) bool { return e.countedOnly })
			if !yield(part) {
				return
			}
		}
	}
}

// ids of everybody whom the report names, or also of those whom it only counts.
func (s *snapshot) ids(ctx context.Context, all bool) (list []int64, err error) {
	for part := range s.batches(ctx, byKennung) {
		if part.err != nil {
			return nil, part.err
		}
		for _, e := range part.list {
			if all || !e.countedOnly {
				list = append(list, e.id)
			}
		}
	}
	return list, nil
}

// given are persons in the order of a list.
func given(ids []int64) iter.Seq[some] {
	return func(yield func(some) bool) {
		for part := range slices.Chunk(ids, batch) {
			list := make([]*entry, len(part))
			for i, id := range part {
				list[i] = &entry{id: id}
			}
			if !yield(some{list: list}) {
				return
			}
		}
	}
}

func ids(list []*entry) []int64 {
	out := make([]int64, len(list))
	for i, e := range list {
		out[i] = e.id
	}
	return out
}

// names are texts in the order in which they came, each once.
type names struct {
	list []string
	at   map[string]int32
}

// place of a text, from 1.
func (n *names) place(text string) int32 {
	if n.at == nil {
		n.at = map[string]int32{}
	}
	at, ok := n.at[text]
	if !ok {
		n.list = append(n.list, text)
		at = int32(len(n.list))
		n.at[text] = at
	}
	return at
}
