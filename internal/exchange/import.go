package exchange

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zaemme/internal/coursefile"
)

// Format is a format of question files.
type Format string

// The formats.
const (
	GIFT   Format = "gift"
	Moodle Format = "moodle" // Moodle XML
)

// Options are what a file does not say of its questions and the importing person
// may know.
type Options struct {
	Module     int    // 0: the only module of the course, else left to the author
	Competence string // empty: the only competence of the course, else left to the author
}

// Imported is what a file gave.
type Imported struct {
	Format Format
	Found  int // questions in the file, taken or not; categories do not count
	// Questions have texts in the course's language and numbers after the last of
	// the course, in the order of the file. An empty text is the author's to write.
	Questions []coursefile.Question
	Problems  []Problem // by line
}

// Import reads a GIFT or Moodle XML file into questions for the course. It takes
// what it can and lists the rest; it never fails as a whole but by an Error
// without a Question.
func Import(content []byte, c *coursefile.Course, options Options) Imported {
	im := &importer{course: c, language: c.Language, options: options, next: 1 + lastNumber(c), known: map[string]string{}}
	for i := range c.Questions {
		im.known[c.Questions[i].Text[c.Language]] = c.Questions[i].ID
	}
	im.defaults()
	im.result.Format = GIFT
	if len(content) > MaxFile {
		im.whole(1, newNote("file_size", "max", MaxFile>>20))
		return im.result
	}
	source, line, ok := clean(content)
	if !ok {
		im.whole(line, newNote("file_encoding"))
		return im.result
	}
	entries, faults := []*entry(nil), []fault(nil)
	if start := strings.TrimSpace(source); strings.HasPrefix(start, "<?xml") || strings.HasPrefix(start, "<!") || strings.HasPrefix(start, "<quiz") {
		im.result.Format = Moodle
		entries, faults = readXML(source)
	} else {
		entries, faults = readGIFT(source)
	}
	for _, broken := range faults {
		im.result.Problems = append(im.result.Problems, Problem{
			Line: broken.line, Question: broken.title, Level: coursefile.Error, Key: broken.note.key, Args: broken.note.args,
		})
		if !strings.HasPrefix(broken.note.key, "xml_") && !strings.HasPrefix(broken.note.key, "file_") {
			im.result.Found++
		}
	}
	for _, e := range entries {
		if e.kind != category {
			im.result.Found++
			im.take(e)
		}
	}
	im.summary()
	slices.SortStableFunc(im.result.Problems, func(a, b Problem) int { return a.Line - b.Line })
	return im.result
}

type importer struct {
	course   *coursefile.Course
	language string
	options  Options
	next     int
	result   Imported
	known    map[string]string // IDs of the questions that there are, by their text
	unplaced int               // questions without module or competence

	// Of the question in hand:
	entry *entry
	marks marks
	notes []note
}

// defaults fills the options from a course that leaves no choice.
func (im *importer) defaults() {
	if im.options.Module == 0 && len(im.course.Modules) == 1 {
		im.options.Module = im.course.Modules[0].No
	}
	if competences := im.course.Digcomp.Competences; im.options.Competence == "" && len(competences) == 1 {
		im.options.Competence = competences[0].ID
	}
}

var numberOfID = regexp.MustCompile(`-Q([0-9]{2,3})$`)

// lastNumber is the highest number among the course's questions.
func lastNumber(c *coursefile.Course) int {
	last := 0
	for _, q := range c.Questions {
		if match := numberOfID.FindStringSubmatch(q.ID); match != nil {
			number, _ := strconv.Atoi(match[1]) // digits
			last = max(last, number)
		}
	}
	return last
}

const mostNumber = 999 // of a question

// whole reports what concerns the file.
func (im *importer) whole(line int, n note) {
	im.result.Problems = append(im.result.Problems, Problem{Line: line, Level: coursefile.Error, Key: n.key, Args: n.args})
}

// take takes the question or lists why not.
func (im *importer) take(e *entry) {
	im.entry, im.marks, im.notes = e, readMarks(e.tags), slices.Clone(e.lost)
	q, refused := im.question()
	title := e.title
	if title == "" {
		title = shown(e.stem.plain(func(note) {}))
	}
	report := func(level coursefile.Level, n note) {
		im.result.Problems = append(im.result.Problems, Problem{
			Line: e.line, Question: title, ID: q.ID, Level: level, Key: n.key, Args: n.args,
		})
	}
	if refused == nil && im.next > mostNumber {
		full := newNote("course_full", "max", mostNumber)
		refused = &full
	}
	if refused != nil {
		report(coursefile.Error, *refused)
		return
	}
	q.ID = fmt.Sprintf("%s-Q%02d", im.course.Code, im.next)
	im.next++
	im.known[q.Text[im.language]] = q.ID
	if q.Module == 0 && im.course.Kind == coursefile.Online || q.Competence == "" {
		im.unplaced++
	}
	for _, n := range im.notes {
		report(coursefile.Warning, n)
	}
	im.result.Questions = append(im.result.Questions, q)
}

// mostNotes is how much one question may have lost; nobody reads more.
const mostNotes = 10

// lost notes, once, something that the question in hand loses.
func (im *importer) lost(n note) {
	if len(im.notes) < mostNotes && !slices.ContainsFunc(im.notes, func(other note) bool { return other.key == n.key && maps.Equal(other.args, n.args) }) {
		im.notes = append(im.notes, n)
	}
}

// summary says once what no file says.
func (im *importer) summary() {
	if im.unplaced > 0 {
		n := newNote("place_missing", "count", im.unplaced)
		im.result.Problems = append(im.result.Problems, Problem{Line: 1, Level: coursefile.Warning, Key: n.key, Args: n.args})
	}
}

// texts is a text in the course's language; empty if the author must write it.
func (im *importer) texts(words string) coursefile.Texts {
	return coursefile.Texts{im.language: words}
}

func (im *importer) plain(t *text) string { return t.plain(im.lost) }
