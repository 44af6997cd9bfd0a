package exchange

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"zaemme/internal/coursefile"
)

// FuzzGIFT and FuzzMoodle hold that no file makes Import panic, that every problem
// has a line and a text, that what is taken can be graded, and that it comes back
// the same when it goes out and in again.
func FuzzGIFT(f *testing.F) {
	seed(f, "testdata/gift/*.gift")
	seed(f, "../../../shared/data/gift/*.gift")
	f.Fuzz(func(t *testing.T, source []byte) { thereAndBack(t, source) })
}

func FuzzMoodle(f *testing.F) {
	seed(f, "testdata/moodle/*.xml")
	whole, err := os.ReadFile("testdata/moodle/arten.xml")
	if err != nil {
		f.Fatal(err)
	}
	for one := range strings.SplitSeq(string(whole), "<question ") { // the fuzzer changes small files faster
		f.Add([]byte("<quiz><question " + one))
	}
	f.Fuzz(func(t *testing.T, source []byte) { thereAndBack(t, source) })
}

func seed(f *testing.F, pattern string) {
	f.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(source)
	}
}

func thereAndBack(t *testing.T, source []byte) {
	t.Helper()
	c := sample()
	imported := Import(source, c, Options{Module: 1, Competence: "4.2"})
	lines := 1 + strings.Count(strings.ReplaceAll(strings.ReplaceAll(string(source), "\r\n", "\n"), "\r", "\n"), "\n")
	for _, p := range imported.Problems {
		if p.Line < 1 || p.Line > lines || p.Text("de") == "" || p.Text("en") == "" {
			t.Errorf("%+v in %d lines", p, lines)
		}
	}
	for i := range imported.Questions {
		gradable(t, &imported.Questions[i])
	}
	c.Questions = imported.Questions
	for _, format := range []Format{GIFT, Moodle} {
		file, problems := Export(c, format, "de")
		if len(c.Questions) == 0 || slices.ContainsFunc(problems, func(p Problem) bool { return p.Level == coursefile.Error }) {
			continue
		}
		back := Import(file, sample(), Options{})
		if len(back.Questions) != len(c.Questions) {
			t.Fatalf("%s: %d of %d came back: %v\n%s", format, len(back.Questions), len(c.Questions), back.Problems, file)
		}
		for i := range back.Questions {
			if !reflect.DeepEqual(back.Questions[i], c.Questions[i]) {
				t.Errorf("%s: %+v, was %+v\n%s", format, back.Questions[i], c.Questions[i], file)
			}
		}
	}
}

// FuzzHTML holds that no HTML makes htmlText panic or give white space at an end.
func FuzzHTML(f *testing.F) {
	f.Add("<p>a<ul><li>b<ol><li>c</ul><table><tr><td>d<td>e</table><pre>f\n g</pre><a href='http://h'>i</a><sup>2</sup><img><x>")
	f.Fuzz(func(t *testing.T, source string) {
		told := 0
		if got := htmlText(source, func(note) { told++ }); got != strings.TrimSpace(got) || told > strings.Count(source, "<") {
			t.Errorf("%q, told %d", got, told)
		}
	})
}

// gradable fails on a question that the format of courses would refuse for
// anything but what is the author's to write.
func gradable(t *testing.T, q *coursefile.Question) {
	t.Helper()
	correct := 0
	for _, option := range q.Options {
		if option.Correct {
			correct++
		}
		if option.Text["de"] == "" {
			t.Error("an option has no text")
		}
	}
	right := map[coursefile.QuestionType]bool{
		coursefile.Single:    correct == 1 && len(q.Options) >= 2 && len(q.Options) <= 8,
		coursefile.TrueFalse: correct == 1 && len(q.Options) == 2,
		coursefile.Multiple:  correct >= 1 && correct < len(q.Options) && len(q.Options) <= 8,
		coursefile.Order:     len(q.Items) >= 3 && len(q.Items) <= 7,
		coursefile.Match:     len(q.Pairs) >= 2 && len(q.Pairs) <= 7 && len(q.Rights()) >= 2,
		coursefile.Numeric:   q.Number != nil && q.Number.Tolerance >= 0,
		coursefile.ShortText: len(q.Accept["de"]) >= 1 && len(q.Accept["de"]) <= 20,
	}
	if !right[q.Type] || q.Text["de"] == "" || q.ID == "" {
		t.Errorf("not fit: %+v", *q)
	}
}
