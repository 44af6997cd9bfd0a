package coursefile

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func problemsOf(files map[string]string) []string {
	_, problems := LoadAll(catalogue(files, classroomSample()))
	var got []string
	for _, problem := range problems {
		got = append(got, fmt.Sprintf("%s:%d %s", strings.TrimPrefix(problem.File, "ab-01/"), problem.Line, problem.Key))
	}
	return got
}

func TestRichCourse(t *testing.T) {
	t.Parallel()
	c, problems := Load(catalogue(richSample(), classroomSample()), "ab-01")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if c.Total() != 5 || c.TestOut.Total() != 12 || c.In("en") != "en" || c.In("fr") != "de" {
		t.Errorf("%+v", c)
	}
	if body, language := c.Modules[0].BodyIn("en", c); language != "en" || !strings.Contains(body, "It rains.") {
		t.Errorf("%s: %.60s", language, body)
	}
	if _, language := c.Modules[0].BodyIn("fr", c); language != "de" {
		t.Error("French has no text, German stands in for it")
	}
	match := c.Questions[9]
	if rights := match.Rights(); len(rights) != 3 || rights[2]["en"] != "stone" || match.RightOf(0) != 0 || match.RightOf(1) != 0 || match.RightOf(2) != 1 {
		t.Errorf("right sides: %v", rights)
	}
	if n := c.Questions[10].Number; n.Value != 24_500_000 || n.Tolerance != 500_000 || n.Unit["de"] != "Stunden" {
		t.Errorf("number: %+v", n)
	}
}

