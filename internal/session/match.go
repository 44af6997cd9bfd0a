package session

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"zaemme/internal/db"
	"zaemme/internal/people"
)

// ListLine is one line of a list of people, as its cells stand in a table or were pasted
// from one.
type ListLine struct {
	No    int // in the file or the text, from 1
	Cells []string
}

// Candidate is somebody whom a line may mean.
type Candidate struct {
	ID                  int64
	UID                 string
	LastName, FirstName string
	PersonnelNo, Email  string
	Department          string
}

// Name of the person.
func (c Candidate) Name() string { return c.FirstName + " " + c.LastName }

// Match is whom a line means.
type Match struct {
	ListLine
	// Meant is the one person whom the line names without doubt: by number, by mail
	// address, or by a name that nobody else has, or nobody else in the department
	// beside it.
	Meant *Candidate
	// Perhaps are those whom it may mean where there is doubt, by name.
	Perhaps []Candidate
}

// MatchLines finds the persons of the scope whom the lines name.
func MatchLines(ctx context.Context, c db.Conn, scope people.Scope, lines []ListLine) ([]Match, error) {
	seen := map[string]bool{}
	var words []string
	for _, line := range lines {
		for word := range readCells(line.Cells).words {
			if !seen[word] {
				seen[word] = true
				words = append(words, word)
			}
		}
	}
	slices.Sort(words)
	known, err := alike(ctx, c, scope, words)
	if err != nil {
		return nil, err
	}
	known = slices.DeleteFunc(known, func(one Candidate) bool { return one.ID == scope.Viewer })
	list := make([]Match, len(lines))
	for i, line := range lines {
		list[i] = match(line, known)
	}
	return list, nil
}

// said is what a line says: every cell as a whole, and every word of it, in small
// letters; numbers without zeros before them, which tables lose.
type said struct {
	words map[string]bool
	plain []string // words with letters that are no mail address
}

func readCells(cells []string) said {
	s := said{words: map[string]bool{}}
	for _, cell := range cells {
		cell = folded(cell)
		if cell == "" {
			continue
		}
		s.words[strings.TrimLeft(cell, "0")] = true
		for _, word := range wordsOf(cell) {
			s.words[strings.TrimLeft(word, "0")] = true
			if strings.IndexFunc(word, unicode.IsLetter) >= 0 && !strings.Contains(word, "@") && !slices.Contains(s.plain, word) {
				s.plain = append(s.plain, word)
			}
		}
	}
	return s
}

func folded(text string) string { return strings.ToLower(strings.TrimSpace(norm.NFC.String(text))) }

// wordsOf are the words of a text in small letters; a hyphen parts two.
func wordsOf(text string) []string {
	return strings.FieldsFunc(folded(text), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;-–()/", r)
	})
}

func (s said) all(words []string) bool {
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool { return !s.words[word] })
}

func (s said) any(words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return s.words[word] })
}

// match is whom the line means among those who are known. It is pure.
func match(line ListLine, known []Candidate) Match {
	m, s := Match{ListLine: line}, readCells(line.Cells)
	var keyed, named, near []Candidate
	for _, one := range known {
		last, first := wordsOf(one.LastName), wordsOf(one.FirstName)
		number := one.PersonnelNo != "" && s.words[strings.TrimLeft(folded(one.PersonnelNo), "0")]
		mail := one.Email != "" && s.words[folded(one.Email)]
		switch {
		// A number beside another name is the number of a line, or of a room.
		case mail, number && (len(s.plain) == 0 || s.any(last) || s.any(first)):
			keyed = append(keyed, one)
		case s.all(last) && len(first) > 0 && s.words[first[0]]:
			named = append(named, one)
		case s.all(last):
			near = append(near, one)
		}
	}
	if len(keyed) == 0 {
		keyed = narrowed(named, s)
	}
	switch {
	case len(keyed) == 1 && (keyed[0].sure(s)):
		m.Meant = &keyed[0]
	case len(keyed) > 0:
		m.Perhaps = keyed
	default:
		m.Perhaps = near
	}
	return m
}

// narrowed are those of several people of the same name who are in the department
// that the line names, if it names one.
func narrowed(list []Candidate, s said) []Candidate {
	if len(list) < 2 {
		return list
	}
	var within []Candidate
	for _, one := range list {
		if s.all(wordsOf(one.Department)) {
			within = append(within, one)
		}
	}
	if len(within) == 0 {
		return list
	}
	return within
}

// sure reports that nothing the line says speaks against the person: it has their
// number or address, or no word that is neither their name nor their department's.
func (c Candidate) sure(s said) bool {
	if c.Email != "" && s.words[folded(c.Email)] || c.PersonnelNo != "" && s.words[strings.TrimLeft(folded(c.PersonnelNo), "0")] {
		return true
	}
	own := append(wordsOf(c.LastName), wordsOf(c.FirstName)...)
	rest := slices.DeleteFunc(slices.Clone(s.plain), func(word string) bool { return slices.Contains(own, word) })
	return len(rest) == 0 || slices.ContainsFunc(rest, func(word string) bool { return slices.Contains(wordsOf(c.Department), word) })
}
