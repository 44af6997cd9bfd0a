package people

// Only is the organisation with those members alone whose PersonKey is named, new
// ones of With too. Who leads whom and the tree stay as they are.
func (o *Org) Only(keys map[string]bool) *Org {
	some := *o
	some.Members = nil
	for _, m := range o.Members {
		if keys[m.PersonKey()] || keys[o.provisional.persons[m.ID]] {
			some.Members = append(some.Members, m)
		}
	}
	return &some
}
