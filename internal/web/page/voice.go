package page

import (
	"strconv"

	"zaemme/internal/feedback"
	"zaemme/internal/i18n"
)

// Voice is one piece of feedback as everybody may read it. Partial "voices" takes
// a list.
type Voice struct {
	Where  string // the module
	Said   string
	Answer string // empty: it waits
	State  string // as a word
	Own    bool   // the reader's own
	Day    string
}

// NewVoice shows the reader's own words to them, and to others what the owner
// quoted; it names nobody.
func NewVoice(l *i18n.Printer, e feedback.Entry, reader int64) Voice {
	v := Voice{Said: e.Quote, Answer: e.Answer, State: l.T("voices.state." + string(e.State)), Day: l.Date(e.GivenOn)}
	if e.PersonID != 0 && e.PersonID == reader {
		v.Own, v.Said = true, e.Said
	}
	if e.Module > 0 {
		v.Where = l.T("voices.module", "no", e.Module)
	}
	return v
}

// FeedbackKinds are what can be said of a module.
func FeedbackKinds(l *i18n.Printer) []Choice {
	var list []Choice
	for _, kind := range feedback.Kinds {
		list = append(list, Choice{Value: string(kind), Label: l.T("voices.kind." + string(kind))})
	}
	return list
}

// FeedbackWho is whether one's name goes with it.
func FeedbackWho(l *i18n.Printer) []Choice {
	return []Choice{
		{Value: "anonymous", Label: l.T("voices.anonymous"), Help: l.T("voices.anonymous_help"), Selected: true},
		{Value: "name", Label: l.T("voices.name"), Help: l.T("voices.name_help")},
	}
}

// ModuleURL is the address of a module.
func ModuleURL(code string, no int) string { return "/kurse/" + code + "/module/" + strconv.Itoa(no) }
