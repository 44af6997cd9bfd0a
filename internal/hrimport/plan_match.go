package hrimport

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"zaemme/internal/markdown"
)

// pair is a unit of the file that may be a department on record.
type pair struct {
	unit   *unit
	code   string
	class  int // 4: all names and something below, 3: own name and something below, 2: most of what is below, 1: all names
	shared int
}

// match gives units without a code the department they are. Names alone would
// take a renamed unit for a new one, so what lies below decides: departments,
// and staff where the lowest units have no code either.
func (p *planner) match(u *units) {
	taken := map[string]bool{}
	depth := 0
	for _, one := range u.all {
		if one.code != "" {
			taken[one.code] = true
		}
		depth = max(depth, len(one.path))
	}
	names := p.namesOnRecord()
	for ; depth > 0; depth-- { // from below, so that what lies below is settled
		var pairs []pair
		for _, one := range u.all {
			if one.code == "" && len(one.path) == depth {
				called := names[pathKey(one.path)]
				if len(called) == 0 && depth == 1 && (u.flat || p.options.partial()) { // a name alone, wherever it stands
					called = p.codesCalled(one.path[0])
				}
				pairs = append(pairs, p.candidates(u, one, called)...)
			}
		}
		settle(pairs, taken)
	}
	for _, one := range u.all {
		if one.code == "" {
			one.code = p.newCode(one.path, taken)
		}
	}
}

// settle gives the best pairs to each other.
func settle(pairs []pair, taken map[string]bool) {
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.class, a.class), cmp.Compare(b.shared, a.shared),
			cmp.Compare(pathKey(a.unit.path), pathKey(b.unit.path)), cmp.Compare(a.code, b.code))
	})
	for _, one := range pairs {
		if one.unit.code == "" && !taken[one.code] {
			one.unit.code = one.code
			taken[one.code] = true
		}
	}
}

// candidates are the departments on record that have something in common with
// the unit; called are those with all its names.
func (p *planner) candidates(u *units, one *unit, called []string) []pair {
	shared := map[string]int{}
	known := false // whether anything below is on record
	for _, child := range one.children {
		if entry := p.roster.Departments[child.code]; entry != nil {
			known = true
			shared[entry.Parent]++
		}
	}
	if len(one.children) == 0 {
		for key := range one.staff {
			if e := p.employment(key); e != nil {
				known = true
				shared[e.Department]++
			}
		}
	}
	var list []pair
	for _, code := range called {
		if shared[code] > 0 || !known {
			list = append(list, pair{one, code, 4, shared[code]})
		} else {
			list = append(list, pair{one, code, 1, 0})
		}
	}
	for code, n := range shared {
		entry := p.roster.Departments[code]
		switch {
		case entry == nil:
		case entry.Name == one.path[len(one.path)-1]:
			list = append(list, pair{one, code, 3, n})
		case 2*n >= p.below(u, code, len(one.children) == 0):
			list = append(list, pair{one, code, 2, n})
		}
	}
	return list
}

// below counts what lies directly below a department on record and is in the
// file: departments, or employments.
func (p *planner) below(u *units, code string, staff bool) int {
	n := 0
	if staff {
		for _, one := range u.all {
			for key := range one.staff {
				if e := p.employment(key); e != nil && e.Department == code {
					n++
				}
			}
		}
		return n
	}
	for _, one := range u.all {
		if entry := p.roster.Departments[one.code]; entry != nil && entry.Parent == code {
			n++
		}
	}
	return n
}

// namesOnRecord finds departments by their names from the top.
func (p *planner) namesOnRecord() map[string][]string {
	list := map[string][]string{}
	for code, entry := range p.roster.Departments {
		if entry.Ends <= p.effective {
			continue // a name alone opens none again
		}
		names := []string{entry.Name}
		for up := p.roster.Departments[entry.Parent]; up != nil && len(names) <= len(p.roster.Departments); {
			names = append(names, up.Name)
			up = p.roster.Departments[up.Parent]
		}
		slices.Reverse(names)
		list[pathKey(names)] = append(list[pathKey(names)], code)
	}
	for _, codes := range list {
		slices.Sort(codes)
	}
	return list
}

// codesCalled are the departments of that name.
func (p *planner) codesCalled(name string) []string {
	var codes []string
	for code, entry := range p.roster.Departments {
		if entry.Name == name && entry.Ends > p.effective {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}

// newCode makes a code from the names. It stays the code, whatever the unit is
// called later.
func (p *planner) newCode(path []string, taken map[string]bool) string {
	parts := make([]string, len(path))
	for i, name := range path {
		parts[i] = slug(name)
	}
	base := strings.Join(parts, "/")
	code := base
	for n := 2; taken[code] || p.roster.Departments[code] != nil; n++ {
		code = fmt.Sprintf("%s-%d", base, n)
	}
	taken[code] = true
	return code
}

// maxSlug keeps codes readable; in bytes.
const maxSlug = 60

func slug(name string) string {
	text := markdown.Slug(name)
	return cmp.Or(strings.Trim(text[:min(len(text), maxSlug)], "-"), "x")
}
