package coursefile

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/calendar"
)

func TestLoadAll(t *testing.T) {
	t.Parallel()
	courses, problems := LoadAll(catalogue(sample(), classroomSample()))
	for _, problem := range problems {
		t.Error(problem.In("en"))
	}
	if len(courses) != 2 {
		t.Fatalf("%d courses", len(courses))
	}
	c := courses[0]
	want := Question{
		ID: "AB-01-Q01", Module: 2, Competence: "4.2", Type: Single,
		Text: Texts{"de": "Frage 1 zu {{gemeinde}}?"},
		Options: []Option{
			{Text: Texts{"de": "eine lange falsche Antwort"}, Why: Texts{"de": "Darum."}},
			{Text: Texts{"de": "richtig"}, Correct: true, Why: Texts{"de": "Darum."}},
		},
		Explanation: Texts{"de": "Weil."},
	}
	if diff := cmp.Diff(want, c.Questions[0]); diff != "" {
		t.Error(diff)
	}
	m := c.Modules[1]
	if m.No != 2 || m.Slug != "zwei" || m.Titles["de"] != "Zwei" || m.BodyLine != 8 || !strings.HasPrefix(m.Body, "> [!SCENE]") || m.Goals["de"][0] != "etwas erkennen" {
		t.Errorf("module %+v", m)
	}
	if c.ReviewDue != calendar.NewDate(2027, 9, 30) || c.Fulfils[0] != "AB-02" || c.Required(c.Total()) != 4 || c.Emblem == "" || c.Digcomp.Competences[0].Level != 4 {
		t.Errorf("course %+v", c)
	}
	if k := courses[1]; k.Trainer == nil || k.Handout == nil || k.Trainer.Minutes != 10 || k.Modules != nil || k.Handout.Slug != "handout" {
		t.Errorf("classroom course %+v", k)
	}
}

// change replaces old by new in one file of the sample; with old empty the file
// is made anew, with new "-" and old empty it is removed.
type change struct{ file, old, new string }

