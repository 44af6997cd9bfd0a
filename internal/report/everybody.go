package report

import (
	"slices"

	"github.com/google/uuid"
)

// entry is what a report keeps of each person in scope while it is open, 32 bytes:
// everything else is read for some persons at a time. So what is held hardly grows
// with the organisation.
type entry struct {
	id          int64
	uid         uuid.UUID
	late        int32 // 0: no row that is late, else place of the superior's name; once reckoned
	countedOnly bool  // Subject.CountedOnly
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

// everybody is who is in scope, by name.
func (s *snapshot) everybody() []*entry {
	order := make([]*entry, len(s.people))
	for i := range s.people {
		order[i] = &s.people[i]
	}
	return order
}

// named are the persons whom the report names.
func (s *snapshot) named() []*entry {
	return slices.DeleteFunc(s.everybody(), func(e *entry) bool { return e.countedOnly })
}

// nameless is how many the report only counts.
func (s *snapshot) nameless() int {
	n := 0
	for _, e := range s.people {
		if e.countedOnly {
			n++
		}
	}
	return n
}

// byKennung is the order of the hash.
func (s *snapshot) byKennung() []*entry {
	order := s.everybody()
	slices.SortFunc(order, func(a, b *entry) int { return slices.Compare(a.uid[:], b.uid[:]) })
	return order
}

// ids of everybody.
func (s *snapshot) ids() []int64 { return ids(s.everybody()) }

func ids(list []*entry) []int64 {
	out := make([]int64, len(list))
	for i, e := range list {
		out[i] = e.id
	}
	return out
}
