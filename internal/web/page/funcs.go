package page

import (
	"fmt"
	"html/template"

	"zaemme/internal/i18n"
)

// funcs are the functions of templates, bound to one language.
func funcs(p *i18n.Printer, marks map[string]template.HTML, assets *Assets) template.FuncMap {
	return template.FuncMap{
		"t": p.T, "n": p.N,
		"date": p.Date, "longdate": p.LongDate, "int": p.Int, "percent": p.Percent, "days": p.Days, "minutes": p.Minutes,
		"status": func(code any) template.HTML {
			if text, ok := code.(string); ok {
				return marks[text]
			}
			return marks[fmt.Sprint(code)]
		},
		"links":     links,
		"courserow": func(r CourseRow) template.HTML { return courseRow(r, marks) },
		"asset": func(name string) (string, error) {
			url, ok := assets.URL(name)
			if !ok {
				return "", fmt.Errorf("there is no static file %q", name)
			}
			return url, nil
		},
		"inc":      func(i int) int { return i + 1 },
		"symbol":   func(name string) template.HTML { return symbols[name] },
		"segments": Segments, "bar": ShareBar,
		"link":   func(key, url string) Link { return Link{Label: p.T(key), URL: url} },
		"empty":  func(titleKey, textKey string) Empty { return Empty{Title: p.T(titleKey), Text: p.T(textKey)} },
		"notice": func(tone, key string) Notice { return Notice{Tone: Tone(tone), Text: p.T(key)} },
		"field": func(f *Form, name, labelKey string, opts ...any) (Field, error) {
			return f.field(p, name, labelKey, nil, opts)
		},
		"choice": func(f *Form, name, labelKey string, options []Choice, opts ...any) (Field, error) {
			return f.field(p, name, labelKey, options, opts)
		},
	}
}
