package page

import "html/template"

// Heading opens a page: the sentence that answers its question, what that means,
// and at most one primary action. Partial "heading".
type Heading struct {
	Kicker  string // a small line above: course code, path
	Text    string
	Lead    string
	Mark    template.HTML // an emblem, on pages of one course
	Actions []Action      // the first one is the primary
}

// Action is a link set as a button, named by its verb.
type Action struct {
	Label, URL string
	Quiet      bool
	File       bool // what it leads to is downloaded
}

// CourseRow is one course in a list. Partial "course-row", inside <ul class="rows">.
type CourseRow struct {
	Emblem template.HTML // of the course, or Emblem(code)
	URL    string
	Title  string
	Meta   string        // «3 von 5 Modulen · noch 25 Minuten»
	Done   int           // modules done
	Total  int           // modules; 0 shows no progress
	Status template.HTML // StatusMark, or a code's mark from the site
	Code   string        // status code; used where Status is empty
	Due    string        // «bis 4.12.2026»
	Next   Link          // «Warum?», «Kursbestätigung»
}

// Figure is one big number, linked to its rows. Partial "figures" takes a list.
type Figure struct {
	Value string // «94,6 %»
	Label string // «von dem, was fällig war · 53 von 56»
	URL   string
	Mark  template.HTML // a light: StatusMark("light_good", …)
}

// Bar is one line of a chart from zero to Den. Partial "bars" takes a list; the
// heading above carries the message.
type Bar struct {
	Label    string
	Num, Den int
	Text     string // «90 % · 9 von 10»
	URL      string
}

// Option is one answer of a Question.
type Option struct {
	Value   string
	Text    template.HTML
	Checked bool
	Verdict string // after submission: "right", "wrong", "missed" or ""
	Given   string // after submission, with "wrong": what was answered instead of this
	Why     template.HTML
}

// Part is a line of a Question that is sorted or matched: a text and a select named
// "part".
type Part struct {
	ID      string
	Text    template.HTML
	Lang    string // of the choices, where it may differ from the page's; or ""
	Blank   string
	Choices []Choice
}

// Typed is the input, named "typed", of a Question that is answered by typing.
type Typed struct {
	ID    string
	Label string
	Value string
	Unit  string // stands after the input, or ""
	Mode  string // inputmode: "decimal" or "text"
}

// Question is one quiz question. Partial "question", inside a form.
type Question struct {
	Name        string // of the inputs, unique on the page
	Number      string // «Frage 3 von 8»
	Lang        string // of question and answers, where it may differ from the page's; or ""
	Text        template.HTML
	Multiple    bool
	Critical    bool
	Closed      bool   // answered: no inputs, verdicts and reasons are shown
	Note        string // what is to be known of it, such as that it is not translated
	Hint        string // how it is answered; "" says whether one or several
	Error       string
	Options     []Option
	Parts       []Part // instead of Options, while it is open
	Typed       *Typed // instead of Options, while it is open
	Explanation template.HTML
}

// Step is one part of a longer way. Partial "steps" takes a list.
type Step struct {
	Label string
	Meta  string
	URL   string // "" where it cannot be entered yet
	State string // "done", "now" or ""
}

// Fact is one line of a definition list. Partial "facts" takes a list.
type Fact struct {
	Term string
	Text string
	URL  string
	HTML template.HTML // instead of Text
}

// Empty says that there is nothing and what to do next. Partial "empty".
type Empty struct {
	Title, Text string
	Next        Link
	Mark        template.HTML
}

// Pager leads through a long list. Partial "pager"; nothing shows for one page.
type Pager struct {
	From, To, Total int
	Prev, Next      string // addresses, "" at the ends
}

// Column is a table head that may sort. Partial "th".
type Column struct {
	Label   string
	URL     string // sorts by this column; "" cannot sort
	Sorted  string // "ascending", "descending" or ""
	Numeric bool
}

// Progress of long work. Partial "progress".
type Progress struct {
	Label       string
	Done, Total int
	Text        string // «1'200 von 4'000 Zeilen, noch rund eine Minute»
}

// Confirm is the page before a step that matters. Page "confirm/show"; the form
// posts to Post with the Hidden values.
type Confirm struct {
	Base
	Heading
	Facts  []Fact
	Post   string
	Hidden []Hidden
	Button string // the verb
	Danger bool
	Back   Link
}

// Hidden is a value that a form carries along.
type Hidden struct{ Name, Value string }

// Narrowed says what a filter hides. Partial "narrowed", below a filter form.
type Narrowed struct {
	Shown, Total int
	Reset        string // the address without filter, "" where nothing is hidden
}
