package authoring

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"zaemme/internal/coursefile"
	"zaemme/internal/markdown"
)

// Difference is what has become of one part of a course, side by side.
type Difference struct {
	Place Place
	Title string // of the module, or the question's ID; empty for the course's own data
	Rows  []Row
	Same  int  // blocks that are as they were
	Gone  bool // the part is no longer there
	Fresh bool // the part was not there
}

// Row is one block before and after; one of them is empty where it was added or
// taken away. Label is set for the data of the course: a text key.
type Row struct {
	Label    string
	Old, New []Span
}

// Span is a piece of a block.
type Span struct {
	Text    string
	Changed bool
}

// Compare lists what differs between two contents of a course, in reading order:
// the course's data, each text by its blocks, each question. Modules are matched
// by the name of their file, questions by their ID. before may be nil: all is new.
func Compare(before, after *coursefile.Course) []Difference {
	if before == nil {
		before = &coursefile.Course{Language: after.Language}
	}
	var list []Difference
	d := compareMeta(before, after)
	d.Fresh = before.Code == ""
	if len(d.Rows) > 0 {
		list = append(list, d)
	}
	list = append(list, compareTexts(before, after)...)
	return append(list, compareQuestions(before, after)...)
}

func compareMeta(before, after *coursefile.Course) Difference {
	d := Difference{Place: Place{Part: PartMeta}}
	old, fresh := metaFields(before), metaFields(after)
	for i, field := range fresh {
		was := old[i].text
		if before.Code == "" { // a new course: what it has not is not 0
			was = ""
		}
		if was != field.text {
			d.Rows = append(d.Rows, Row{Label: field.key, Old: words(was, field.text), New: words(field.text, was)})
		} else {
			d.Same++
		}
	}
	return d
}

type field struct{ key, text string }

// metaFields are the data of a course as text.
func metaFields(c *coursefile.Course) []field {
	var list []field
	add := func(name, text string) { list = append(list, field{"author.meta." + name, text}) }
	add("title", all(c.Titles))
	add("summary", all(c.Summaries))
	add("audience", all(c.Audience))
	add("languages", strings.Join(c.Languages, ", "))
	add("minutes", fmt.Sprint(c.Minutes))
	add("pass_percent", fmt.Sprint(c.PassPercent))
	add("validity_months", fmt.Sprint(c.ValidityMonths))
	add("due_days", fmt.Sprint(c.DueDays))
	add("min_working_days", fmt.Sprint(c.MinWorkingDays))
	add("quiz", blueprint(c.Quiz))
	add("test_out", blueprint(c.TestOut))
	add("fulfils", strings.Join(c.Fulfils, ", "))
	add("owner", c.Owner)
	add("review_due", date(c.ReviewDue))
	add("as_of", date(c.AsOf))
	add("licence", c.Licence)
	var competences []string
	for _, one := range c.Digcomp.Competences {
		competences = append(competences, fmt.Sprintf("%s (%d) %s", one.ID, one.Level, strings.Join(one.Statements, " ")))
	}
	add("competences", strings.Join(competences, "\n"))
	add("emblem", c.Emblem)
	return list
}

func date(d interface {
	IsZero() bool
	String() string
}) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func all(texts coursefile.Texts) string {
	var lines []string
	for _, lang := range slices.Sorted(maps.Keys(texts)) {
		lines = append(lines, lang+": "+texts[lang])
	}
	return strings.Join(lines, "\n")
}

func blueprint(b coursefile.Blueprint) string {
	var parts []string
	for _, module := range slices.Sorted(maps.Keys(b)) {
		parts = append(parts, fmt.Sprintf("%d: %d", module, b[module]))
	}
	return strings.Join(parts, ", ")
}

func compareTexts(before, after *coursefile.Course) []Difference {
	old := map[string]partText{}
	for _, m := range texts(before) {
		old[m.Slug] = m
	}
	var list []Difference
	kept := map[string]bool{}
	for _, m := range texts(after) {
		was, there := old[m.Slug]
		kept[m.Slug] = true
		if !there {
			was = partText{Module: &coursefile.Module{}}
		}
		for _, lang := range append([]string{""}, slices.Sorted(maps.Keys(m.Translations))...) {
			d := compareBlocks(textBlocks(was.Module, lang), textBlocks(m.Module, lang))
			d.Place, d.Title, d.Fresh = Place{Part: m.part, No: m.No, Lang: lang}, m.Titles.In("de"), !there
			if len(d.Rows) > 0 {
				list = append(list, d)
			}
		}
	}
	for _, m := range texts(before) {
		if !kept[m.Slug] {
			d := compareBlocks(textBlocks(m.Module, ""), nil)
			d.Place, d.Title, d.Gone = Place{Part: m.part, No: m.No}, m.Titles.In("de"), true
			list = append(list, d)
		}
	}
	return list
}

// CompareTexts sets one text, or its translation, side by side.
func CompareTexts(before, after *coursefile.Module, lang string) []Difference {
	d := compareBlocks(textBlocks(before, lang), textBlocks(after, lang))
	if len(d.Rows) == 0 {
		return nil
	}
	d.Place = Place{Part: PartModule, No: after.No, Lang: lang}
	return []Difference{d}
}

// CompareQuestion sets one question side by side.
func CompareQuestion(before, after *coursefile.Question, c *coursefile.Course) []Difference {
	d := compareBlocks(questionLines(before, c), questionLines(after, c))
	if len(d.Rows) == 0 {
		return nil
	}
	d.Place, d.Title = Place{Part: PartQuestion}, after.ID
	return []Difference{d}
}

