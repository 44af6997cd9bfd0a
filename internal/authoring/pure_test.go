package authoring_test

import (
	"slices"
	"strings"
	"testing"

	"zaemme/courses"
	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/settings"
	"zaemme/internal/testing/coursetest"
)

func rich(t *testing.T) *coursefile.Course { t.Helper(); return clone(t, coursetest.Every(t)) }

// What ships is readable and filled by the settings as delivered.
func TestShippedCoursesNeedNoReason(t *testing.T) {
	t.Parallel()
	all, _ := coursefile.LoadAll(courses.Files)
	for _, c := range all {
		for _, f := range authoring.Check(c.Code, c.Files(), authoring.Surroundings{Others: all, Placeholders: settings.Defaults().Placeholders(), Today: today}) {
			if f.Weight == authoring.Refused || f.Code == "readability" {
				t.Errorf("%s: %+v", c.Code, f)
			}
		}
		if notes := authoring.Correct(clone(t, c)); len(notes) > 0 {
			t.Errorf("%s would be corrected: %+v", c.Code, notes)
		}
	}
}

func TestFindingsSayWhere(t *testing.T) {
	t.Parallel()
	values := settings.Defaults().Placeholders()
	values["hr_kontakt"] = " "
	for name, c := range map[string]struct {
		alter func(c *coursefile.Course)
		want  authoring.Place
		code  string
		weigh authoring.Weight
	}{
		"an unknown placeholder": {func(c *coursefile.Course) { c.Modules[1].Body += "\n\nRuf {{niemand}} an." },
			authoring.Place{Part: authoring.PartModule, No: 2}, "placeholder_unknown", authoring.Refused},
		"an empty placeholder": {func(c *coursefile.Course) { c.Modules[0].Body = "Ruf {{hr_kontakt}} an.\n\n" + c.Modules[0].Body },
			authoring.Place{Part: authoring.PartModule, No: 1, Line: 1}, "placeholder_empty", authoring.Refused},
		"in a question": {func(c *coursefile.Course) { c.Questions[2].Explanation["de"] = "{{hr_kontakt}}" },
			authoring.Place{Part: authoring.PartQuestion, No: 3}, "placeholder_empty", authoring.Refused},
		"a question without a text": {func(c *coursefile.Course) { delete(c.Questions[4].Text, "de") },
			authoring.Place{Part: authoring.PartQuestion, No: 5}, "language_missing", authoring.Refused},
		"a pool too small": {func(c *coursefile.Course) { c.Quiz[1] = 90 }, authoring.Place{Part: authoring.PartMeta}, "blueprint_pool", authoring.Refused},
		"few questions":    {func(c *coursefile.Course) { c.Questions = c.Questions[:4] }, authoring.Place{Part: authoring.PartPool}, "questions_few", authoring.Refused},
		"an old review": {func(c *coursefile.Course) { c.AsOf, c.ReviewDue = today-500, today },
			authoring.Place{Part: authoring.PartMeta}, "review_old", authoring.Reason},
		"long sentences": {func(c *coursefile.Course) {
			c.Modules[0].Body += "\n\n" + strings.Repeat("und dann wieder ", 20) + "Schluss."
		},
			authoring.Place{Part: authoring.PartModule, No: 1}, "readability", authoring.Reason},
	} {
		altered := rich(t)
		c.alter(altered)
		list := authoring.Check(altered.Code, altered.Files(), authoring.Surroundings{Placeholders: values, Today: today})
		if !slices.ContainsFunc(list, func(f authoring.Finding) bool {
			place := f.Place
			if c.want.Line == 0 {
				place.Line = 0
			}
			return f.Code == c.code && place == c.want && f.Weight == c.weigh
		}) {
			t.Errorf("%s: %+v", name, list)
		}
	}
	guessable := rich(t)
	for i := range guessable.Questions {
		for j := range guessable.Questions[i].Options {
			if o := &guessable.Questions[i].Options[j]; o.Correct {
				o.Text["de"] += strings.Repeat(" und noch etwas", 20)
			}
		}
	}
	list := authoring.Check(guessable.Code, guessable.Files(), authoring.Surroundings{Placeholders: values, Today: today})
	if !slices.Contains(authoring.Reasons(list), "question_longest") {
		t.Errorf("%v", authoring.Reasons(list))
	}
}

func TestCorrect(t *testing.T) {
	t.Parallel()
	c := rich(t)
	c.Modules[0].Body = "# Gruß\n\nSie sagte: \"Grüße\" und „so“ (\"ja\").\n\n#### Tief\n\n`\"ß\"` bleibt.\n\n```\n\"ß\"\n```"
	c.Modules[0].Translations = map[string]string{"en": `He said "no".`}
	c.Questions[0].Text["de"] = `Was heißt "sicher"?`
	notes := authoring.Correct(c)
	want := "## Gruss\n\nSie sagte: «Grüsse» und «so» («ja»).\n\n### Tief\n\n`\"ß\"` bleibt.\n\n```\n\"ß\"\n```"
	if got := c.Modules[0].Body; got != want {
		t.Errorf("%s", got)
	}
	if c.Questions[0].Text["de"] != "Was heisst «sicher»?" || c.Modules[0].Translations["en"] != `He said "no".` {
		t.Errorf("%q, %q", c.Questions[0].Text["de"], c.Modules[0].Translations["en"])
	}
	if len(notes) != 5 || notes[1].Args["n"] != 6 || notes[2].Args["n"] != 2 {
		t.Errorf("%+v", notes)
	}
	if again := authoring.Correct(c); len(again) != 0 {
		t.Errorf("corrected twice: %+v", again)
	}
}

