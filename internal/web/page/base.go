package page

import (
	"html/template"
	"strings"

	"zaemme/internal/i18n"
)

// Base is what every page has: embed it by value in the page's struct and fill
// Title. The rest comes from From(c).
type Base struct {
	Title        string        // the document's title, without the municipality
	L            *i18n.Printer // texts, dates and numbers in the reader's language
	Municipality string        // «Gemeinde Emmen»
	Home         string        // where the municipality's name leads; "" is "/"
	Accent       Accent        // the municipality's colour; zero is the default petrol
	Viewer       string        // display name of who is signed in, "" for nobody
	Nav          []NavItem     // main navigation; from the sixth on under «Mehr»
	Account      []NavItem     // under the viewer's name
	SignOut      string        // where the sign-out form posts; "" shows none
	Languages    []NavItem     // in the footer
	CSRF         string        // token for the hidden field of every form
	RequestID    string        // shown on error pages and in the footer
	Demo         bool          // shows the demo banner
	Tools        []Link        // on paper pages, beside printing
	Notices      []Notice      // what has just happened, above the heading
	Contact      string        // whom to ask, in the footer
	Version      string        // of the program, in the footer
	Kiosk        *Kiosk        // on a shared tablet, nil elsewhere
}

// base makes every struct that embeds Base a Page.
func (b *Base) base() *Base { return b }

// Page is a pointer to a struct that embeds Base.
type Page interface{ base() *Base }

// Notify adds a message above the heading.
func (b *Base) Notify(tone Tone, text string) {
	b.Notices = append(b.Notices, Notice{Tone: tone, Text: text})
}

const navShown = 5

// NavItem is one entry of a navigation.
type NavItem struct {
	Label   string
	URL     string
	Count   int // shown behind the label where it is not 0
	Current bool
}

// MainNav is the part of Nav that is always shown.
func (b Base) MainNav() []NavItem { return b.Nav[:min(len(b.Nav), b.shown())] }

// MoreNav is the part of Nav under «Mehr».
func (b Base) MoreNav() []NavItem { return b.Nav[min(len(b.Nav), b.shown()):] }

func (b Base) shown() int { // a «Mehr» with a single entry helps nobody
	if len(b.Nav) == navShown+1 {
		return navShown + 1
	}
	return navShown
}

// markCurrent sets Current on the entry whose address is the path or its longest
// parent. The slice is copied: the caller's may be shared between requests.
func markCurrent(items []NavItem, path string) []NavItem {
	best, length := -1, 0
	out := make([]NavItem, len(items))
	for i, item := range items {
		out[i] = item
		out[i].Current = false
		under := path == item.URL || (item.URL != "/" && strings.HasPrefix(path, item.URL+"/"))
		if under && len(item.URL) > length {
			best, length = i, len(item.URL)
		}
	}
	if best >= 0 {
		out[best].Current = true
	}
	return out
}

// Tone is the kind of a notice.
type Tone string

// The tones. Bad is announced at once by screen readers.
const (
	Info Tone = "info"
	Good Tone = "ok"
	Warn Tone = "warn"
	Bad  Tone = "bad"
)

// Notice is a short message, with an optional next step.
type Notice struct {
	Tone Tone
	Text string
	Next Link
}

// Link is a label with an address; a zero Link shows nothing.
type Link struct {
	Label, URL string
	File       bool // what it leads to is downloaded
}

// Mark is the symbol of the notice.
func (n Notice) Mark() template.HTML {
	switch n.Tone {
	case Good:
		return symbols["ok"]
	case Warn:
		return symbols["soon"]
	case Bad:
		return symbols["late"]
	default:
		return symbols["info"]
	}
}
