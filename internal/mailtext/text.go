package mailtext

import (
	"slices"
	"strings"

	"zaemme/internal/apperr"
	"zaemme/internal/i18n"
)

// Group is a part of a mail with its texts, in the order of the page.
type Group struct {
	Code string // text key mailtext.group.<code>
	Keys []string
}

// Groups are all texts that HR may word.
var Groups = []Group{
	{"subject", []string{"mail.subject.new", "mail.subject.open", "mail.subject.late", "mail.subject.renew"}},
	{"lead", []string{"mail.greeting", "mail.lead.new", "mail.lead.open", "mail.lead.grace", "mail.lead.late", "mail.lead.renew"}},
	{"help", []string{"mail.worktime", "mail.quiz", "mail.help.open", "mail.help.late", "mail.closing"}},
	{"digest", []string{"mail.digest.subject", "mail.digest.late", "mail.digest.soon", "mail.digest.plan", "mail.digest.slips", "mail.digest.lead", "mail.digest.hr"}},
	{"slip", []string{"mail.slip.title", "mail.slip.lead", "mail.slip.how"}},
}

// Editable reports whether the text is one of Groups.
func Editable(key string) bool {
	return slices.ContainsFunc(Groups, func(g Group) bool { return slices.Contains(g.Keys, key) })
}

// longest is how many letters a form may have.
const longest = 500

// Check refuses a wording at the field of its form: empty, too long, on several
// lines, or with other placeholders than the delivered text.
func Check(p *i18n.Printer, key string, forms i18n.Forms) error {
	if !Editable(key) {
		return apperr.New(apperr.NotFound, "error.mailtext.unknown", nil)
	}
	for name, text := range forms {
		wrong := ""
		switch {
		case strings.TrimSpace(text) == "":
			wrong = "error.mailtext.empty"
		case len([]rune(text)) > longest:
			wrong = "error.mailtext.long"
		case strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }):
			wrong = "error.mailtext.line"
		case strings.Contains(text, "ß"):
			wrong = "error.mailtext.sharp"
		}
		if wrong != "" {
			return apperr.New(apperr.Invalid, wrong, nil).At(name)
		}
	}
	if _, err := p.Reword(map[string]i18n.Forms{key: forms}); err != nil {
		names, _, _ := p.Names(key)
		return &apperr.Error{Kind: apperr.Invalid, Key: "error.mailtext.placeholders", Args: map[string]any{"names": list(names)}, Field: "other", Cause: err}
	}
	return nil
}

// list shows placeholders as they are typed.
func list(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = "{" + n + "}"
	}
	return strings.Join(out, " ")
}

// Wordings are texts in place of the delivered ones, by language and key.
type Wordings map[string]map[string]i18n.Forms

// Printer is the language's with its wordings. One that no longer fits the
// delivered text (a new release has other placeholders) is left out.
func (w Wordings) Printer(p *i18n.Printer) *i18n.Printer {
	fitting := map[string]i18n.Forms{}
	for key, forms := range w[p.Lang()] {
		if Check(p, key, forms) == nil {
			fitting[key] = forms
		}
	}
	if len(fitting) == 0 {
		return p
	}
	worded, err := p.Reword(fitting)
	if err != nil {
		return p
	}
	return worded
}
