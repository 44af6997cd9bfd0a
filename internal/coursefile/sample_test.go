package coursefile

import (
	"fmt"
	"io/fs"
	"strings"
	"testing/fstest"
)

// sample are the files of an online course without a single problem.
func sample() map[string]string {
	questions := ""
	for i := 1; i <= 5; i++ {
		questions += fmt.Sprintf(`- id: AB-01-Q%02d
  module: %d
  competence: "4.2"
  type: single
  text: {de: "Frage %d zu {{gemeinde}}?"}
  options:
    - text: {de: "eine lange falsche Antwort"}
      why: {de: "Darum."}
    - text: {de: "richtig"}
      correct: true
      why: {de: "Darum."}
  explanation: {de: "Weil."}
`, i, 1+i%2, i)
	}
	return map[string]string{
		"course.yaml": `code: AB-01
namespace: ch.zaemme
publisher: zaemme
kind: online
language: de
title: {de: Titel, en: Title, fr: Titre, it: Titolo}
summary: {de: Kurz, en: Short}
audience: {de: Alle}
minutes: 10
pass_percent: 80
validity_months: 12
due_days: 30
min_working_days: 5
fulfils: [AB-02]
owner: Stelle
review_due: 2027-09-30
as_of: 2026-11-01
licence: CC-BY-SA-4.0
digcomp:
  version: "3.0"
  competences:
    - {id: "4.2", level: 4, statements: [CS4.2.03, CS4.2.08]}
version:
  materiality: wesentlich
  note: {de: Erste Ausgabe.}
emblem: emblem.svg
modules:
  - 01-eins.md
  - 02-zwei.md
`,
		"01-eins.md":     moduleSource("Eins"),
		"02-zwei.md":     moduleSource("Zwei"),
		"questions.yaml": questions,
		"emblem.svg":     `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><title>Emblem</title><circle cx="32" cy="32" r="20" fill="var(--accent)"/></svg>`,
	}
}

func moduleSource(title string) string {
	return `---
title: {de: ` + title + `, en: Title}
minutes: 5
goals:
  de: [etwas erkennen]
---

> [!SCENE] Am Schalter
> Es regnet.

## Erstens

` + strings.Repeat("Ein Satz mit sieben kurzen und klaren Wörtern. ", 80) + `

### Unterpunkt

Text mit {{ict_notfall}}.

> [!EXERCISE]
> Was nun?

> [!SOLUTION]
> Anrufen.

> [!REMEMBER]
> - eins
> - zwei
> - drei
`
}

// classroomSample is a classroom course that AB-01 fulfils.
func classroomSample() map[string]string {
	course := sample()["course.yaml"]
	course = strings.NewReplacer("AB-01", "AB-02", "kind: online", "kind: classroom", "fulfils: [AB-02]\n", "").Replace(course)
	course = course[:strings.Index(course, "modules:")] + "trainer: trainer.md\nhandout: handout.md\n"
	questions := strings.ReplaceAll(sample()["questions.yaml"], "AB-01", "AB-02")
	questions = strings.ReplaceAll(strings.ReplaceAll(questions, "  module: 1\n", ""), "  module: 2\n", "")
	return map[string]string{
		"course.yaml": course, "questions.yaml": questions, "emblem.svg": sample()["emblem.svg"],
		"trainer.md": "---\ntitle: {de: Kursleitung, en: Trainer}\nminutes: 10\n---\n## Ablauf\n\nText.\n",
		"handout.md": "---\ntitle: {de: Merkblatt, en: Handout}\n---\nText.\n",
	}
}

func filesystem(folders map[string]map[string]string) fs.FS {
	made := fstest.MapFS{"embed.go": {Data: []byte("package courses")}}
	for folder, files := range folders {
		for name, content := range files {
			made[folder+"/"+name] = &fstest.MapFile{Data: []byte(content)}
		}
	}
	return made
}

func catalogue(online, classroom map[string]string) fs.FS {
	return filesystem(map[string]map[string]string{"ab-01": online, "ab-02": classroom})
}
