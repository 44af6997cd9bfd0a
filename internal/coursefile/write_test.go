package coursefile

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"zaemme/courses"
	"zaemme/internal/apperr"
	"zaemme/internal/testing/wide"
)

// roundTrip holds that the course, written, zipped, unzipped and read, has the
// same hash, and that the bytes are the same each time.
func roundTrip(t *testing.T, c *Course) {
	t.Helper()
	folder := strings.ToLower(c.Code)
	files := c.Files()
	packed, err := files.Archive(folder)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := ReadArchive(packed)
	if err != nil {
		t.Fatal(err)
	}
	read, problems := unpacked.Load(folder)
	if read == nil || read.Hash() != c.Hash() {
		for _, name := range files.Names() {
			t.Logf("--- %s\n%s", name, files[name])
		}
		t.Fatalf("%s: the hash is another; %v", c.Code, problems)
	}
	again, err := read.Files().Archive(folder)
	if err != nil || !bytes.Equal(again, packed) {
		t.Errorf("%s: written twice the bytes differ, %v", c.Code, err)
	}
}

func TestShippedCoursesSurviveTheirFiles(t *testing.T) {
	t.Parallel()
	all, _ := LoadAll(courses.Files)
	rich, problems := Load(catalogue(richSample(), classroomSample()), "ab-01")
	if HasErrors(problems) {
		t.Fatal(problems)
	}
	for _, c := range append(all, rich) {
		roundTrip(t, c)
		read, found := c.Files().LoadAmong(strings.ToLower(c.Code), all)
		for _, problem := range found {
			if problem.Level == Error && problem.Key != "fulfils_unknown" {
				t.Errorf("%s: %s", read.Code, problem)
			}
		}
	}
}

// awkward are texts that YAML and Markdown read as something else if they are not
// written with care.
var awkward = []string{
	"yes", "~", "null", "4.1", "1e3", "0x1F", "2026-11-01", "- a", "# x", "a: b", "a #b", "&a", "*a", "!!int 3", "%x", "@x", "`x`", "|", ">", "{{gemeinde}}",
	"«so»", "it's", `say "so"`, `back\slash`, "two\nlines", "two\n\n  indented\nlines", "tab\there", "end:", "[a]", "{a}", "é", "\u00a0x\u00a0y", "x\u2028y", "x\u0085y",
	"😀", "---", "...", "a\n---\nb", "=", "<<", "true", "No", "\ufeffx", "x\u200by",
}

func text(rng *rand.Rand) string {
	words := make([]string, 1+rng.IntN(3))
	for i := range words {
		words[i] = awkward[rng.IntN(len(awkward))]
	}
	return tidy(strings.Join(words, []string{" ", "\n", ""}[rng.IntN(3)]))
}

func textsOf(rng *rand.Rand, n int) Texts {
	made := Texts{}
	for _, language := range languages[:n] {
		made[language] = text(rng)
	}
	return made
}

// generated is the rich sample with random texts in all places that take any.
func generated(rng *rand.Rand) *Course {
	c, _ := Load(catalogue(richSample(), classroomSample()), "ab-01")
	c.Titles, c.Summaries, c.Audience = textsOf(rng, 4), textsOf(rng, 1+rng.IntN(4)), textsOf(rng, 2)
	c.Owner, c.Publisher, c.Version.Note = text(rng), text(rng), textsOf(rng, 2)
	if c.ReviewNotes = nil; rng.IntN(2) == 0 {
		c.ReviewNotes = textsOf(rng, 1)
	}
	for i := range c.Modules {
		m := &c.Modules[i]
		m.Titles, m.Goals = textsOf(rng, 2), map[string][]string{"de": {text(rng)}, "en": {text(rng) + " b"}}
		m.Body = body(rng)
		m.Translations["en"] = body(rng)
	}
	rng.Shuffle(len(c.Questions), func(i, j int) { c.Questions[i], c.Questions[j] = c.Questions[j], c.Questions[i] })
	for i := range c.Questions {
		q := &c.Questions[i]
		q.Text, q.Explanation, q.Critical = textsOf(rng, 2), textsOf(rng, 1+rng.IntN(2)), rng.IntN(4) == 0
		for o := range q.Options {
			q.Options[o].Text, q.Options[o].Why = textsOf(rng, 2), textsOf(rng, 2)
		}
		for o := range q.Pairs {
			q.Pairs[o].Left, q.Pairs[o].Right = textsOf(rng, 2), textsOf(rng, 2)
		}
		if q.Number != nil {
			q.Number.Value, q.Number.Tolerance = Decimal(rng.Int64N(4*million)-2*million), Decimal(rng.Int64N(2))*Decimal(rng.Int64N(million))
		}
		if q.Accept != nil {
			q.Accept = map[string][]string{"de": slices.Sorted(maps.Keys(map[string]bool{text(rng): true, text(rng): true}))}
		}
	}
	return c
}

// body is a text as splitFront leaves one.
func body(rng *rand.Rand) string {
	_, body, _, _ := splitFront("---\n---\n" + text(rng) + "\n\n" + text(rng) + "  \nx")
	return body
}

func TestGeneratedCoursesSurviveTheirFiles(t *testing.T) {
	t.Parallel()
	for seed := range uint64(wide.N(300)) {
		roundTrip(t, generated(rand.New(rand.NewPCG(seed, 9))))
	}
}

func TestClassroomCoursesSurviveTheirFiles(t *testing.T) {
	t.Parallel()
	c, problems := Load(catalogue(sample(), classroomSample()), "ab-02")
	if HasErrors(problems) {
		t.Fatal(problems)
	}
	roundTrip(t, c)
}

// A half course is written and read as far as it goes.
func TestAnEmptyCourseIsWritten(t *testing.T) {
	t.Parallel()
	files := (&Course{Code: "AB-01", Kind: Online, Language: "de"}).Files()
	c, problems := files.Load("ab-01")
	if c == nil || c.Code != "AB-01" || c.Kind != Online || !HasErrors(problems) {
		t.Errorf("%+v, %v", c, problems)
	}
}

func TestRelationsAmongOthers(t *testing.T) {
	t.Parallel()
	all, _ := LoadAll(catalogue(sample(), classroomSample()))
	files := all[0].Files()
	if _, problems := files.LoadAmong("ab-01", all); HasErrors(problems) {
		t.Error(problems)
	}
	for name, others := range map[string][]*Course{"fulfils_unknown": nil, "fulfils_cycle": {{Code: "AB-02", Fulfils: []string{"AB-01"}}}} {
		if _, problems := files.LoadAmong("ab-01", others); !slices.ContainsFunc(problems, func(p Problem) bool { return p.Key == name && p.File == "ab-01/course.yaml" }) {
			t.Errorf("%s: %v", name, problems)
		}
	}
	if c, problems := (Files{}).LoadAmong("ab-01", nil); c != nil || len(problems) != 1 {
		t.Errorf("%v, %v", c, problems)
	}
}

func kindOf(err error) apperr.Kind {
	for _, kind := range []apperr.Kind{apperr.Invalid, apperr.TooLarge} {
		if apperr.Is(err, kind) {
			return kind
		}
	}
	return apperr.Kind(fmt.Sprint(err))
}
