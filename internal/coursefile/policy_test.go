package coursefile

import (
	"maps"
	"strings"
	"testing"
)

// A practical task has the shape of a directive.
func TestPractical(t *testing.T) {
	t.Parallel()
	files := policySample()
	files["course.yaml"] = strings.Replace(files["course.yaml"], "kind: policy", "kind: practical", 1)
	c, problems := Load(filesystem(map[string]map[string]string{"ab-01": files}), "ab-01")
	if len(problems) > 0 || c == nil || c.Kind != Practical || c.Kind.Tested() || len(c.Modules) != 1 || c.PassPercent != 0 || c.Questions != nil {
		t.Fatalf("%+v, %v", c, problems)
	}
	again, problems := c.Files().Load("ab-01")
	if len(problems) > 0 || again.Hash() != c.Hash() || again.Kind != Practical {
		t.Errorf("written and read again: %v", problems)
	}
	for name, more := range map[string]string{"pass mark": "pass_percent: 80\n", "quiz": "quiz:\n  modules: {1: 1}\n"} {
		wrong := maps.Clone(files)
		wrong["course.yaml"] += more
		if _, problems := Load(filesystem(map[string]map[string]string{"ab-01": wrong}), "ab-01"); !HasErrors(problems) {
			t.Errorf("%s: no error", name)
		}
	}
	files["questions.yaml"] = sample()["questions.yaml"]
	if _, problems := Load(filesystem(map[string]map[string]string{"ab-01": files}), "ab-01"); !HasErrors(problems) {
		t.Error("questions: no error")
	}
}

// policySample is a directive without a single problem.
func policySample() map[string]string {
	course := strings.NewReplacer("kind: online", "kind: policy", "fulfils: [AB-02]\n", "", "pass_percent: 80\n", "", "minutes: 10", "minutes: 5",
		"  - 02-zwei.md\n", "").Replace(sample()["course.yaml"])
	from, until := strings.Index(course, "digcomp:"), strings.Index(course, "version:\n  materiality")
	return map[string]string{
		"course.yaml": course[:from] + course[until:], "emblem.svg": sample()["emblem.svg"],
		"01-eins.md": "---\ntitle: {de: Weisung, en: Directive}\nminutes: 5\n---\n\n## Zweck\n\nDiese Weisung gilt für alle Mitarbeitenden.\n",
	}
}

func TestPolicy(t *testing.T) {
	t.Parallel()
	c, problems := Load(filesystem(map[string]map[string]string{"ab-01": policySample()}), "ab-01")
	if len(problems) > 0 || c == nil || c.Kind != Policy || len(c.Modules) != 1 || c.PassPercent != 0 || c.Questions != nil {
		t.Fatalf("%+v, %v", c, problems)
	}
	again, problems := c.Files().Load("ab-01")
	if len(problems) > 0 || again.Hash() != c.Hash() {
		t.Errorf("written and read again: %v", problems)
	}
	for name, change := range map[string]func(files map[string]string){
		"questions": func(files map[string]string) { files["questions.yaml"] = sample()["questions.yaml"] },
		"pass mark": func(files map[string]string) { files["course.yaml"] += "pass_percent: 80\n" },
		"quiz":      func(files map[string]string) { files["course.yaml"] += "quiz:\n  modules: {1: 1}\n" },
		"no modules": func(files map[string]string) {
			files["course.yaml"] = strings.Replace(files["course.yaml"], "  - 01-eins.md", "  []", 1)
		},
	} {
		files := policySample()
		change(files)
		if _, problems := Load(filesystem(map[string]map[string]string{"ab-01": files}), "ab-01"); !HasErrors(problems) {
			t.Errorf("%s: no error", name)
		}
	}
}
