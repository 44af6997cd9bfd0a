package holiday

import (
	"sync"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// Edition is a holiday set in one of its editions.
type Edition struct {
	ID   int64  // number of the edition
	Code string // of the set
	Now  bool   // in force
	Content
}

// Book has the holiday sets of the sites. It never changes and is safe for
// concurrent use. The zero value has the base set of Lucerne for every site and
// names no editions.
type Book struct {
	editions map[int64]*edition
	now      map[string]*edition
	first    map[string]*edition
	standard calendar.Set
}

type edition struct {
	Edition
	once sync.Once
	set  calendar.Set
}

func (e *edition) calendar() calendar.Set {
	e.once.Do(func() { e.set = e.Set() })
	return e.set
}

// NewBook makes a book of editions; those of a set in the order of their numbers.
func NewBook(list []Edition) *Book {
	b := &Book{editions: map[int64]*edition{}, now: map[string]*edition{}, first: map[string]*edition{}, standard: Base()}
	for _, one := range list {
		e := &edition{Edition: one}
		b.editions[one.ID] = e
		if one.Now {
			b.now[one.Code] = e
		}
		if b.first[one.Code] == nil {
			b.first[one.Code] = e
		}
	}
	return b
}

// OneSet is a book in which every site follows the set, for tests and simulations.
func OneSet(set calendar.Set) *Book { return &Book{standard: set} }

var base = sync.OnceValue(func() calendar.Set { return calendar.LucerneBase(FirstYear, LastYear) })

// Base is the base set of the canton, which stands for a name nobody knows.
func Base() calendar.Set { return base() }

// find is the edition in force of the set with the code, else that of the standard
// set, nil where there is none.
func (b *Book) find(code string) *edition {
	if e := b.now[code]; e != nil {
		return e
	}
	return b.now[people.DefaultCalendar]
}

// For is the holiday set of the name, the standard set for an unknown one.
func (b *Book) For(code string) calendar.Set {
	if e := b.find(code); e != nil {
		return e.calendar().From(calendar.Origin{Edition: e.ID})
	}
	return b.standard
}

// ForMember is the holiday set of the site of the main employment; it says of
// which site and edition it is.
func (b *Book) ForMember(org *people.Org, m *people.Member) calendar.Set {
	code, name := people.DefaultCalendar, ""
	if main, ok := m.Main(); ok {
		if site := org.Sites[main.SiteID]; site != nil {
			code, name = site.Calendar, site.Name
		}
	}
	set := b.For(code)
	return set.From(calendar.Origin{Edition: set.Origin().Edition, Site: name})
}

// Earlier is the set by which something was computed that names from as its
// origin, where that is another edition than the one of now: of the same site,
// whichever set that followed then. What names no edition was computed by the first
// one. None means that there is nothing to tell apart: the same edition, or
// another site, which is a fact of the person.
func (b *Book) Earlier(from calendar.Origin, now calendar.Set) (calendar.Set, bool) {
	at := now.Origin()
	e := b.editions[from.Edition]
	switch {
	case at.Edition == 0 || from.Edition != 0 && from.Site != at.Site:
		return calendar.Set{}, false
	case e == nil:
		e = b.first[b.editions[at.Edition].Code]
	}
	if e.ID == at.Edition {
		return calendar.Set{}, false
	}
	return e.calendar().From(calendar.Origin{Edition: e.ID, Site: at.Site}), true
}

// Same reports whether two origins are one: what names no edition was computed by
// the first one of its set.
func (b *Book) Same(one, other calendar.Origin) bool {
	if one.Edition == 0 {
		e := b.editions[other.Edition]
		return e == nil || b.first[e.Code] == e
	}
	return one == other
}

// Sets are the editions in force, by code.
func (b *Book) Sets() map[string]Edition {
	list := make(map[string]Edition, len(b.now))
	for code, e := range b.now {
		list[code] = e.Edition
	}
	return list
}
