package coursefile

import (
	"encoding/json"
	"testing"
)

// FuzzLoad holds that no file makes Load panic, that every problem has a place
// and a text, and that the hash survives JSON.
func FuzzLoad(f *testing.F) {
	good := sample()
	f.Add(good["course.yaml"], good["questions.yaml"], good["01-eins.md"], good["emblem.svg"])
	rich := richSample()
	f.Add(rich["course.yaml"], rich["questions.yaml"], rich["01-eins.md"], rich["emblem.svg"])
	f.Add("code: AB-01\nkind: online\nlanguages: [de, en]\nquiz: {modules: {1: ~, x: 1}}\ntest_out: []", "- {type: match, pairs: [{}, ~], extra: [~]}\n- {type: text, accept: {de: [~]}}\n- {type: number, number: []}", "---\nlanguage: en\n---\n", "")
	f.Add("code: [*a]\n? {a: b}\n: !!binary x\n<<: {}", "- &a\n  - *a\n- ~", "---\n---\n> [!SCENE]", "<svg><svg")
	f.Add("code: AB-01\nkind: online\nmodules: [~, {}, 01-eins.md, 01-eins.md]\ntitle: []\ndigcomp: {competences: [[], {id: 4.2}]}", "- options: [~, {text: {de: ~}}]\n- {}", "---\ngoals: {de: {}}\n---\n#\n", "")
	f.Fuzz(func(t *testing.T, course, questions, module, emblem string) {
		files := sample()
		files["course.yaml"], files["questions.yaml"], files["01-eins.md"], files["emblem.svg"] = course, questions, module, emblem
		all, problems := LoadAll(catalogue(files, classroomSample()))
		for _, problem := range problems {
			if problem.Line < 1 || problem.File == "" || problem.Text("de") == problem.Key || problem.Text("en") == problem.Key {
				t.Errorf("%+v", problem)
			}
		}
		for _, one := range all {
			stored, err := json.Marshal(one)
			if err != nil {
				t.Fatal(err)
			}
			var read Course
			if err := json.Unmarshal(stored, &read); err != nil {
				t.Fatal(err)
			}
			if read.Hash() != one.Hash() {
				t.Error("the hash changed on the way through JSON")
			}
		}
	})
}