// CompareData sets the data of a course side by side.
func CompareData(before, after *coursefile.Course) []Difference {
	if d := compareMeta(before, after); len(d.Rows) > 0 {
		return []Difference{d}
	}
	return nil
}

// textBlocks are the blocks of a text; the main one begins with its title and
// goals.
func textBlocks(m *coursefile.Module, lang string) []string {
	if lang != "" {
		return blocks(m.Translations[lang])
	}
	var head []string
	if len(m.Titles) > 0 {
		head = append(head, all(m.Titles))
	}
	if m.Minutes > 0 {
		head = append(head, fmt.Sprintf("%d′", m.Minutes))
	}
	for _, lang := range slices.Sorted(maps.Keys(m.Goals)) {
		head = append(head, lang+": "+strings.Join(m.Goals[lang], "\n"))
	}
	return append(head, blocks(m.Body)...)
}

// blocks are what empty lines part.
func blocks(text string) []string {
	var list []string
	for _, piece := range markdown.Cut(text) {
		list = append(list, piece.Text)
	}
	return list
}

func compareQuestions(before, after *coursefile.Course) []Difference {
	old := map[string]*coursefile.Question{}
	for i := range before.Questions {
		old[before.Questions[i].ID] = &before.Questions[i]
	}
	var list []Difference
	kept := map[string]bool{}
	for i := range after.Questions {
		q := &after.Questions[i]
		kept[q.ID] = true
		var lines []string
		if was := old[q.ID]; was != nil {
			lines = questionLines(was, before)
		}
		d := compareBlocks(lines, questionLines(q, after))
		d.Place, d.Title, d.Fresh = Place{Part: PartQuestion, No: i + 1}, q.ID, old[q.ID] == nil
		if len(d.Rows) > 0 {
			list = append(list, d)
		}
	}
	for i := range before.Questions {
		if q := &before.Questions[i]; !kept[q.ID] {
			d := compareBlocks(questionLines(q, before), nil)
			d.Place, d.Title, d.Gone = Place{Part: PartQuestion, No: i + 1}, q.ID, true
			list = append(list, d)
		}
	}
	return list
}

func questionLines(q *coursefile.Question, c *coursefile.Course) []string {
	langs := c.Languages
	if len(langs) == 0 {
		langs = []string{c.Language}
	}
	head := fmt.Sprintf("%s · %d · %s", q.Type, q.Module, q.Competence)
	if q.Critical {
		head += " · !"
	}
	if q.Partial {
		head += " · ½"
	}
	lines := []string{head}
	for _, lang := range langs {
		lines = append(lines, strings.Split(plainQuestion(q, lang), "\n")...)
	}
	return lines
}

// compareBlocks pairs blocks; what stands between two equal ones is paired in
// order.
func compareBlocks(old, fresh []string) Difference {
	var d Difference
	keepOld, keepNew := common(old, fresh)
	i, j := 0, 0
	for i < len(old) || j < len(fresh) {
		from, to := i, j
		for i < len(old) && !keepOld[i] {
			i++
		}
		for j < len(fresh) && !keepNew[j] {
			j++
		}
		for k := 0; from+k < i || to+k < j; k++ {
			var was, is string
			if from+k < i {
				was = old[from+k]
			}
			if to+k < j {
				is = fresh[to+k]
			}
			d.Rows = append(d.Rows, Row{Old: words(was, is), New: words(is, was)})
		}
		for i < len(old) && j < len(fresh) && keepOld[i] && keepNew[j] {
			i, j, d.Same = i+1, j+1, d.Same+1
		}
	}
	return d
}

// words are the words of a text, those marked that the other one has not.
func words(text, other string) []Span {
	if text == "" {
		return nil
	}
	own, others := splitWords(text), splitWords(other)
	keep, _ := common(own, others)
	var spans []Span
	for i, word := range own {
		changed := other != "" && !keep[i]
		if n := len(spans); n > 0 && spans[n-1].Changed == changed {
			spans[n-1].Text += word
		} else {
			spans = append(spans, Span{Text: word, Changed: changed})
		}
	}
	return spans
}

// splitWords cuts after each run of white space; joined they are the text.
func splitWords(text string) []string { return strings.SplitAfter(text, " ") }

// most is how many comparisons are worth their memory; longer texts differ as a
// whole.
const most = 1 << 21

// common marks a longest common sequence in both lists.
func common(a, b []string) (inA, inB []bool) {
	inA, inB = make([]bool, len(a)), make([]bool, len(b))
	first, last := 0, 0
	for first < len(a) && first < len(b) && a[first] == b[first] {
		inA[first], inB[first] = true, true
		first++
	}
	for last < len(a)-first && last < len(b)-first && a[len(a)-1-last] == b[len(b)-1-last] {
		last++
		inA[len(a)-last], inB[len(b)-last] = true, true
	}
	x, y := a[first:len(a)-last], b[first:len(b)-last]
	if len(x)*len(y) == 0 || len(x)*len(y) > most {
		return inA, inB
	}
	longest := make([][]int32, len(x)+1)
	for i := range longest {
		longest[i] = make([]int32, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i] == y[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] == y[j]:
			inA[first+i], inB[first+j] = true, true
			i, j = i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			i++
		default:
			j++
		}
	}
	return inA, inB
}
