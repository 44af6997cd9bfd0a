package people

import "fmt"

// provisional names what negative IDs of an Org stand for.
type provisional struct {
	persons, departments, sites map[int64]string
}

// IDs are the real IDs after a change was applied, by key.
type IDs struct {
	Persons     map[string]int64 // by PersonKey: those the change names
	Departments map[string]int64 // by code
	Sites       map[string]int64 // by name
}

// RealPerson translates a person ID of an Org made by With into the ID that
// Apply gave; a real ID stays itself.
func (o *Org) RealPerson(id int64, ids IDs) (int64, error) {
	return resolve(id, o.provisional.persons, ids.Persons)
}

// RealDepartment is RealPerson for departments.
func (o *Org) RealDepartment(id int64, ids IDs) (int64, error) {
	return resolve(id, o.provisional.departments, ids.Departments)
}

func resolve(id int64, names map[int64]string, ids map[string]int64) (int64, error) {
	if id > 0 {
		return id, nil
	}
	if found := ids[names[id]]; found != 0 {
		return found, nil
	}
	return 0, fmt.Errorf("people: nothing known by the provisional ID %d (%q)", id, names[id])
}
