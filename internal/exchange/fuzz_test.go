package exchange

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zaemme/internal/coursefile"
)

// FuzzImport holds that no file makes Import panic, that every problem has a line
// and a text, that what is taken can be graded, and that it survives the way out
// and in again.
func FuzzImport(f *testing.F) {
	for _, pattern := range []string{"testdata/gift/*.gift", "testdata/moodle/*.xml", "../../../shared/data/gift/*.gift"} {
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
	f.Fuzz(func(t *testing.T, source []byte) {
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
			if !exportable(c, problems) {
				continue
			}
			back := Import(file, sample(), Options{})
			if len(back.Questions) != len(c.Questions) {
				t.Fatalf("%s: %d of %d came back: %v\n%s", format, len(back.Questions), len(c.Questions), back.Problems, file)
			}
			for i, q := range back.Questions {
				if want := &c.Questions[i]; q.Text["de"] != want.Text["de"] || q.Type != want.Type || len(q.Options) != len(want.Options) || len(q.Items) != len(want.Items) {
					t.Errorf("%s: %+v, was %+v\n%s", format, q, *want, file)
				}
			}
		}
	})
}

// exportable reports that every question is in the file, with texts that no
// other program cuts.
func exportable(c *coursefile.Course, problems []Problem) bool {
	return len(c.Questions) > 0 && !strings.Contains(string(keys(problems)), "out_arrow")
}

func keys(problems []Problem) []byte {
	var list []byte
	for _, p := range problems {
		list = append(append(list, p.Key...), ' ')
	}
	return list
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
