package rights

import "slices"

// Extent is how far a right reaches within an area.
type Extent string

// The extents, the farthest first.
const (
	All     Extent = "all"  // everybody's
	Part    Extent = "part" // of the own line, part or elected members
	OwnOnly Extent = "own"
	Simply  Extent = "yes" // nobody's in particular: a page, a list
	Nothing Extent = ""
)

// Extents in the order of the page.
var Extents = []Extent{All, Part, Simply, OwnOnly}

// Areas in the order of the page. The others are signing in, the demo's mail
// and other programs, which tell nothing about people.
var Areas = []string{"learning", "own", "status", "line", "sessions", "persons", "access", "organisation", "figures", "rules", "planned", "reminders", "roles", "tokens", "settings", "courses"}

// Right is what a column may do in an area.
type Right struct{ Sees, Changes Extent }

// RightsOf reads off the table what each column may do in the area.
func RightsOf(table []Row, area string) map[string]Right {
	rights := map[string]Right{}
	for _, column := range Columns {
		r := Right{Sees: extent(table, area, "GET", column), Changes: extent(table, area, "POST", column)}
		if r.Changes == Simply && r.Sees == OwnOnly {
			r.Changes = OwnOnly // its forms name nobody, since they are about the viewer
		}
		rights[column] = r
	}
	return rights
}

// extent is how far the column's requests of the method reach. Where addresses
// name people, they decide; a list in the same area shows what they lead to.
func extent(table []Row, area, method, column string) Extent {
	served, asked, simply := map[Target]bool{}, map[Target]bool{}, false
	for _, r := range table {
		switch yes := r.Outcomes[column] == Yes; {
		case r.Area != area || r.Method != method:
		case r.Target == None:
			simply = simply || yes
		default:
			asked[r.Target] = true
			served[r.Target] = served[r.Target] || yes
		}
	}
	others := slices.ContainsFunc([]Target{Line, Outside, Official}, func(t Target) bool { return served[t] })
	switch {
	case len(asked) == 0 && simply:
		return Simply
	case served[Line] && served[Outside] && served[Official]:
		return All
	case others:
		return Part
	case served[Own]:
		return OwnOnly
	default:
		return Nothing
	}
}