func TestRichProblems(t *testing.T) {
	t.Parallel()
	const meta, quiz, english = "course.yaml", "questions.yaml", "01-eins.en.md"
	tests := []struct {
		name   string
		change change
		want   []string // file:line key, in order
	}{
		{"more than the pool", change{meta, "{1: 2, 2: 3}", "{1: 2, 2: 7}"}, []string{"course.yaml:16 blueprint_pool"}},
		{"the whole pool", change{meta, "{1: 2, 2: 3}", "{1: 2, 2: 6}"}, []string{"course.yaml:16 blueprint_same"}},
		{"the critical ones", change{meta, "{1: 2, 2: 3}", "{1: 5}"}, []string{"course.yaml:16 blueprint_critical"}},
		{"too few drawn", change{meta, "{1: 2, 2: 3}", "{1: 2, 2: 2}"}, []string{"course.yaml:16 blueprint_few"}},
		{"module that is not there", change{meta, "{1: 2, 2: 3}", "{1: 2, 2: 3, 3: 1}"}, []string{"course.yaml:16 blueprint_module"}},
		{"no module", change{meta, "{1: 2, 2: 3}", "{eins: 2, 2: 5}"}, []string{"course.yaml:16 blueprint_module"}},
		{"none of a module", change{meta, "{1: 2, 2: 3}", "{1: 0, 2: 5}"}, []string{"course.yaml:16 field_range"}},
		{"empty blueprint", change{meta, "{1: 2, 2: 3}", "{}"}, []string{"course.yaml:16 field_empty"}},
		{"test-out without a module", change{meta, "{1: 6, 2: 6}", "{2: 6}"}, []string{"course.yaml:18 test_out_module", "course.yaml:18 blueprint_few"}},
		{"test-out too short", change{meta, "{1: 6, 2: 6}", "{1: 6, 2: 5}"}, []string{"course.yaml:18 blueprint_few"}},
		{"other field in a blueprint", change{meta, "quiz:\n", "quiz:\n  total: 8\n"}, []string{"course.yaml:16 field_unknown"}},
		{"critical ones beyond the blueprint", change{quiz, "  type: order", "  critical: true\n  type: order"}, nil},

		{"languages without the main one", change{meta, "[de, en]", "[en]"}, []string{"01-eins.en.md:1 file_unclaimed", "02-zwei.en.md:1 file_unclaimed", "course.yaml:6 language_missing"}},
		{"language nobody knows", change{meta, "[de, en]", "[de, en, rm]"}, []string{"course.yaml:6 language_unknown"}},
		{"audience not translated", change{meta, ", en: All}", "}"}, []string{"course.yaml:9 translation_missing"}},
		{"option not translated", change{quiz, `{de: "richtig", en: "right"}`, `{de: "richtig"}`}, []string{"questions.yaml:7 translation_missing"}},
		{"spellings not translated", change{quiz, `, en: ["118"]`, ""}, []string{"questions.yaml:112 translation_missing"}},
		{"goals not translated", change{"01-eins.md", "  en: [recognise something]\n", ""}, []string{"01-eins.md:5 translation_missing"}},
		{"translation missing", change{english, "", "-"}, []string{"course.yaml:6 translation_file"}},
		{"translation of another language", change{english, "language: en", "language: fr"}, []string{"01-eins.en.md:2 field_value"}},
		{"title in a translation", change{english, "language: en", "language: en\ntitle: {en: One}"}, []string{"01-eins.en.md:3 field_unknown"}},
		{"paragraph missing", change{english, "Text mit {{ict_notfall}}.\n\n", ""}, []string{"01-eins.en.md:14 translation_block"}},
		{"paragraph more", change{english, "Text mit {{ict_notfall}}.\n\n", "Text.\n\nText.\n\n"}, []string{"01-eins.en.md:16 translation_block"}},
		{"heading of another level", change{english, "### Unterpunkt", "## Unterpunkt"}, []string{"01-eins.en.md:12 translation_block"}},
		{"end missing", change{english, "> [!REMEMBER]\n> - eins\n> - zwei\n> - drei\n", ""}, []string{"01-eins.en.md:19 translation_less"}},
		{"something after the end", change{english, "> - drei\n", "> - drei\n\nMore.\n"}, []string{"01-eins.en.md:27 translation_more"}},
		{"a point less", change{english, "> - drei\n", ""}, []string{"01-eins.en.md:22 translation_items"}},
		{"unknown placeholder in a translation", change{english, "{{ict_notfall}}", "{{notruf}}"}, []string{"01-eins.en.md:14 placeholder_unknown"}},

		{"options of an order", change{quiz, "  partial: true", "  options: []\n  partial: true"}, []string{"questions.yaml:77 question_field"}},
		{"partial of a number", change{quiz, "  number: 24.5", "  partial: true\n  number: 24.5"}, []string{"questions.yaml:101 question_field"}},
		{"two items", change{quiz, `    - {text: {de: "dann", en: "then"}, why: {de: "Darum.", en: "Therefore."}}` + "\n", ""}, []string{"questions.yaml:80 question_parts"}},
		{"item twice", change{quiz, `de: "dann"`, `de: "zuerst"`}, []string{"questions.yaml:81 question_option_twice"}},
		{"item without a reason", change{quiz, `{de: "dann", en: "then"}, why: {de: "Darum.", en: "Therefore."}`, `{de: "dann", en: "then"}`}, []string{"questions.yaml:81 field_missing"}},
		{"left side twice", change{quiz, `"Katze"`, `"Hund"`}, []string{"questions.yaml:91 question_option_twice"}},
		{"right side in two translations", change{quiz, `"Katze", en: "cat"}, right: {de: "Tier", en: "animal"}`, `"Katze", en: "cat"}, right: {de: "Tier", en: "beast"}`}, []string{"questions.yaml:91 question_option_twice"}},
		{"one right side for all", change{quiz, `right: {de: "Pflanze", en: "plant"}, why: {de: "Darum.", en: "Therefore."}}` + "\n  extra:\n    - {de: \"Stein\", en: \"stone\"}\n", `right: {de: "Tier", en: "animal"}, why: {de: "Darum.", en: "Therefore."}}` + "\n"}, []string{"questions.yaml:90 question_all"}},
		{"extra that fits", change{quiz, `"Stein"`, `"Pflanze"`}, []string{"questions.yaml:94 question_option_twice"}},
		{"no number", change{quiz, "number: 24.5", "number: viele"}, []string{"questions.yaml:101 field_type"}},
		{"tolerance below zero", change{quiz, "tolerance: 0.5", "tolerance: -1"}, []string{"questions.yaml:102 question_tolerance"}},
		{"spelling that counts already", change{quiz, `"eins eins acht"`, `" 118."`}, []string{"questions.yaml:112 question_spelling"}},
		{"no spelling", change{quiz, `["118", "eins eins acht"]`, `[]`}, []string{"questions.yaml:112 field_empty"}},
		{"five critical ones", change{quiz, "", strings.Replace(richSample()[quiz], "  type: single", "  critical: true\n  type: single", 4)}, []string{"course.yaml:16 blueprint_critical", "questions.yaml:1 questions_critical"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			files := richSample()
			test.change.apply(t, files)
			if test.name == "five critical ones" {
				files[meta] = strings.Replace(files[meta], "{1: 2, 2: 3}", "{1: 3, 2: 2}", 1)
			}
			if diff := cmp.Diff(test.want, problemsOf(files)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRightOptionsInOnePlace(t *testing.T) {
	t.Parallel()
	files := richSample()
	right := `    - {text: {de: "richtig", en: "right"}, correct: true, why: {de: "Darum.", en: "Therefore."}}` + "\n"
	wrong := `    - {text: {de: "eine lange falsche Antwort", en: "a long wrong answer"}, why: {de: "Darum.", en: "Therefore."}}` + "\n"
	files["questions.yaml"] = strings.ReplaceAll(files["questions.yaml"], right+wrong, wrong+right)
	if got := problemsOf(files); len(got) != 1 || got[0] != "questions.yaml:1 question_position" {
		t.Errorf("%v", got)
	}
}

func TestPaperTakesQuestionsToTick(t *testing.T) {
	t.Parallel()
	classroom := classroomSample()
	classroom["questions.yaml"] += strings.ReplaceAll(`- id: AB-02-Q06
  competence: "4.2"
  type: number
  text: {de: "Wie viele?"}
  number: 1
  why: {de: "Darum."}
  explanation: {de: "Weil."}
`, "AB-01", "AB-02")
	classroom["course.yaml"] += "quiz: {modules: {1: 5}}\n"
	_, problems := LoadAll(catalogue(sample(), classroom))
	if len(problems) != 2 || problems[0].Key != "field_here" || problems[1].Key != "question_paper" {
		t.Errorf("%v", problems)
	}
}

func TestRefresher(t *testing.T) {
	t.Parallel()
	load := func(edit func(files map[string]string)) []string {
		files := map[string]string{}
		for name, content := range sample() {
			files[name] = strings.NewReplacer("AB-01", "AB-01R", "Frage", "Neue Frage", "fulfils: [AB-02]\n", "").Replace(content)
		}
		edit(files)
		_, problems := LoadAll(filesystem(map[string]map[string]string{"ab-01": sample(), "ab-01r": files, "ab-02": classroomSample()}))
		var got []string
		for _, problem := range problems {
			got = append(got, fmt.Sprintf("%s:%d %s", strings.TrimPrefix(problem.File, "ab-01r/"), problem.Line, problem.Key))
		}
		return got
	}
	pool := "questions.yaml:1 refresher_pool"
	tests := []struct {
		name   string
		change change
		want   []string
	}{
		{"as it is", change{"course.yaml", "code", "code"}, []string{pool}},
		{"too long", change{"course.yaml", "minutes: 10", "minutes: 30"}, []string{"course.yaml:9 minutes_sum", "course.yaml:9 refresher_minutes", pool}},
		{"the same question", change{"questions.yaml", "Neue Frage 3", "Frage 3"}, []string{"course.yaml:1 refresher_question", pool}},
		{"test-out", change{"course.yaml", "owner:", "test_out: {modules: {1: 2}}\nowner:"}, []string{
			"course.yaml:14 refresher_test_out", "course.yaml:14 test_out_module", "course.yaml:14 blueprint_few", pool}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, load(func(files map[string]string) { test.change.apply(t, files) })); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
	alone := map[string]string{}
	for name, content := range sample() {
		alone[name] = strings.NewReplacer("AB-01", "CD-01R", "fulfils: [AB-02]\n", "").Replace(content)
	}
	_, problems := LoadAll(filesystem(map[string]map[string]string{"cd-01r": alone}))
	if len(problems) != 2 || problems[0].Key != "refresher_alone" {
		t.Errorf("%v", problems)
	}
}

func TestDecimal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"24": "24", " 24,50 ": "24.5", "1’234.5": "1234.5", "1'000'000": "1000000", "−3": "-3", "-0.25": "-0.25", "0.000001": "0.000001", "007": "7",
	} {
		if d, err := ParseDecimal(text); err != nil || d.String() != want {
			t.Errorf("%q is %s, %v; want %s", text, d, err, want)
		}
	}
	for _, text := range []string{"", "viele", "1.2.3", "0.0000001", "1234567890", "1e3", ".5", "--1", "NaN"} {
		if d, err := ParseDecimal(text); err == nil {
			t.Errorf("%q is %s", text, d)
		}
	}
}

func TestPlainAnswer(t *testing.T) {
	t.Parallel()
	want := PlainAnswer("Zwei-Faktor")
	for _, same := range []string{"zwei-faktor", "  ZWEI-FAKTOR. ", "«Zwei-Faktor»", "Zwei- Faktor!", "zwei-fak\u00adtor"} {
		if got := PlainAnswer(same); got != want {
			t.Errorf("%q is %q, want %q", same, got, want)
		}
	}
	if PlainAnswer("Strasse") != PlainAnswer("Straße") || PlainAnswer("é") != PlainAnswer("e\u0301") {
		t.Error("spellings of one letter differ")
	}
	if PlainAnswer("Faktor") == want || PlainAnswer(" .") != "" {
		t.Error("different answers are alike")
	}
}
