package exchange

// kind is what a file says that a question is.
type kind string

// The kinds with a meaning here. Any other kind of Moodle XML keeps its name.
const (
	category    kind = "category"
	description kind = "description"
	essay       kind = "essay"
	choiceKind  kind = "multichoice"
	trueFalse   kind = "truefalse"
	short       kind = "shortanswer"
	numerical   kind = "numerical"
	matching    kind = "matching"
	ordering    kind = "ordering"
)

// entry is one question as a file has it.
type entry struct {
	line     int // on which it begins, from 1
	kind     kind
	title    string // of a category: its path
	id       string
	tags     []string
	stem     text
	embedded bool // the answers stand within the text, where it now has «_____»
	general  *text
	many     bool     // multichoice: several may be ticked
	choices  []choice // multichoice, shortanswer, numerical, ordering; truefalse: true, then false
	lone     bool     // numerical: one answer without a marker
	pairs    []pair   // matching
	unit     string   // numerical
	lost     []note   // what stood there besides and has no place in an entry
}

// The formats of a text.
const (
	formatMoodle   = "moodle" // running text, may hold HTML
	formatHTML     = "html"
	formatMarkdown = "markdown"
	formatPlain    = "plain"
)

// text is a text with the format that it is written in.
type text struct{ format, body string }

// choice is one answer. Weight is in per cent; where GIFT gives none, it is nil
// and correct decides.
type choice struct {
	line     int
	correct  bool // GIFT: marked with =
	weight   *float64
	text     text
	number   *span // numerical; nil: any other answer, «*»
	feedback *text
}

// full reports an answer that gets the whole point.
func (c *choice) full() bool {
	if c.weight != nil {
		return *c.weight > 99.9
	}
	return c.correct
}

// some reports an answer that gets a part of the point.
func (c *choice) some() bool { return !c.full() && c.weight != nil && *c.weight > 0 }

// pair is a left side, empty for a right side that fits nothing, and its right.
type pair struct {
	line  int
	left  text
	right text
}
