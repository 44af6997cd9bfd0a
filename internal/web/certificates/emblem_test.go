package certificates

import (
	"fmt"
	"testing"

	"zaemme/courses"
	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
	"zaemme/internal/i18n"
	"zaemme/internal/pdf"
	"zaemme/internal/web/page"
)

// Every emblem that a page shows, drawn by hand or composed, is on the PDF too.
func TestEveryEmblemIsOnThePDF(t *testing.T) {
	t.Parallel()
	emblems := map[string]string{}
	list, _ := coursefile.LoadAll(courses.Files)
	for _, c := range list {
		emblems[c.Code] = string(page.CourseEmblem(c.Emblem, c.Code))
	}
	for i := range 100 {
		code := fmt.Sprintf("AB-%02d", i)
		emblems[code] = string(page.Emblem(code))
	}
	f, err := pdf.New(calendar.Date(1))
	if err != nil {
		t.Fatal(err)
	}
	f.AddPage()
	s := f.In(&i18n.Printer{})
	for code, svg := range emblems {
		if err := s.Emblem(svg, 10, 10, 24); err != nil {
			t.Errorf("%s: %v\n%s", code, err, svg)
		}
	}
}
