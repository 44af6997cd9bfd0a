package authoring

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
	"zaemme/internal/i18n"
)

// Weight says what a finding means for publishing.
type Weight string

// The weights.
const (
	Refused Weight = "refused" // must be mended
	Reason  Weight = "reason"  // may stay, if the reviewer says why
	Advice  Weight = "advice"
)

// Finding is one thing to look at in a draft.
type Finding struct {
	Weight Weight
	Code   string // what it is about; a reason is given per code
	Place  Place
	key    string // text key, where it is no problem of the files
	args   map[string]any
	file   coursefile.Problem
}

// Text in the language of the printer, German or English.
func (f Finding) Text(l *i18n.Printer) string {
	if f.key != "" {
		return l.Map(f.key, f.args)
	}
	p := f.file
	p.Args = map[string]any{}
	for name, value := range f.file.Args {
		text, _ := value.(string)
		switch last := text[strings.LastIndexByte(text, '.')+1:]; {
		case name == "field" && l.Has("author.meta."+last): // as the form calls it
			value = l.T("author.meta." + last)
		case name == "field" && l.Has("author.field."+last):
			value = l.T("author.field." + last)
		case name == "language" && l.Has("author.lang."+text):
			value = l.T("author.lang." + text)
		}
		p.Args[name] = value
	}
	return p.Text(l.Lang())
}

// needReason are the warnings of the files that are overridden with a reason.
var needReason = []string{"question_longest", "question_position"}

// Surroundings are what a course is checked against besides its own files.
type Surroundings struct {
	Others       []*coursefile.Course
	Placeholders map[string]string // their values in the settings
	Today        calendar.Date
}

// Check finds everything that keeps a course from being published or should be
// looked at, in the order of its files.
func Check(code string, files coursefile.Files, s Surroundings) []Finding {
	c, problems := files.LoadAmong(Folder(code), s.Others)
	var list []Finding
	for _, p := range problems {
		f := Finding{Weight: Advice, Code: p.Key, file: p, Place: Place{Part: PartMeta}}
		if c != nil {
			f.Place = placeOf(c, files, p)
		}
		if p.Level == coursefile.Error {
			f.Weight = Refused
		} else if slices.Contains(needReason, p.Key) {
			f.Weight = Reason
		}
		list = append(list, f)
	}
	if c == nil {
		return list
	}
	if c.ReviewDue != 0 && c.ReviewDue <= s.Today {
		list = append(list, Finding{Weight: Reason, Code: "review_old", Place: Place{Part: PartMeta},
			key: "author.finding.review_old", args: map[string]any{"day": c.ReviewDue}})
	}
	list = append(list, unfilled(c, s.Placeholders)...)
	list = append(list, given(c)...)
	return append(list, unreadable(c)...)
}

// Reasons are the codes for which a reviewer must say why, each once.
func Reasons(list []Finding) []string {
	var codes []string
	for _, f := range list {
		if f.Weight == Reason && !slices.Contains(codes, f.Code) {
			codes = append(codes, f.Code)
		}
	}
	return codes
}

// HasRefused reports whether one of the findings keeps the course back.
func HasRefused(list []Finding) bool {
	return slices.ContainsFunc(list, func(f Finding) bool { return f.Weight == Refused })
}

// given are the lines with which a new module begins and that nobody has replaced.
func given(c *coursefile.Course) []Finding {
	var list []Finding
	for _, m := range texts(c) {
		for i, line := range strings.Split(m.Body, "\n") {
			bare := strings.TrimLeft(line, "> -")
			if len(bare) > 0 && !strings.HasPrefix(bare, "[!") && !strings.HasPrefix(bare, "#") && slices.Contains(strings.Split(moduleSkeleton+"\n"+pageSkeleton, "\n"), line) {
				list = append(list, Finding{Weight: Advice, Code: "skeleton", Place: Place{Part: m.part, No: m.No, Line: i + 1},
					key: "author.finding.skeleton", args: map[string]any{"text": bare}})
			}
		}
	}
	return list
}

var placeholder = regexp.MustCompile(`\{\{([a-z_]+)\}\}`)

// unfilled are the placeholders that neither the settings nor the course's own
// values fill.
func unfilled(c *coursefile.Course, values map[string]string) []Finding {
	var list []Finding
	look := func(text string, place Place) {
		for i, line := range strings.Split(text, "\n") {
			for _, match := range placeholder.FindAllStringSubmatch(line, -1) {
				if value, known := values[match[1]]; !known || strings.TrimSpace(value) != "" {
					continue // an unknown one is a problem of the files
				}
				if place.Part != PartQuestion {
					place.Line = i + 1
				}
				list = append(list, Finding{Weight: Refused, Code: "placeholder_empty", Place: place, key: "author.finding.placeholder_empty", args: map[string]any{"name": match[1]}})
			}
		}
	}
	composed, _ := c.Compose()
	values = maps.Clone(values)
	maps.Copy(values, composed.Values)
	here := map[string]Place{}
	for _, m := range texts(c) {
		here[m.Slug] = Place{Part: m.part, No: m.No}
	}
	for i, o := range c.Overlays {
		if o.Kind == coursefile.OwnPage {
			here[o.Page.Slug] = Place{Part: PartOwn, No: i + 1}
		}
	}
	for _, m := range texts(composed) {
		place := here[m.Slug]
		look(m.Body, place)
		for lang, body := range m.Translations {
			place.Lang = lang
			look(body, place)
		}
	}
	for i := range composed.Questions {
		look(plainQuestion(&composed.Questions[i], c.Language), Place{Part: PartQuestion, No: i + 1})
	}
	return list
}