func (c change) apply(t *testing.T, files map[string]string) {
	t.Helper()
	switch {
	case c.old == "" && c.new == "-":
		delete(files, c.file)
	case c.old == "":
		files[c.file] = c.new
	case !strings.Contains(files[c.file], c.old):
		t.Fatalf("%s does not contain %q", c.file, c.old)
	default:
		files[c.file] = strings.Replace(files[c.file], c.old, c.new, 1)
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	const meta, quiz, first = "course.yaml", "questions.yaml", "01-eins.md"
	scene := "> [!SCENE] Am Schalter\n> Es regnet.\n"
	tests := []struct {
		name   string
		change change
		want   []string // file:line key, in order
	}{
		{"unknown field", change{meta, "owner:", "colour: rot\nowner:"}, []string{"course.yaml:15 field_unknown"}},
		{"field twice", change{meta, "owner:", "kind: online\nowner:"}, []string{"course.yaml:15 field_twice"}},
		{"missing field", change{meta, "owner: Stelle\n", ""}, []string{"course.yaml:1 field_missing"}},
		{"wrong types", change{meta, "minutes: 10\npass_percent: 80", "minutes: zehn\npass_percent: [80]"}, []string{"course.yaml:9 field_type", "course.yaml:10 field_type"}},
		{"pass mark", change{meta, "pass_percent: 80", "pass_percent: 101"}, []string{"course.yaml:10 field_range"}},
		{"working days", change{meta, "min_working_days: 5", "min_working_days: 4"}, []string{"course.yaml:13 working_days_few"}},
		{"title without Italian", change{meta, ", it: Titolo", ""}, []string{"course.yaml:6 language_missing"}},
		{"title in Romansh", change{meta, ", it: Titolo", ", it: Titolo, rm: Titel"}, []string{"course.yaml:6 language_unknown"}},
		{"summary without English", change{meta, ", en: Short", ""}, []string{"course.yaml:7 language_missing"}},
		{"empty title", change{meta, "de: Titel", "de: ''"}, []string{"course.yaml:6 field_empty"}},
		{"placeholder in a title", change{meta, "de: Titel", "de: '{{gemeinde}}'"}, []string{"course.yaml:6 placeholder_broken"}},
		{"minutes do not add up", change{meta, "minutes: 10", "minutes: 12"}, []string{"course.yaml:9 minutes_sum"}},
		{"fulfils itself", change{meta, "[AB-02]", "[AB-01]"}, []string{"course.yaml:14 fulfils_self"}},
		{"fulfils nothing known", change{meta, "[AB-02]", "[AB-99]"}, []string{"course.yaml:14 fulfils_unknown"}},
		{"fulfils twice", change{meta, "[AB-02]", "[AB-02, AB-02]"}, []string{"course.yaml:14 value_twice"}},
		{"folder", change{meta, "code: AB-01", "code: AB-03"}, []string{"course.yaml:1 folder_name", "questions.yaml:1 field_pattern", "questions.yaml:13 field_pattern", "questions.yaml:25 field_pattern", "questions.yaml:37 field_pattern", "questions.yaml:49 field_pattern"}},
		{"review before facts", change{meta, "2027-09-30", "2026-10-31"}, []string{"course.yaml:16 review_before_as_of"}},
		{"no date", change{meta, "2027-09-30", "30.9.2027"}, []string{"course.yaml:16 field_date"}},
		{"licence", change{meta, "CC-BY-SA-4.0", "frei"}, []string{"course.yaml:18 field_value"}},
		{"digcomp version", change{meta, `"3.0"`, `"2.2"`}, []string{"course.yaml:20 field_value"}},
		{"competence", change{meta, `id: "4.2"`, `id: "4.5"`}, []string{"course.yaml:22 field_pattern", "questions.yaml:3 question_competence", "questions.yaml:15 question_competence", "questions.yaml:27 question_competence", "questions.yaml:39 question_competence", "questions.yaml:51 question_competence"}},
		{"statements", change{meta, "CS4.2.03, CS4.2.08", "CS4.2.3, CS4.1.08"}, []string{"course.yaml:22 field_pattern", "course.yaml:22 digcomp_statement"}},
		{"level above a quiz", change{meta, "level: 4", "level: 5"}, []string{"course.yaml:22 digcomp_level"}},
		{"materiality", change{meta, "wesentlich", "gross"}, []string{"course.yaml:24 field_value"}},
		{"missing module", change{first, "", "-"}, []string{"course.yaml:28 file_missing", "questions.yaml:14 question_module", "questions.yaml:38 question_module"}},
		{"module twice", change{meta, "02-zwei.md", "02-zwei.md\n  - 02-zwei.md"}, []string{"course.yaml:30 file_twice"}},
		{"path", change{meta, "02-zwei.md", "02-zwei.md\n  - ../ab-02/trainer.md"}, []string{"course.yaml:30 file_name"}},
		{"order of modules", change{meta, "- 01-eins.md\n  - 02-zwei.md", "- 02-zwei.md\n  - 01-eins.md"}, []string{"01-eins.md:1 module_number", "02-zwei.md:1 module_number"}},
		{"file nobody names", change{"03-drei.md", "", "x"}, []string{"03-drei.md:1 file_unclaimed"}},
		{"trainer online", change{meta, "modules:", "trainer: 01-eins.md\nmodules:"}, []string{"course.yaml:27 field_here", "course.yaml:27 file_twice"}},
		{"no emblem yet", change{"emblem.svg", "", "-"}, []string{"course.yaml:26 emblem_missing"}},
		{"emblem with script", change{"emblem.svg", "<title>", "\n<script>x</script><title>"}, []string{"emblem.svg:2 emblem_content"}},
		{"emblem with handler", change{"emblem.svg", "<circle", "<circle onclick=\"x\""}, []string{"emblem.svg:1 emblem_content"}},
		{"emblem from elsewhere", change{"emblem.svg", `fill="var(--accent)"`, `fill="url(https://x.example/a)"`}, []string{"emblem.svg:1 emblem_content"}},
		{"alias", change{meta, "publisher: zaemme", "publisher: &a zaemme"}, []string{"course.yaml:3 yaml_alias"}},
		{"no YAML", change{meta, "kind: online", "kind: [online"}, []string{"course.yaml:4 yaml_syntax"}},
		{"two documents", change{quiz, "- id: AB-01-Q05", "---\n- id: AB-01-Q05"}, []string{"questions.yaml:49 yaml_multiple"}},
		{"no UTF-8", change{first, "Es regnet", "Es \xff"}, []string{"01-eins.md:1 file_encoding"}},

		{"no front matter", change{first, "---\n", ""}, []string{"01-eins.md:1 front_matter", "01-eins.md:1 scene_first"}},
		{"front matter field", change{first, "minutes: 5", "minuten: 5"}, []string{"01-eins.md:2 field_missing", "01-eins.md:3 field_unknown"}},
		{"front matter YAML", change{first, "minutes: 5", "minutes: \"5"}, []string{"01-eins.md:3 yaml_syntax"}},
		{"goals", change{first, "  de: [etwas erkennen]", "  de: []"}, []string{"01-eins.md:5 field_empty"}},
		{"no scene", change{first, scene, ""}, []string{"01-eins.md:9 scene_count"}},
		{"scene not first", change{first, scene, "Text.\n\n" + scene}, []string{"01-eins.md:8 scene_first"}},
		{"two scenes", change{first, scene, scene + "\n" + scene}, []string{"01-eins.md:8 scene_count"}},
		{"text after remember", change{first, "> - drei\n", "> - drei\n\nNoch etwas.\n"}, []string{"01-eins.md:30 remember_last"}},
		{"two points", change{first, "> - drei\n", ""}, []string{"01-eins.md:25 remember_points"}},
		{"no exercise", change{first, "> [!EXERCISE]\n> Was nun?\n", ""}, []string{"01-eins.md:8 exercise_missing", "01-eins.md:20 solution_alone"}},
		{"no solution", change{first, "> [!SOLUTION]\n> Anrufen.\n", ""}, []string{"01-eins.md:19 solution_missing"}},
		{"no empty line between", change{first, "> Was nun?\n\n", "> Was nun?\n"}, []string{"01-eins.md:19 solution_missing", "01-eins.md:21 callout_place"}},
		{"unknown call-out", change{first, "[!SOLUTION]", "[!ANTWORT]"}, []string{"01-eins.md:19 solution_missing", "01-eins.md:22 callout_unknown"}},
		{"empty call-out", change{first, "> Es regnet.\n", ""}, []string{"01-eins.md:8 callout_empty"}},
		{"heading jump", change{first, "## Erstens", "### Erstens"}, []string{"01-eins.md:11 heading_jump"}},
		{"heading level", change{first, "### Unterpunkt", "#### Unterpunkt"}, []string{"01-eins.md:15 heading_level"}},
		{"too short", change{first, strings.Repeat("Ein Satz mit sieben kurzen und klaren Wörtern. ", 80), "Kurz."}, []string{"01-eins.md:8 module_words"}},
		{"unknown placeholder", change{first, "{{ict_notfall}}", "{{notruf}}"}, []string{"01-eins.md:17 placeholder_unknown"}},
		{"sharp s and quotes", change{first, "Text mit", "Große „Worte“ mit"}, []string{"01-eins.md:17 text_sharp_s", "01-eins.md:17 text_quotes"}},
		{"quotes in code may stand", change{first, "Text mit", "Text `a=\"b\"` mit"}, nil},
		{"local number", change{first, "Text mit", "041 268 00 00"}, []string{"01-eins.md:17 text_phone"}},
		{"HTML and image", change{first, "Text mit", "<b>a</b> ![b](c.png)"}, []string{"01-eins.md:17 raw_html", "01-eins.md:17 raw_html", "01-eins.md:17 image"}},
		{"empty text", change{"02-zwei.md", "", "---\ntitle: {de: a, en: b}\nminutes: 5\ngoals: {de: [x]}\n---\n"}, []string{"02-zwei.md:7 field_empty"}},

		{"four questions", change{quiz, sample()[quiz][strings.Index(sample()[quiz], "- id: AB-01-Q05"):], ""}, []string{"questions.yaml:1 questions_few"}},
		{"same id", change{quiz, "AB-01-Q02", "AB-01-Q01"}, []string{"questions.yaml:13 question_id_twice"}},
		{"no such module", change{quiz, "module: 2", "module: 3"}, []string{"questions.yaml:2 question_module"}},
		{"nothing right", change{quiz, "      correct: true\n", ""}, []string{"questions.yaml:7 question_none"}},
		{"all right", change{quiz, "    - text: {de: \"eine lange falsche Antwort\"}\n", "    - text: {de: \"eine lange falsche Antwort\"}\n      correct: true\n"}, []string{"questions.yaml:7 question_all"}},
		{"two right", change{quiz, "    - text: {de: \"richtig\"}\n", "    - text: {de: \"auch\"}\n      correct: true\n      why: {de: \"x\"}\n    - text: {de: \"richtig\"}\n"}, []string{"questions.yaml:7 question_correct"}},
		{"no reason", change{quiz, "      why: {de: \"Darum.\"}\n", ""}, []string{"questions.yaml:7 field_missing"}},
		{"same option", change{quiz, "\"richtig\"", "\"eine lange falsche Antwort\""}, []string{"questions.yaml:9 question_option_twice"}},
		{"type", change{quiz, "type: single", "type: multi"}, []string{"questions.yaml:4 field_value"}},
		{"true or false", change{quiz, "type: single", "type: truefalse"}, nil},
		{"three options for true or false", change{quiz, "type: single\n  text: {de: \"Frage 1 zu {{gemeinde}}?\"}\n  options:\n", "type: truefalse\n  text: {de: \"Frage 1\"}\n  options:\n    - text: {de: \"dritte\"}\n      why: {de: \"x\"}\n"}, []string{"questions.yaml:7 question_options"}},
		{"nothing but link definitions", change{"02-zwei.md", "", "---\ntitle: {de: a, en: b}\nminutes: 5\ngoals: {de: [x]}\n---\n[a]: /x\n"}, []string{"02-zwei.md:6 field_empty"}},
		{"emblem that HTML reads otherwise", change{"emblem.svg", "Emblem</title>", "\n<![CDATA[</title><script>x</script>]]></title>"}, []string{"emblem.svg:2 emblem_content"}},
		{"emblem with a comment that ends early", change{"emblem.svg", "<title>", "<!--><g>--><title>"}, []string{"emblem.svg:1 emblem_content"}},
		{"placeholder in a question", change{quiz, "{{gemeinde}}", "{{stadt}}"}, []string{"questions.yaml:5 placeholder_unknown"}},
		{"critical", change{quiz, "type: single", "critical: ja\n  type: single"}, []string{"questions.yaml:4 field_type"}},
		{"no questions", change{quiz, "", "-"}, []string{"questions.yaml:1 file_missing"}},
		{"questions are no list", change{quiz, "", "a: b\n"}, []string{"questions.yaml:1 field_type"}},
		{"no course.yaml", change{meta, "", "-"}, []string{"course.yaml:1 file_missing"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			files := sample()
			test.change.apply(t, files)
			_, problems := LoadAll(catalogue(files, classroomSample()))
			var got []string
			for _, problem := range problems {
				got = append(got, fmt.Sprintf("%s:%d %s", strings.TrimPrefix(problem.File, "ab-01/"), problem.Line, problem.Key))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestGuessableQuestions(t *testing.T) {
	t.Parallel()
	files := sample()
	files["questions.yaml"] = strings.Replace(files["questions.yaml"], `"richtig"`, `"eine noch viel längere richtige Antwort"`, 3)
	_, problems := Load(catalogue(files, classroomSample()), "ab-01")
	if len(problems) != 1 || problems[0].Key != "question_longest" || problems[0].Level != Warning || HasErrors(problems) {
		t.Errorf("%v", problems)
	}
}

func TestFulfilsInACircle(t *testing.T) {
	t.Parallel()
	classroom := classroomSample()
	classroom["course.yaml"] += "fulfils: [AB-01]\n"
	_, problems := LoadAll(catalogue(sample(), classroom))
	if len(problems) != 2 || problems[0].Key != "fulfils_cycle" || problems[0].Line != 14 ||
		problems[0].In("en") != "ab-01/course.yaml:14:11: error: These courses fulfil each other in a circle: AB-01 → AB-02 → AB-01." {
		t.Errorf("%v", problems)
	}
}

func TestClassroomTakesNoModules(t *testing.T) {
	t.Parallel()
	classroom := classroomSample()
	classroom["course.yaml"] = strings.Replace(classroom["course.yaml"], "handout: handout.md\n", "", 1)
	classroom["questions.yaml"] = strings.Replace(classroom["questions.yaml"], "  type:", "  module: 1\n  type:", 1)
	_, problems := LoadAll(catalogue(sample(), classroom))
	var got []string
	for _, problem := range problems {
		got = append(got, fmt.Sprintf("%s:%d %s", problem.File, problem.Line, problem.Key))
	}
	want := []string{"ab-02/course.yaml:1 field_missing", "ab-02/handout.md:1 file_unclaimed", "ab-02/questions.yaml:3 field_here"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
