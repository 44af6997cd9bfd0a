package people

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
