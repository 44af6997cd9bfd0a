package exchange

import "strings"

// fault is a place in a file that cannot be read.
type fault struct {
	line  int
	title string
	note  note
}

// readGIFT reads a file with line ends of one byte: what it holds, in order, and
// what is broken.
func readGIFT(source string) ([]*entry, []fault) {
	var entries []*entry
	var faults []fault
	for i, b := range blocks(source) {
		if i == mostQuestions {
			return entries, append(faults, fault{b.line(0), "", newNote("file_questions", "max", mostQuestions)})
		}
		r := &giftReader{block: b, format: formatMoodle}
		r.read()
		entries = append(entries, r.entries...)
		if r.fault != nil {
			faults = append(faults, *r.fault)
		}
	}
	return entries, faults
}

// giftReader reads one block.
type giftReader struct {
	block   *block
	format  string // of the question's text, and so of what names none
	entries []*entry
	fault   *fault
}

const (
	categoryMark = "$CATEGORY:"
	titleMark    = "::"
	generalMark  = "####"
	pairMark     = "->"
	gap          = "_____"
)

func (r *giftReader) broken(at int, title, key string, pairs ...any) {
	if r.fault == nil {
		r.fault = &fault{r.block.line(at), title, newNote(key, pairs...)}
	}
}

// read reads the categories of the block and its question.
func (r *giftReader) read() {
	at := r.blanks(0)
	for strings.HasPrefix(r.block.source[at:], categoryMark) {
		first, _, _ := strings.Cut(r.block.source[at:], "\n")
		r.entries = append(r.entries, &entry{
			line: r.block.line(at), kind: category, title: strings.TrimSpace(strings.TrimPrefix(first, categoryMark)),
		})
		at = r.blanks(at + len(first))
	}
	if at == len(r.block.source) {
		return
	}
	e := &entry{line: r.block.line(at), id: r.block.id, tags: r.block.tags}
	if r.question(e, at) && r.fault == nil {
		r.entries = append(r.entries, e)
	}
}

// blanks is the offset of the next character that is no white space.
func (r *giftReader) blanks(at int) int {
	return len(r.block.source) - len(strings.TrimLeft(r.block.source[at:], " \t\n\f\v"))
}

// question reads title, text and answers; false after a fault.
func (r *giftReader) question(e *entry, at int) bool {
	source := r.block.source
	if strings.HasPrefix(source[at:], titleMark) {
		from := at + len(titleMark)
		end := indexOf(source[from:], titleMark, false)
		if end < 0 {
			r.broken(at, "", "gift_title")
			return false
		}
		e.title = strings.Join(strings.Fields(unescape(source[from:from+end])), " ")
		at = from + end + len(titleMark)
	}
	open := index(source[at:], "{}")
	if open < 0 {
		e.kind, e.stem = description, giftText(source[at:], formatMoodle)
		return true
	}
	open += at
	if source[open] == '}' {
		r.broken(open, e.title, "gift_close")
		return false
	}
	end := index(source[open+1:], "{}")
	if end < 0 {
		r.broken(open, e.title, "gift_open")
		return false
	}
	end += open + 1
	if source[end] == '{' {
		r.broken(end, e.title, "gift_nested")
		return false
	}
	tail := strings.TrimSpace(source[end+1:])
	if strings.HasPrefix(tail, "//") {
		_, tail, _ = strings.Cut(tail, "\n")
		tail = strings.TrimSpace(tail)
	}
	if more := index(tail, "{}"); more >= 0 {
		r.broken(len(source)-len(strings.TrimLeft(source[end+1:], " \t\n\f\v"))+more, e.title, "gift_two")
		return false
	}
	r.stem(e, source[at:open], tail)
	r.answers(e, open+1, end)
	return true
}

// stem joins what stands before and after the answers.
func (r *giftReader) stem(e *entry, before, after string) {
	e.stem = giftText(before, formatMoodle)
	r.format = e.stem.format
	if after == "" {
		return
	}
	e.embedded = true
	rest := giftText(after, r.format)
	if e.stem.body == "" {
		e.stem = text{rest.format, gap + " " + rest.body}
		r.format = rest.format
		return
	}
	e.stem.body += " " + gap + " " + rest.body
}
