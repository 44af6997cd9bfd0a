package reminder

import (
	"slices"

	"zaemme/internal/people"
)

// superiors finds who is told about a person.
type superiors struct {
	org      *people.Org
	deputies map[int64][]int64         // of a person, by ID
	care     []int64                   // role Betreuung Behörden
	contacts map[people.Category]int64 // who is asked first for militia and externals
	hr       []hrGrant
	bounced  map[int64]bool
}

// hrGrant is the role HR of a person, for a department and what is below it, 0 for
// the whole organisation.
type hrGrant struct{ person, department int64 }

// audiences are whom a person's steps can reach.
type audiences struct {
	above    int64 // who gets slips and numbers of the team, 0: nobody
	deputies []int64
	lead     int64 // 0: nobody
	hr       []int64
}

// all finds every audience of a member; without employment there is none.
func (s *superiors) all(m *people.Member) audiences {
	var a audiences
	main, employed := m.Main()
	if !employed {
		return a
	}
	a.above = s.of(m)
	if cared(main.Category) {
		return a // never a lead, never HR
	}
	for _, id := range s.deputies[main.ManagerID] {
		if id != a.above && id != m.ID && s.usable(id) {
			a.deputies = append(a.deputies, id)
		}
	}
	a.lead = s.lead(m, main, a.above)
	for _, g := range s.hr {
		if g.person != m.ID && !slices.Contains(a.hr, g.person) && s.usable(g.person) &&
			(g.department == 0 || s.org.Within(main.DepartmentID, g.department)) {
			a.hr = append(a.hr, g.person)
		}
	}
	return a
}

// of is who gets the person's slips and is told what is late: the manager, the
// manager's deputy, who heads the department or one above it, HR. For elected
// members, militia and externals it is the contact of their category, the
// Gemeindekanzlei, alone. Nobody is the own superior; somebody without a mailbox,
// not employed, or away for a week or more is passed over, and an elected member
// who merely heads a department gets no names because a post is vacant. It is 0 if
// nobody is left.
func (s *superiors) of(m *people.Member) int64 {
	main, employed := m.Main()
	if !employed {
		return 0
	}
	if cared(main.Category) {
		return s.first(m.ID, append([]int64{s.contacts[main.Category]}, s.care...))
	}
	if main.ManagerID != 0 {
		if id := s.first(m.ID, append([]int64{main.ManagerID}, s.deputies[main.ManagerID]...)); id != 0 {
			return id
		}
	}
	path := s.org.Path(main.DepartmentID)
	for _, d := range slices.Backward(path) {
		if s.official(d.HeadID) {
			continue
		}
		if id := s.first(m.ID, append([]int64{d.HeadID}, s.deputies[d.HeadID]...)); id != 0 {
			return id
		}
	}
	for _, g := range s.hr {
		if g.department == 0 && g.person != m.ID && s.usable(g.person) {
			return g.person
		}
	}
	return 0
}

// lead is who heads the nearest department and is neither the person nor already
// told as manager.
func (s *superiors) lead(m *people.Member, main people.Employment, told int64) int64 {
	path := s.org.Path(main.DepartmentID)
	for _, d := range slices.Backward(path) {
		if d.HeadID == 0 || d.HeadID == told || d.HeadID == main.ManagerID || d.HeadID == m.ID || s.official(d.HeadID) {
			continue
		}
		if id := s.first(m.ID, append([]int64{d.HeadID}, s.deputies[d.HeadID]...)); id != 0 && id != told {
			return id
		}
	}
	return 0
}

// first is the first of the candidates who can be told, but for the person.
func (s *superiors) first(person int64, candidates []int64) int64 {
	for _, c := range candidates {
		if c != person && s.usable(c) {
			return c
		}
	}
	return 0
}

func (s *superiors) official(id int64) bool {
	m := s.org.Member(id)
	if m == nil {
		return false
	}
	main, employed := m.Main()
	return employed && main.Category == people.Official
}

func (s *superiors) usable(id int64) bool {
	m := s.org.Member(id)
	if m == nil || m.Email == "" || len(m.Employments) == 0 || s.bounced[id] {
		return false
	}
	for _, a := range m.Absences {
		if a.FromOn <= s.org.Day && a.UntilOn >= s.org.Day.AddDays(6) {
			return false
		}
	}
	return true
}
