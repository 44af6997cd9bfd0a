package monthend

import "zaemme/internal/i18n"

// Class is who may read a file of a month end. Its content is the same for all: zone C
// holds nothing that tells of anybody.
type Class string

// The classes (REPORT.md §5). The zero value is internal.
const (
	Internal Class = ""
	Public   Class = "public"
)

// Name is what stands at the top of each page, on the cover and in the properties of a
// file.
func (c Class) Name(l *i18n.Printer) string {
	if c == Public {
		return l.T("month.class.public")
	}
	return l.T("report.class.internal")
}
