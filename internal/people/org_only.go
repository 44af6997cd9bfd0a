package people

// KeyOf is the PersonKey of a member; of a new one of With, that of the change.
func (o *Org) KeyOf(m *Member) string {
	if key, isNew := o.provisional.persons[m.ID]; isNew {
		return key
	}
	return m.PersonKey()
}

// Only is the organisation with those members alone whose key (KeyOf) is named. Who
// leads whom and the tree stay as they are.
func (o *Org) Only(keys map[string]bool) *Org {
	some := *o
	some.Members = nil
	for _, m := range o.Members {
		if keys[o.KeyOf(m)] {
			some.Members = append(some.Members, m)
		}
	}
	return &some
}
