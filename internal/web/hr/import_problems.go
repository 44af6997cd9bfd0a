package hr

import (
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/sheet"
)

// problemRows of each severity are listed; nobody reads more.
const problemRows = 100

// problemView is what is wrong with a file, or worth a look.
type problemView struct {
	File               string
	Errors, Warnings   int
	ErrorRows, Watch   []problemRow
	ErrorsMore         string // «und 40 weitere»
	WarningsMore       string
	Forbidden, Unknown string // headers, listed

	allErrors, allWarnings []problemRow
}

// Few warnings are shown unfolded: nobody should miss them.
func (v *problemView) Few() bool { return v.Warnings <= shortGroup }

type problemRow struct{ Place, Text string }

func newProblems(l *i18n.Printer, file string, notes hrimport.Notes) *problemView {
	v := &problemView{File: file, Forbidden: quoted(l, notes.Forbidden), Unknown: quoted(l, notes.Unknown)}
	for _, one := range notes.Problems {
		row := problemRow{Place: hrimport.PlaceText(l, one), Text: hrimport.ProblemText(l, one)}
		if one.Severity == sheet.Error {
			v.allErrors = append(v.allErrors, row)
		} else {
			v.allWarnings = append(v.allWarnings, row)
		}
	}
	v.Errors, v.Warnings = len(v.allErrors), len(v.allWarnings)
	v.ErrorRows, v.Watch = v.allErrors[:min(v.Errors, problemRows)], v.allWarnings[:min(v.Warnings, problemRows)]
	if v.Errors > problemRows {
		v.ErrorsMore = l.N("hr.import.more", v.Errors-problemRows)
	}
	if v.Warnings > problemRows {
		v.WarningsMore = l.N("hr.import.more", v.Warnings-problemRows)
	}
	return v
}

func quoted(l *i18n.Printer, headers []string) string {
	list := make([]string, len(headers))
	for i, h := range headers {
		list[i] = "«" + h + "»"
	}
	return l.List(list)
}
