package page

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"text/template/parse"

	"zaemme/internal/i18n"
)

// Views holds one finished template set per language and page; it implements
// fiber.Views. Rendering takes no lock.
type Views struct {
	sets   map[string]map[string]*template.Template // language → page → set
	marks  map[string]map[string]template.HTML      // language → status code → markup
	assets *Assets
}

// LoadViews parses layout/*.html, partial/*.html and everything under page/ once
// per language of the bundle. A template that does not parse or escape, a text or
// asset that does not exist, placeholders that do not fit their text: each is an
// error that names the file, so a wrong page stops the start.
func LoadViews(fsys fs.FS, bundle *i18n.Bundle, assets *Assets) (*Views, error) {
	v := &Views{sets: map[string]map[string]*template.Template{}, marks: map[string]map[string]template.HTML{}, assets: assets}
	for _, lang := range bundle.Languages() {
		if err := v.load(fsys, bundle.Printer(lang)); err != nil {
			return nil, fmt.Errorf("page: %w", err)
		}
	}
	return v, nil
}

func (v *Views) load(fsys fs.FS, p *i18n.Printer) error {
	v.marks[p.Lang()] = statusMarks(p)
	folder := folder{printer: p, assets: v.assets}
	base := template.New("").Funcs(funcs(p, v.marks[p.Lang()], v.assets)).Option("missingkey=error")
	for _, dir := range []string{"layout", "partial"} {
		files, err := fs.Glob(fsys, dir+"/*.html")
		if err != nil {
			return err
		}
		for _, file := range files {
			name := strings.TrimSuffix(file, ".html")
			if dir == "partial" {
				name = path.Base(name)
			}
			if err := add(base.New(name), fsys, file, folder); err != nil {
				return err
			}
		}
	}
	sets := map[string]*template.Template{}
	err := fs.WalkDir(fsys, "page", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".html" {
			return err
		}
		clone, err := base.Clone() // before anything is executed
		if err != nil {
			return err
		}
		set := clone.New(file)
		if err := add(set, fsys, file, folder); err != nil {
			return err
		}
		sets[strings.TrimSuffix(strings.TrimPrefix(file, "page/"), ".html")] = set
		return escapes(set)
	})
	v.sets[p.Lang()] = sets
	return err
}

// add parses one file into the template and folds what is constant.
func add(t *template.Template, fsys fs.FS, file string, f folder) error {
	raw, err := fs.ReadFile(fsys, file)
	if err != nil {
		return err
	}
	before := map[*parse.Tree]bool{}
	for _, other := range t.Templates() {
		before[other.Tree] = true
	}
	if _, err := t.Parse(string(raw)); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for _, part := range t.Templates() {
		if part.Tree == nil || before[part.Tree] {
			continue
		}
		if err := f.fold(part.Tree); err != nil {
			return fmt.Errorf("%s (%s): %w", file, f.printer.Lang(), err)
		}
	}
	return nil
}

// escapes runs the contextual escaper, which otherwise waits for the first
// request. The failure for want of data does not matter here.
func escapes(set *template.Template) error {
	var problem *template.Error
	if err := set.Execute(io.Discard, nil); errors.As(err, &problem) {
		return fmt.Errorf("%s: %w", set.Name(), err)
	}
	return nil
}

// Load is there for fiber.Views; LoadViews has done everything.
func (v *Views) Load() error { return nil }

// Render writes the page in the language of its Base. data is a Page; name is a
// path such as "learner/start". On an error a part may have been written: give it
// a buffer, as Fiber does.
func (v *Views) Render(w io.Writer, name string, data any, _ ...string) error {
	page, ok := data.(Page)
	if !ok {
		return fmt.Errorf("page: %s: %T is no pointer to a struct that embeds page.Base", name, data)
	}
	base := page.base()
	if base.L == nil {
		return fmt.Errorf("page: %s: the base has no printer; take it from page.From", name)
	}
	set, ok := v.sets[base.L.Lang()][name]
	if !ok {
		return fmt.Errorf("page: there is no page %q", name)
	}
	return set.Execute(w, data)
}

// Names lists all pages, sorted.
func (v *Views) Names() []string { return slices.Sorted(maps.Keys(v.sets[i18n.Default])) }
