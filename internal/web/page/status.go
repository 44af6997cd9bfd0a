package page

import (
	"fmt"
	"html/template"

	"zaemme/internal/i18n"
)

// symbols are drawn, not typed: fonts disagree about ◔ and ‖. They take the
// colour of the text and stay visible in print.
var symbols = map[string]template.HTML{
	"ok":     symbol(`<path d="M2.5 8.5 6.5 12.5 13.5 3.5"/>`),
	"soon":   symbol(`<circle cx="8" cy="8" r="6.2"/><path d="M8 8V1.8A6.2 6.2 0 0 1 14.2 8Z" fill="currentColor" stroke="none"/>`),
	"late":   symbol(`<path d="M8 1.5V10M8 12.4V15"/>`),
	"open":   symbol(`<circle cx="8" cy="8" r="6.2"/>`),
	"begun":  symbol(`<circle cx="8" cy="8" r="6.2"/><path d="M8 1.8V14.2A6.2 6.2 0 0 0 8 1.8Z" fill="currentColor" stroke="none"/>`),
	"pause":  symbol(`<path d="M5 2V14M11 2V14"/>`),
	"exempt": symbol(`<path d="M2 8H14"/>`),
	"none":   symbol(`<path d="M5 5.5A3 3 0 1 1 8 8.6V10M8 12.4V15"/>`),
	"info":   symbol(`<path d="M8 1.5V4M8 6.2V14.5"/>`),
	"right":  symbol(`<path d="M3 8H13M8.5 3.5 13 8 8.5 12.5"/>`),
}

func symbol(shape string) template.HTML {
	return template.HTML(`<svg class="sy" viewBox="0 0 16 16" aria-hidden="true" focusable="false">` + shape + `</svg>`) //nolint:gosec // constant
}

// statusLooks gives each status code of REPORT.md §2 its symbol and colour; the
// word is the text "status.<code>".
var statusLooks = map[string]struct{ symbol, class string }{
	"fulfilled":   {"ok", "ok"},
	"expiring":    {"soon", "soon"},
	"exempt":      {"exempt", "calm"},
	"paused":      {"pause", "calm"},
	"expired":     {"late", "late"},
	"overdue":     {"late", "late"},
	"in_grace":    {"soon", "soon"},
	"in_progress": {"begun", "open"},
	"open":        {"open", "open"},
	"undated":     {"none", "soon"},
	// evidence and lights, not statuses of a duty
	"in_review":  {"begun", "calm"},
	"none_due":   {"exempt", "calm"},
	"light_good": {"ok", "ok"},
	"light_warn": {"soon", "soon"},
	"light_bad":  {"late", "late"},
}

// statusMarks holds the finished markup of every code in one language.
func statusMarks(p *i18n.Printer) map[string]template.HTML {
	marks := make(map[string]template.HTML, len(statusLooks))
	for code := range statusLooks {
		marks[code] = StatusMark(code, p.T("status."+code))
	}
	return marks
}

// StatusMark is symbol, word and colour for a status code with a text of its
// own, such as «in 13 Tagen» for an expiring one. An unknown code has the text
// alone.
func StatusMark(code, text string) template.HTML {
	look := statusLooks[code]
	return template.HTML(fmt.Sprintf(`<span class="st %s">%s%s</span>`, //nolint:gosec // text is escaped
		look.class, symbols[look.symbol], template.HTMLEscapeString(text)))
}
