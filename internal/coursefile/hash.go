package coursefile

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
)

// hashDomain parts these hashes from all others and numbers the serialisation.
const hashDomain = "zaemme/course/1\n"

// Hash is the SHA-256, in hex, of all content of the course: the domain line,
// then the course as JSON with fields in the order of the types and keys of maps
// sorted, the sets (fulfils, competences, statements) sorted, empty texts and
// lists left out. So neither the order of files and YAML fields, nor line ends,
// quoting or indentation matter; the order of modules, questions and options
// does.
func (c *Course) Hash() string {
	canonical := *c
	canonical.Fulfils = slices.Sorted(slices.Values(c.Fulfils))
	canonical.Digcomp.Competences = slices.Clone(c.Digcomp.Competences)
	for i := range canonical.Digcomp.Competences {
		competence := &canonical.Digcomp.Competences[i]
		competence.Statements = slices.Sorted(slices.Values(competence.Statements))
	}
	slices.SortStableFunc(canonical.Digcomp.Competences, func(a, b Competence) int {
		return compareText(a.ID, b.ID)
	})
	serialised, err := json.Marshal(canonical)
	if err != nil {
		panic("coursefile: a course holds something that JSON cannot: " + err.Error()) // it holds texts, numbers, dates
	}
	sum := sha256.Sum256(append([]byte(hashDomain), serialised...))
	return hex.EncodeToString(sum[:])
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
