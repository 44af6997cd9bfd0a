package exchange

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlText is HTML as the plain text that questions have here: paragraphs are
// parted by an empty line, list items begin with a dash or their number, table
// cells are parted by a bar, a link is followed by its address. What has no such
// form is left out and told to lost.
func htmlText(source string, lost func(note)) string {
	w := &flow{lost: lost}
	tokens := html.NewTokenizer(strings.NewReader(source))
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break // the end: the tokenizer of a string fails in no other way
		}
		token := tokens.Token()
		switch kind {
		case html.TextToken:
			if w.silent == 0 {
				w.write(token.Data)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			w.open(token, kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			w.close(token)
		}
	}
	return strings.TrimSpace(w.out.String())
}

// flow is a text while it is written.
type flow struct {
	out    strings.Builder
	lost   func(note)
	breaks int  // line ends before the next word
	blank  bool // a blank before the next word
	pre    int
	fresh  bool      // a list item has begun and has no words yet
	silent atom.Atom // the element whose content is left out
	lists  []int     // the next number of each open list, 0 for dashes
	cells  int       // in this row so far
	script map[rune]rune
	link   string // address of the open link
	begun  int    // where its text begins
}

const mostIndent = 4 // levels of lists that are indented

func (w *flow) write(words string) {
	for _, r := range words {
		switch {
		case r == '\n' && w.pre > 0:
			w.breaks++
		case strings.ContainsRune(" \t\n\f\u00a0", r) && w.pre == 0:
			w.blank = true
		default:
			w.gap()
			if changed, there := w.script[r]; there {
				r = changed
			}
			w.out.WriteRune(r)
			w.fresh = false
		}
	}
}

// gap writes the white space that is due.
func (w *flow) gap() {
	switch {
	case w.out.Len() == 0 || w.fresh:
	case w.breaks > 0:
		w.out.WriteString("\n\n"[:min(w.breaks, 2)])
	case w.blank:
		w.out.WriteByte(' ')
	}
	w.breaks, w.blank = 0, false
}

func (w *flow) line(breaks int) { w.breaks = max(w.breaks, breaks) }

var (
	superscripts = scripts("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
	subscripts   = scripts("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ")
	// silentElements hold nothing to read.
	silentElements = []atom.Atom{atom.Script, atom.Style, atom.Head, atom.Template, atom.Title}
	// lostElements hold something that no plain text has.
	lostElements = []atom.Atom{
		atom.Audio, atom.Video, atom.Iframe, atom.Object, atom.Embed, atom.Canvas, atom.Math, atom.Svg, atom.Input,
		atom.Select, atom.Button, atom.Textarea, atom.Form, atom.Applet,
	}
)

func scripts(to string) map[rune]rune {
	made := map[rune]rune{}
	for i, r := range []rune(to) {
		made[[]rune("0123456789+-=()n")[i]] = r
	}
	return made
}

func (w *flow) open(token html.Token, empty bool) {
	if w.silent != 0 {
		return
	}
	name := token.DataAtom
	if slices.Contains(silentElements, name) {
		if !empty {
			w.silent = name
		}
		return
	}
	if slices.Contains(lostElements, name) {
		w.lost(newNote("element", "name", token.Data))
	}
	switch name {
	case atom.Img:
		w.lost(newNote("image", "text", shown(attribute(token, "alt"))))
	case atom.Br:
		w.breaks++
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Table, atom.Blockquote:
		w.line(2)
	case atom.Pre:
		w.line(2)
		w.pre++
	case atom.Ul, atom.Ol:
		w.line(1)
		first := 0
		if name == atom.Ol {
			first = 1
		}
		w.lists = append(w.lists, first)
	case atom.Li:
		w.item()
	case atom.Tr:
		w.line(1)
		w.cells = 0
	case atom.Td, atom.Th:
		if w.cells++; w.cells > 1 {
			w.blank = true
			w.write("|")
			w.blank = true
		}
	case atom.Sup:
		w.script = superscripts
	case atom.Sub:
		w.script = subscripts
	case atom.A:
		if address := attribute(token, "href"); strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://") {
			w.link, w.begun = address, w.out.Len()
		} else if file, attached := strings.CutPrefix(address, "@@PLUGINFILE@@/"); attached {
			w.lost(newNote("element", "name", shown(file)))
		}
	case 0:
		w.unknown(token)
	default:
		if slices.Contains(lineElements, name) {
			w.line(1)
		}
	}
}

var lineElements = []atom.Atom{
	atom.Div, atom.Section, atom.Article, atom.Aside, atom.Header, atom.Footer, atom.Dl, atom.Dt, atom.Dd, atom.Figure,
	atom.Figcaption, atom.Caption, atom.Hr, atom.Thead, atom.Tbody, atom.Fieldset, atom.Legend, atom.Details, atom.Summary,
}

// unknown is an element that HTML does not know; those of word processors
// (o:p) mean nothing.
func (w *flow) unknown(token html.Token) {
	if !strings.ContainsAny(token.Data, ":-") {
		w.lost(newNote("element", "name", shown(token.Data)))
	}
}

// item begins a list item.
func (w *flow) item() {
	w.breaks = 1
	w.gap()
	if len(w.lists) == 0 {
		w.lists = append(w.lists, 0)
	}
	last := len(w.lists) - 1
	w.out.WriteString(strings.Repeat("  ", min(last, mostIndent)))
	if w.lists[last] == 0 {
		w.out.WriteString("– ")
	} else {
		w.out.WriteString(strconv.Itoa(w.lists[last]) + ". ")
		w.lists[last]++
	}
	w.fresh = true
}

func (w *flow) close(token html.Token) {
	name := token.DataAtom
	if w.silent != 0 {
		if name == w.silent {
			w.silent = 0
		}
		return
	}
	switch name {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Table, atom.Blockquote:
		w.line(2)
	case atom.Pre:
		w.line(2)
		w.pre = max(w.pre-1, 0)
	case atom.Ul, atom.Ol:
		w.lists = w.lists[:max(len(w.lists)-1, 0)]
		w.line(1)
	case atom.Sup, atom.Sub:
		w.script = nil
	case atom.A:
		if w.link != "" && !strings.Contains(w.out.String()[min(w.begun, w.out.Len()):], w.link) {
			w.blank = w.out.Len() > w.begun
			w.write("(" + w.link + ")")
		}
		w.link = ""
	default:
		if slices.Contains(lineElements, name) {
			w.line(1)
		}
	}
}

func attribute(token html.Token, name string) string {
	for _, one := range token.Attr {
		if one.Key == name {
			return strings.TrimSpace(one.Val)
		}
	}
	return ""
}
