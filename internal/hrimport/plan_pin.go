package hrimport

import "slices"

// UnitNote is a unit of the file that is not on record, that has ended, or of
// which HR has said which department it is.
type UnitNote struct {
	Key   string   // for Options.Units: the file's code, else the names from the top
	Code  string   // of the department: to be created, or the one HR named
	Names []string `json:",omitempty"` // from the top, as the file has them
	Rows  int      // lines directly in it
	Known bool     `json:",omitempty"` // HR named a department on record
}

// key of a unit, by which HR's word on it is kept.
func (u *unit) key() string {
	if u.coded {
		return u.fileCode
	}
	return pathKey(u.path)
}

// pin gives units the department that HR named for them. A department that is no
// longer on record is not taken.
func (p *planner) pin(u *units) {
	for _, one := range u.all {
		one.fileCode = one.code
		code := p.options.Units[one.key()]
		if entry := p.roster.Departments[code]; entry != nil && entry.Ends > p.effective {
			one.code, one.pinned = code, true
		}
	}
}

// noteUnit keeps what the preview shows of a unit that is new or pinned. On an
// empty installation every unit is new, and nobody has to choose.
func (p *planner) noteUnit(one *unit) {
	if p.isFirst() {
		return
	}
	p.notes = append(p.notes, UnitNote{Key: one.key(), Code: one.code, Names: slices.Clone(one.path), Rows: len(one.staff), Known: one.pinned})
}