func TestQuestionsFollowTheirModule(t *testing.T) {
	t.Parallel()
	c := rich(t)
	of := func(slug string) (ids []string) {
		for _, q := range c.Questions {
			if c.Module(q.Module).Slug == slug {
				ids = append(ids, q.ID)
			}
		}
		return ids
	}
	first, second := c.Modules[0].Slug, c.Modules[1].Slug
	ids, drawn := of(first), c.Quiz[1]
	if err := authoring.MoveModule(c, 1, 1); err != nil {
		t.Fatal(err)
	}
	if c.Modules[1].Slug != first || c.Modules[1].No != 2 || !slices.Equal(of(first), ids) || c.Quiz[2] != drawn {
		t.Errorf("%v, %v", of(first), c.Quiz)
	}
	if err := authoring.MoveModule(c, 1, -1); err != nil || c.Modules[0].Slug != second {
		t.Error("the first went above the top")
	}
	if err := authoring.RemoveModule(c, 1); err != nil || len(c.Modules) != 1 || !slices.Equal(of(first), ids) || c.Quiz[1] != drawn || len(c.Questions) != len(ids) {
		t.Errorf("%v, %v, %v", err, of(first), c.Quiz)
	}
	if err := authoring.RemoveModule(c, 1); key(err) != "error.authoring.last_module" {
		t.Errorf("%v", err)
	}
	authoring.AddModule(c, c.Modules[0].Titles)
	authoring.AddModule(c, c.Modules[0].Titles)
	if c.Modules[1].Slug == c.Modules[2].Slug || c.Modules[2].No != 3 {
		t.Errorf("%+v", c.Modules)
	}
	if read, _ := c.Files().Load("te-01"); len(read.Modules) != 3 || read.Modules[2].Slug != c.Modules[2].Slug {
		t.Error("the outline is not what it was after its files")
	}
}

func TestEveryTypeOfQuestionIsAdded(t *testing.T) {
	t.Parallel()
	c := rich(t)
	for _, kind := range []coursefile.QuestionType{coursefile.Single, coursefile.Multiple, coursefile.TrueFalse, coursefile.Order, coursefile.Match, coursefile.Numeric, coursefile.ShortText} {
		no := authoring.AddQuestion(c, kind, 1)
		read, _ := c.Files().Load("te-01")
		q, err := authoring.Question(read, no)
		if err != nil || q.Type != kind || q.ID == "" || len(q.Options) != len(c.Questions[no-1].Options) || len(q.Items) != len(c.Questions[no-1].Items) || len(q.Pairs) != len(c.Questions[no-1].Pairs) {
			t.Errorf("%s: %+v, %v", kind, q, err)
		}
	}
	ids := map[string]bool{}
	for _, q := range c.Questions {
		if ids[q.ID] {
			t.Errorf("%s twice", q.ID)
		}
		ids[q.ID] = true
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	before, after := rich(t), rich(t)
	if list := authoring.Compare(before, after); len(list) != 0 {
		t.Fatalf("the same differs: %+v", list)
	}
	after.PassPercent = 71
	after.Modules[0].Body = "Ein neuer Absatz.\n\n" + after.Modules[0].Body
	after.Questions[1].Text["de"] = "Was jetzt?"
	removed := after.Questions[3].ID
	after.Questions = slices.Delete(after.Questions, 3, 4)
	list := authoring.Compare(before, after)
	if len(list) != 4 || list[0].Place.Part != authoring.PartMeta || list[0].Rows[0].Label != "author.meta.pass_percent" ||
		list[1].Place.No != 1 || len(list[1].Rows) != 1 || list[1].Rows[0].Old != nil || list[1].Rows[0].New[0].Text != "Ein neuer Absatz." || list[1].Same == 0 ||
		list[2].Title != after.Questions[1].ID || list[3].Title != removed || !list[3].Gone {
		t.Errorf("%+v", list)
	}
	changed := authoring.Compare(&coursefile.Course{Modules: []coursefile.Module{{No: 1, Slug: "a", Body: "Ein guter Satz."}}},
		&coursefile.Course{Modules: []coursefile.Module{{No: 1, Slug: "a", Body: "Ein besserer Satz."}}})
	spans := changed[0].Rows[0].New
	if len(spans) != 3 || !spans[1].Changed || spans[1].Text != "besserer " {
		t.Errorf("%+v", spans)
	}
	if list := authoring.Compare(nil, after); len(list) < 3 || !list[1].Fresh {
		t.Errorf("%+v", list)
	}
}

func TestMergeKeepsBothSides(t *testing.T) {
	t.Parallel()
	base := rich(t)
	if merged, notes, err := authoring.Merge(base, rich(t), rich(t)); err != nil || len(notes) != 0 || merged.Hash() != base.Hash() {
		t.Fatalf("merging the same: %v, %v", notes, err)
	}
	ours, theirs := rich(t), rich(t)
	if err := authoring.MoveModule(ours, 1, 1); err != nil {
		t.Fatal(err)
	}
	theirs.Questions[0].Text["de"] = "Neu?"
	theirs.Modules[0].Minutes = 99
	merged, notes, err := authoring.Merge(base, ours, theirs)
	if err != nil || len(notes) != 1 || notes[0].Args["name"] != "quiz" && notes[0].Args["name"] != "test_out" {
		// The blueprints name modules by number, which ours has changed alone.
		if len(notes) != 0 {
			t.Errorf("%+v, %v", notes, err)
		}
	}
	if merged.Modules[1].Minutes != 99 || merged.Modules[1].No != 2 || merged.Questions[0].Text["de"] != "Neu?" || merged.Questions[0].Module != ours.Questions[0].Module {
		t.Errorf("%+v", merged.Questions[0])
	}
}
