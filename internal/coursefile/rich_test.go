package coursefile

import (
	"fmt"
	"strings"
)

// richSample is a course in two languages with every type of question, a pool
// and both blueprints, without a single problem.
func richSample() map[string]string {
	files := sample()
	files["course.yaml"] = strings.NewReplacer(
		"language: de\n", "language: de\nlanguages: [de, en]\n",
		"audience: {de: Alle}", "audience: {de: Alle, en: All}",
		"min_working_days: 5\n", "min_working_days: 5\nquiz:\n  modules: {1: 2, 2: 3}\ntest_out:\n  modules: {1: 6, 2: 6}\n",
		"{de: Erste Ausgabe.}", "{de: Erste Ausgabe., en: First edition.}",
	).Replace(files["course.yaml"])
	questions := ""
	for i := 1; i <= 8; i++ {
		first, second := "richtig", "eine lange falsche Antwort"
		questions += fmt.Sprintf(`- id: AB-01-Q%02d
  module: %d
  competence: "4.2"
  type: single
  text: {de: "Frage %d zu {{gemeinde}}?", en: "Question %d about {{gemeinde}}?"}
  options:
    - {text: {de: "%s", en: "right"}, correct: true, why: {de: "Darum.", en: "Therefore."}}
    - {text: {de: "%s", en: "a long wrong answer"}, why: {de: "Darum.", en: "Therefore."}}
  explanation: {de: "Weil.", en: "Because."}
`, i, 1+i%2, i, i, first, second)
		if i%2 == 0 { // the right one stands now here, now there
			at := strings.LastIndex(questions, "    - {text: {de: \"richtig\"")
			lines := strings.SplitAfterN(questions[at:], "\n", 3)
			questions = questions[:at] + lines[1] + lines[0] + lines[2]
		}
	}
	questions += `- id: AB-01-Q09
  module: 1
  competence: "4.2"
  type: order
  partial: true
  text: {de: "In welcher Reihenfolge?", en: "In which order?"}
  items:
    - {text: {de: "zuerst", en: "first"}, why: {de: "Darum.", en: "Therefore."}}
    - {text: {de: "dann", en: "then"}, why: {de: "Darum.", en: "Therefore."}}
    - {text: {de: "zuletzt", en: "last"}, why: {de: "Darum.", en: "Therefore."}}
  explanation: {de: "Weil.", en: "Because."}
- id: AB-01-Q10
  module: 2
  competence: "4.2"
  type: match
  text: {de: "Was gehört zusammen?", en: "What belongs together?"}
  pairs:
    - {left: {de: "Hund", en: "dog"}, right: {de: "Tier", en: "animal"}, why: {de: "Darum.", en: "Therefore."}}
    - {left: {de: "Katze", en: "cat"}, right: {de: "Tier", en: "animal"}, why: {de: "Darum.", en: "Therefore."}}
    - {left: {de: "Baum", en: "tree"}, right: {de: "Pflanze", en: "plant"}, why: {de: "Darum.", en: "Therefore."}}
  extra:
    - {de: "Stein", en: "stone"}
  explanation: {de: "Weil.", en: "Because."}
- id: AB-01-Q11
  module: 1
  competence: "4.2"
  type: number
  text: {de: "Wie viele Stunden?", en: "How many hours?"}
  number: 24.5
  tolerance: 0.5
  unit: {de: "Stunden", en: "hours"}
  why: {de: "Darum.", en: "Therefore."}
  explanation: {de: "Weil.", en: "Because."}
- id: AB-01-Q12
  module: 2
  competence: "4.2"
  type: text
  critical: true
  text: {de: "Welche Nummer hat die Feuerwehr?", en: "What is the number of the fire brigade?"}
  accept: {de: ["118", "eins eins acht"], en: ["118"]}
  why: {de: "Darum.", en: "Therefore."}
  explanation: {de: "Weil.", en: "Because."}
`
	files["questions.yaml"] = questions
	for _, name := range []string{"01-eins", "02-zwei"} {
		files[name+".md"] = strings.Replace(files[name+".md"], "  de: [etwas erkennen]", "  de: [etwas erkennen]\n  en: [recognise something]", 1) + ""
		_, body, _ := strings.Cut(files[name+".md"], "---\n\n")
		files[name+".en.md"] = "---\nlanguage: en\n---\n\n" + strings.NewReplacer(
			"Ein Satz mit sieben kurzen und klaren Wörtern.", "A sentence of seven short clear words.", "Es regnet", "It rains").Replace(body)
	}
	return files
}
