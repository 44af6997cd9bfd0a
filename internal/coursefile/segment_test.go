package coursefile_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zaemme/courses"
	"zaemme/internal/coursefile"
)

var update = flag.Bool("update", false, "note the translations of the shipped courses as made of their sources")

// What is shipped in a further language is whole and not older than its source. Who
// has checked a translation runs the test with -update.
func TestShippedTranslationsAreWholeAndUpToDate(t *testing.T) {
	t.Parallel()
	all, _ := coursefile.LoadAll(courses.Files)
	seen := map[string]int{}
	for _, c := range all {
		if len(c.Further()) == 0 {
			continue
		}
		if *update {
			c.Made = nil
			c.Settle()
			name := filepath.Join("../../courses", strings.ToLower(c.Code), coursefile.MadeFile)
			if err := os.WriteFile(name, coursefile.WriteMade(c.Made), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		for _, lang := range c.Further() {
			for _, s := range c.Segments(lang) {
				seen[c.Code+" "+lang]++
				switch {
				case s.Text == "":
					t.Errorf("%s %s %s: %s is missing: %.60s", c.Code, lang, s.Part, s.Field, s.Source)
				case len(c.Sources(lang, s)) == 0:
					t.Errorf("%s %s %s: %s is not noted: %.60s", c.Code, lang, s.Part, s.Field, s.Text)
				case c.Outdated(lang, s):
					t.Errorf("%s %s %s: %s is older than its source: %.60s", c.Code, lang, s.Part, s.Field, s.Text)
				}
			}
		}
	}
	if seen["IS-01 en"] < 300 {
		t.Errorf("IS-01 has %d segments in English", seen["IS-01 en"])
	}
}

// english is IS-01 with what is known of its translations.
func english(t *testing.T) *coursefile.Course {
	t.Helper()
	c, problems := coursefile.Load(courses.Files, "is-01")
	if coursefile.HasErrors(problems) {
		t.Fatal(problems)
	}
	c.Settle()
	return c
}

func outdated(c *coursefile.Course, lang string) (list []coursefile.Segment) {
	for _, s := range c.Segments(lang) {
		if c.Outdated(lang, s) {
			list = append(list, s)
		}
	}
	return list
}

func TestATranslationIsOutdatedUntilSomebodyHasLooked(t *testing.T) {
	t.Parallel()
	c := english(t)
	if list := outdated(c, "en"); len(list) != 0 {
		t.Fatalf("at first: %+v", list)
	}
	change := func(do func()) {
		c.Settle()
		do()
		c.Settle()
	}
	was := c.Questions[2].Options[1].Why["de"]
	change(func() {
		c.Modules[1].Body = strings.Replace(c.Modules[1].Body, "\n\n## ", " Neu.\n\n## ", 1)
		c.Questions[2].Options[1].Why["de"] = was + " Neu."
		c.Titles["de"] += " neu"
	})
	list := outdated(c, "en")
	if len(list) != 3 || list[0].Part != coursefile.PartCourse || list[1].Part != c.Modules[1].Slug || list[1].Line == 0 || list[2].Field != "options 2 why" {
		t.Fatalf("after a change: %+v", list)
	}
	// The files keep it, and say where.
	files := c.Files()
	again, problems := files.Load("is-01")
	if coursefile.HasErrors(problems) || again.Hash() != c.Hash() || len(outdated(again, "en")) != 3 {
		t.Errorf("round trip: %v", problems)
	}
	var told []string
	for _, p := range problems {
		if p.Key == "translation_outdated" {
			told = append(told, p.File)
			if strings.HasSuffix(p.File, ".en.md") {
				line := strings.Split(string(files["02-phishing.en.md"]), "\n")[p.Line-1]
				if !strings.HasPrefix(list[1].Text, line) || line == "" {
					t.Errorf("line %d is %q", p.Line, line)
				}
			}
		}
	}
	slices.Sort(told)
	if !slices.Equal(told, []string{"is-01/02-phishing.en.md", "is-01/course.yaml", "is-01/questions.yaml"}) {
		t.Errorf("told at %v", told)
	}
	change(func() { c.Questions[2].Options[1].Why["de"] = was }) // back as it was
	change(func() { c.Titles["en"] += " new" })                  // translated anew
	if list = outdated(c, "en"); len(list) != 1 {
		t.Fatalf("%+v", list)
	}
	change(func() { c.Confirm("en", list[0]) })
	if list = outdated(c, "en"); len(list) != 0 {
		t.Errorf("confirmed: %+v", list)
	}
	// Moving something makes nothing outdated.
	change(func() {
		c.Questions[0], c.Questions[3] = c.Questions[3], c.Questions[0]
		slices.Reverse(c.Questions[5].Options)
	})
	if list = outdated(c, "en"); len(list) != 0 {
		t.Errorf("moved: %+v", list)
	}
}

func TestAQuestionThatIsNotWhollyTranslated(t *testing.T) {
	t.Parallel()
	c := english(t)
	q := &c.Questions[0]
	if !q.Translated(c, "en") || !q.Translated(c, "de") || q.Translated(c, "fr") {
		t.Error("whole in German and English, not in French")
	}
	delete(q.Options[1].Why, "en")
	if q.Translated(c, "en") {
		t.Error("a reason is missing")
	}
}

func TestMarksOfTranslationsThatAreNone(t *testing.T) {
	t.Parallel()
	files := english(t).Files()
	for text, key := range map[string]string{"[1]\n": "field_type", "en: {course: {abc: def}}\n": "field_pattern", "xx: {course: {0a1b2c3d: 0a1b2c3d}}\n": "field_pattern", "en: 3\n": "field_type"} {
		files[coursefile.MadeFile] = []byte(text)
		if _, problems := files.Load("is-01"); !slices.ContainsFunc(problems, func(p coursefile.Problem) bool { return p.Key == key }) {
			t.Errorf("%q: %v", text, problems)
		}
	}
}
