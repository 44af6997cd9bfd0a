package demo

import (
	"fmt"
	"math"
)

// sizes are the numbers of people of units in turn: real ones differ, and one of
// forty is what a foreman leads.
var sizes = []int{8, 12, 40, 10, 15, 5}

// share gives the people to units; the last one takes the rest.
func share(people int) []int {
	var list []int
	for ; people > 0; people -= list[len(list)-1] {
		list = append(list, min(sizes[len(list)%len(sizes)], people))
	}
	return list
}

// branch is one department of a large organisation: a Direktion, an Abteilung in
// it, or a unit with people in that.
type branch struct {
	code, name string
	parent     int // index, -1: none
	head       int // index of the person who leads it, -1: nobody
}

// forest is the tree of a large organisation.
type forest struct {
	branches []branch // parents before their children
	units    []int    // indices of those with people
	kinds    []unit   // what each of units is like, as a row of the table of the demo
}

// moreDirektionen are names beyond those of the demo.
var moreDirektionen = []string{
	"Sicherheit und Verkehr", "Gesundheit", "Wirtschaft und Tourismus", "Energie und Wasser", "Stadtgrün und Friedhöfe", "Wohnen", "Berufsbildung",
}

// newForest plants so many units, in up to twelve Direktionen with about as many
// Abteilungen as each of those has units.
func newForest(count int) *forest {
	f := &forest{}
	names := append([]string{praesidiales, finanzen, bau, bildung, soziales}, moreDirektionen...)
	direktionen := min(max(count/8, 1), len(names))
	kinds := workUnits()
	for d := range direktionen {
		own := count/direktionen + btoi(d < count%direktionen)
		top := f.add(branch{code: fmt.Sprintf("%02d", d+1), name: names[d], parent: -1, head: -1})
		abteilungen := max(int(math.Sqrt(float64(own))), 1)
		for a := range abteilungen {
			middle := f.add(branch{code: fmt.Sprintf("%02d-%03d", d+1, a+1), name: fmt.Sprintf("Abteilung %d.%d", d+1, a+1), parent: top, head: -1})
			for n := range own/abteilungen + btoi(a < own%abteilungen) {
				kind := kinds[len(f.units)%len(kinds)]
				name := kind.name
				if round := len(f.units) / len(kinds); round > 0 {
					name = fmt.Sprintf("%s %d", name, round+1)
				}
				f.units = append(f.units, f.add(branch{code: fmt.Sprintf("%02d-%03d-%03d", d+1, a+1, n+1), name: name, parent: middle, head: -1}))
				f.kinds = append(f.kinds, kind)
			}
		}
	}
	return f
}

func (f *forest) add(b branch) int {
	f.branches = append(f.branches, b)
	return len(f.branches) - 1
}

// leads makes the person head of the unit, and of what is above it and has none.
func (f *forest) leads(unit, person int) {
	for at := f.units[unit]; at >= 0 && f.branches[at].head < 0; at = f.branches[at].parent {
		f.branches[at].head = person
	}
}

// manager is who leads the person: the head of the unit, for that one the next
// head above who is another one, then the first Direktion's; -1 for that one.
func (f *forest) manager(unit, person int) int {
	for at := f.units[unit]; at >= 0; at = f.branches[at].parent {
		if head := f.branches[at].head; head != person {
			return head
		}
	}
	if head := f.branches[0].head; head != person {
		return head
	}
	return -1
}

// workUnits are the demo's units whose people are employed.
func workUnits() []unit {
	var list []unit
	for _, u := range units {
		if u.category == "" {
			list = append(list, u)
		}
	}
	return list
}

func btoi(is bool) int {
	if is {
		return 1
	}
	return 0
}
