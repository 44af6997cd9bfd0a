package coursefile_test

import (
	"slices"
	"strings"
	"testing"

	"zaemme/courses"
	"zaemme/internal/coursefile"
	"zaemme/internal/markdown"
)

// local is IS-01 with an own text of each kind, as its files say.
func local(t *testing.T) *coursefile.Course {
	t.Helper()
	c, problems := coursefile.Load(courses.Files, "is-01")
	if coursefile.HasErrors(problems) {
		t.Fatal(problems)
	}
	base := markdown.Cut(c.Modules[0].Body)[2].Text
	own := c.Questions[0]
	own.Text = coursefile.Texts{"de": "Was gilt bei uns mit {{ict_notfall}}?", "en": "What holds with us?"}
	was := c.Questions[0]
	c.Overlays = []coursefile.Overlay{
		{Kind: coursefile.OwnParagraph, Name: c.Modules[0].Slug, Language: "de", Base: base, Own: "Bei uns gilt das so.\n\nUnd noch ein Satz."},
		{Kind: coursefile.OwnPlaceholder, Name: "ict_notfall", Own: "Pikett, 099"},
		{Kind: coursefile.OwnQuestion, Name: c.Questions[0].ID, Was: &was, Question: &own},
		{Kind: coursefile.OwnPage, Name: c.Modules[0].Slug, Page: &coursefile.Module{Slug: "bei-uns", Minutes: 3, Body: "## Bei uns\n\nSo ist es.",
			Titles: coursefile.Texts{"de": "Bei uns", "en": "With us"}, Translations: map[string]string{"en": "## With us\n\nIt is so."}}},
	}
	return c
}

func TestOwnTextsLieBesideTheCourse(t *testing.T) {
	t.Parallel()
	c := local(t)
	files := c.Files()
	shipped, _ := coursefile.Load(courses.Files, "is-01")
	for name, content := range shipped.Files() {
		if string(files[name]) != string(content) {
			t.Errorf("%s is no longer the course's", name)
		}
	}
	again, problems := files.Load("is-01")
	if coursefile.HasErrors(problems) {
		t.Fatal(problems)
	}
	if again.Hash() != c.Hash() || len(again.Overlays) != 4 {
		t.Errorf("round trip: %d own texts, another hash", len(again.Overlays))
	}
	composed, unfit := again.Compose()
	if len(unfit) != 0 || len(composed.Overlays) != 0 {
		t.Fatalf("unfit: %v", unfit)
	}
	if body := composed.Modules[0].Body; !strings.Contains(body, "\n\nBei uns gilt das so.\n\nUnd noch ein Satz.\n\n") || strings.Contains(body, c.Overlays[0].Base) {
		t.Errorf("the paragraph is not replaced")
	}
	if composed.Modules[1].Slug != "bei-uns" || composed.Modules[1].No != 2 || composed.Modules[2].No != 3 || len(composed.Modules) != len(shipped.Modules)+1 {
		t.Errorf("the page is not second: %+v", composed.Modules[1])
	}
	if composed.Questions[0].Text["de"] != "Was gilt bei uns mit Pikett, 099?" || composed.Values["ict_notfall"] != "Pikett, 099" {
		t.Errorf("%v %v", composed.Questions[0].Text, composed.Values)
	}
	for i, q := range shipped.Questions {
		want := q.Module
		if want > 1 {
			want++
		}
		if composed.Questions[i].Module != want {
			t.Errorf("%s asks about module %d, want %d", q.ID, composed.Questions[i].Module, want)
		}
	}
	if composed.Quiz.Total() != shipped.Quiz.Total() || composed.Quiz[2] != 0 || composed.Minutes != shipped.Minutes+3 {
		t.Errorf("quiz %v, %d minutes", composed.Quiz, composed.Minutes)
	}
	if again.Hash() != c.Hash() || again.Questions[0].Text["de"] != shipped.Questions[0].Text["de"] {
		t.Error("composing has changed the course itself")
	}
}

// Whatever stands in local.yaml, it is read without harm, and what is read can be
// written and composed.
func FuzzOwnTexts(f *testing.F) {
	c, _ := coursefile.Load(courses.Files, "ds-01k")
	files := c.Files()
	for _, text := range []string{"- kind: question\n  name: IS-01-Q01\n", "- kind: page\n", "- kind: paragraph\n  text: trainer\n", "- kind: placeholder\n  name: gemeinde\n  own: X\n",
		"- {}\n", "- kind: question\n  base: 1\n  own: []\n", "kind: page\n", "- kind: page\n  translations: 3\n  body: |\n    # A\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		own := coursefile.Files{}
		for name, content := range files {
			own[name] = content
		}
		own[coursefile.OverlayFile] = []byte(text)
		c, _ := own.Load("ds-01k")
		if c == nil {
			t.Fatal("the course itself is lost")
		}
		c.Compose()
		if _, problems := c.Files().Load("ds-01k"); slices.ContainsFunc(problems, func(p coursefile.Problem) bool { return p.Key == "overlay_whole" }) {
			t.Errorf("what was read is written so that it is not whole: %v", problems)
		}
	})
}

func TestOwnTextsThatDoNotFitAreTold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		alter func(c *coursefile.Course)
		key   string
		entry int
	}{
		"the paragraph is another": {func(c *coursefile.Course) {
			c.Modules[0].Body = strings.Replace(c.Modules[0].Body, c.Overlays[0].Base, "Etwas ganz anderes.", 1)
		}, "overlay_unfit", 0},
		"the question is another":     {func(c *coursefile.Course) { c.Questions[0].Critical = !c.Questions[0].Critical }, "overlay_unfit", 2},
		"the question is gone":        {func(c *coursefile.Course) { c.Overlays[2].Name = "IS-01-Q99" }, "overlay_unfit", 2},
		"a second for the same place": {func(c *coursefile.Course) { c.Overlays = append(c.Overlays, c.Overlays[1]) }, "overlay_twice", 4},
		"an unknown placeholder":      {func(c *coursefile.Course) { c.Overlays[1].Name = "buergermeister" }, "placeholder_unknown", 1},
		"a sharp s":                   {func(c *coursefile.Course) { c.Overlays[0].Own = "Auf der Straße." }, "text_sharp_s", 0},
		"a second scene":              {func(c *coursefile.Course) { c.Overlays[0].Own = "> [!SCENE] Noch eine\n> So." }, "scene_count", 0},
		"a picture nobody has":        {func(c *coursefile.Course) { c.Overlays[0].Own = "![Ein Bild](fehlt.png)" }, "image", 0},
		"a page called like a module": {func(c *coursefile.Course) { c.Overlays[3].Page.Slug = c.Modules[1].Slug }, "overlay_slug", 3},
		"a page without a text":       {func(c *coursefile.Course) { c.Overlays[3].Page.Body = "" }, "field_empty", 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			course := local(t)
			c.alter(course)
			_, problems := course.Files().Load("is-01")
			i := slices.IndexFunc(problems, func(p coursefile.Problem) bool { return p.Key == c.key && strings.HasSuffix(p.File, "local.yaml") })
			if i < 0 {
				t.Fatalf("no %s in %v", c.key, problems)
			}
			begins := 0
			for no, line := range strings.Split(string(course.Files()["local.yaml"]), "\n") {
				if strings.HasPrefix(line, "- ") && no < problems[i].Line {
					begins++
				}
			}
			if begins != c.entry+1 {
				t.Errorf("line %d is entry %d, want %d", problems[i].Line, begins-1, c.entry)
			}
		})
	}
}
