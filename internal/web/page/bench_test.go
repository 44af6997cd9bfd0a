package page_test

import (
	"bytes"
	"html/template"
	"testing"

	"zaemme/internal/web/page"
)

type startPage struct {
	page.Base
	page.Heading
	Rows []page.CourseRow
}

const startTemplate = `{{template "layout/page" .}}{{define "content"}}{{template "heading" .Heading}}<section class="sec side"><h2>{{t "status.open"}}</h2><ul class="rows">{{range .Rows}}{{template "course-row" .}}{{end}}</ul></section>{{end}}`

// BenchmarkStartPage renders a start page with four courses; BenchmarkConstants
// the same bytes as one constant. Their ratio is what templates cost.
func BenchmarkStartPage(b *testing.B) {
	site := newSite(b, map[string]string{"test/start": startTemplate})
	k := newKitchen(b, texts(b).Printer("de"))
	p := &startPage{Base: k.Base, Heading: k.Heading, Rows: append(k.Rows, k.Done...)}
	var out bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		if err := site.Views.Render(&out, "test/start", p); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len()), "bytes")
}

func BenchmarkConstants(b *testing.B) {
	constant := template.Must(template.New("").Parse(string(bytes.Repeat([]byte("<p>constant</p>\n"), 500))))
	var out bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		if err := constant.Execute(&out, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len()), "bytes")
}
