package exchange

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"zaemme/internal/coursefile"
)

// sample is a course with three modules and two competences, so that neither can
// be guessed.
func sample() *coursefile.Course {
	return &coursefile.Course{
		Code: "AB-01", Kind: coursefile.Online, Language: "de", Titles: coursefile.Texts{"de": "Beispiel/Kurs"},
		Modules: []coursefile.Module{{No: 1}, {No: 2}, {No: 3}},
		Digcomp: coursefile.Digcomp{Competences: []coursefile.Competence{{ID: "4.2"}, {ID: "2.1"}}},
	}
}

// tokens make texts that try every rule of both formats.
var tokens = []string{
	"Wort", "ä", "«ü»", " ", "  ", "\n", "\n\n", "\u00a0", `\`, `\n`, `\\`, "{", "}", "~", "=", "#", "####", ":", "::", "[html]", "[plain]", "[", "]",
	"%50%", "%", "//", "->", "- ", "<b>fett</b>", "&amp;", "&nbsp;", "<", ">", "*", `\*`, "_____", "$CATEGORY: x", "{{gemeinde}}", "]]>", "<!-- x -->", "1.", "TRUE", "'", `"`, "\t",
}

// words is a text that no other one of the same maker equals. Without is a token
// that it does not have.
type words struct {
	random *rand.Rand
	count  int
}

func (w *words) text(without ...string) coursefile.Texts {
	return coursefile.Texts{"de": w.string(without...)}
}

func (w *words) string(without ...string) string {
	w.count++
	list := []string{strconv.Itoa(w.count)}
	for range w.random.IntN(7) {
		list = append(list, tokens[w.random.IntN(len(tokens))])
	}
	w.random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	said := strings.Join(list, "")
	for _, token := range without {
		for strings.Contains(said, token) {
			said = strings.ReplaceAll(said, token, "")
		}
	}
	return strings.TrimSpace(said)
}

// invented is a question of the type with texts of tokens.
func invented(random *rand.Rand, kind coursefile.QuestionType, w *words) coursefile.Question {
	q := coursefile.Question{
		Module: 1 + random.IntN(3), Competence: []string{"4.2", "2.1"}[random.IntN(2)], Type: kind, Critical: random.IntN(2) == 0,
		Text: w.text(), Explanation: w.text(),
	}
	switch kind {
	case coursefile.Single, coursefile.Multiple:
		q.Options = make([]coursefile.Option, 2+random.IntN(7))
		for i := range q.Options {
			q.Options[i] = coursefile.Option{Text: w.text(), Why: w.text(), Correct: kind == coursefile.Multiple && random.IntN(2) == 0}
		}
		random.Shuffle(len(q.Options), func(i, j int) { q.Options[i], q.Options[j] = q.Options[j], q.Options[i] })
		q.Options[0].Correct, q.Options[1].Correct = true, false
		q.Partial = kind == coursefile.Multiple && random.IntN(2) == 0
	case coursefile.TrueFalse:
		q.Options = []coursefile.Option{{Text: coursefile.Texts{"de": "Richtig"}, Why: w.text()}, {Text: coursefile.Texts{"de": "Falsch"}, Why: w.text()}}
		if random.IntN(2) == 0 {
			q.Options[1].Text = coursefile.Texts{"de": "Stimmt nicht"}
		}
		q.Options[random.IntN(2)].Correct = true
	case coursefile.Order:
		for range 3 + random.IntN(5) {
			q.Items = append(q.Items, coursefile.Item{Text: w.text(), Why: w.text()})
		}
		q.Partial = random.IntN(2) == 0
	case coursefile.Match:
		for range 2 + random.IntN(6) {
			q.Pairs = append(q.Pairs, coursefile.Pair{Left: w.text("->"), Right: w.text(), Why: w.text()})
		}
		q.Pairs[1].Right = q.Pairs[0].Right
		for range 1 + random.IntN(3) {
			q.Extra = append(q.Extra, w.text())
		}
		q.Partial = random.IntN(2) == 0
	case coursefile.Numeric:
		q.Number = &coursefile.Number{
			Value: coursefile.Decimal(random.Int64N(2e15) - 1e15), Tolerance: coursefile.Decimal(random.Int64N(3) * random.Int64N(1e8)),
		}
		if random.IntN(2) == 0 {
			q.Number.Unit = coursefile.Texts{"de": "Fr. pro [m²]"}
		}
		q.Why = w.text()
	case coursefile.ShortText:
		q.Accept = map[string][]string{}
		for range 1 + random.IntN(20) {
			q.Accept["de"] = append(q.Accept["de"], w.string("->"))
		}
		q.Why = w.text("->")
	}
	return q
}
