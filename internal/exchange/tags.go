package exchange

import (
	"regexp"
	"strconv"
	"strings"

	"zaemme/internal/coursefile"
)

// marks are what a question of a course has and no other platform: they travel as
// tags.
type marks struct {
	kind       coursefile.QuestionType // empty: not exported from a course
	module     int
	competence string
	critical   bool
	partial    bool
	unit       string
}

const tagPrefix = "zaemme:"

func marksOf(q *coursefile.Question, language string) marks {
	m := marks{kind: q.Type, module: q.Module, competence: q.Competence, critical: q.Critical, partial: q.Partial}
	if q.Number != nil {
		m.unit = q.Number.Unit[language]
	}
	return m
}

// tags writes the marks, and readMarks reads them.
func (m marks) tags() []string {
	list := []string{tagPrefix + "type=" + string(m.kind)}
	if m.module > 0 {
		list = append(list, tagPrefix+"module="+strconv.Itoa(m.module))
	}
	if m.competence != "" {
		list = append(list, tagPrefix+"competence="+m.competence)
	}
	if m.critical {
		list = append(list, tagPrefix+"critical")
	}
	if m.partial {
		list = append(list, tagPrefix+"partial")
	}
	if m.unit != "" {
		list = append(list, tagPrefix+"unit="+m.unit)
	}
	return list
}

var competenceForm = regexp.MustCompile(`^[1-5]\.[1-6]$`)

func readMarks(tags []string) marks {
	var m marks
	for _, tag := range tags {
		name, value, _ := strings.Cut(strings.TrimPrefix(tag, tagPrefix), "=")
		if !strings.HasPrefix(tag, tagPrefix) {
			continue
		}
		switch name {
		case "type":
			m.kind = coursefile.QuestionType(value)
		case "module":
			if number, err := strconv.Atoi(value); err == nil && number > 0 {
				m.module = number
			}
		case "competence":
			if competenceForm.MatchString(value) {
				m.competence = value
			}
		case "critical":
			m.critical = true
		case "partial":
			m.partial = true
		case "unit":
			m.unit = value
		}
	}
	return m
}

// withUnit is the text of a question that asks for a number with a unit, which
// no other platform shows beside the field.
func withUnit(asked, unit string) string {
	if unit == "" {
		return asked
	}
	return asked + " (" + unit + ")"
}

func withoutUnit(asked, unit string) string {
	if unit == "" {
		return asked
	}
	return strings.TrimSuffix(asked, " ("+unit+")")
}
