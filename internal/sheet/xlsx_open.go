package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strings"
)

// book is an opened xlsx. Its shared texts are in memory, its sheets are
// inflated as they are read.
type book struct {
	parts     map[string]*zip.File // by name in lower case
	limits    Limits
	sheets    []bookSheet
	strings   []string
	styles    []numberStyle // by style index
	since1904 bool
}

type bookSheet struct {
	Info
	part string
}

func openXLSX(content []byte, limits Limits) (*book, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, broken(err)
	}
	if len(archive.File) > maxParts {
		return nil, broken(errHostile)
	}
	b := &book{parts: make(map[string]*zip.File, len(archive.File)), limits: limits}
	for _, f := range archive.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if _, twice := b.parts[name]; !twice {
			b.parts[name] = f
		}
	}
	if err := b.recognise(); err != nil {
		return nil, err
	}
	return b, b.load()
}

// recognise tells the relatives of xlsx apart, each with its own advice.
func (b *book) recognise() error {
	has := func(name string) bool { _, ok := b.parts[name]; return ok }
	switch {
	case has("xl/workbook.bin"):
		return refuse("error.sheet.xlsb")
	case has("mimetype") && has("content.xml"):
		return refuse("error.sheet.ods")
	case !has("[content_types].xml"):
		return refuse("error.sheet.not_xlsx")
	}
	return nil
}

func (b *book) load() error {
	main, err := b.relations("")
	if err != nil {
		return err
	}
	workbook := "xl/workbook.xml"
	for _, r := range main {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			workbook = r.target
		}
	}
	if _, ok := b.parts[strings.ToLower(workbook)]; !ok {
		return refuse("error.sheet.not_xlsx")
	}
	related, err := b.relations(workbook)
	if err != nil {
		return err
	}
	if err := b.readWorkbook(workbook, related); err != nil {
		return err
	}
	for _, r := range related {
		switch {
		case strings.HasSuffix(r.kind, "/sharedStrings"):
			err = b.readStrings(r.target)
		case strings.HasSuffix(r.kind, "/styles"):
			err = b.readStyles(r.target)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// open inflates a part, at most up to the limit.
func (b *book) open(name string) (*xmlReader, io.Closer, error) {
	f, ok := b.parts[strings.ToLower(name)]
	if !ok {
		return nil, nil, broken(fmt.Errorf("part %q is missing", name))
	}
	in, err := f.Open()
	if err != nil {
		return nil, nil, broken(err)
	}
	return newXMLReader(in, b.limits.Unzipped), in, nil
}

// visit calls fn for every element of a part.
func (b *book) visit(name string, fn func(start xml.StartElement, depth int) error) error {
	x, closer, err := b.open(name)
	if err != nil {
		return err
	}
	defer closer.Close() //nolint:errcheck // reading from memory
	return x.elements(fn)
}

type relation struct{ id, kind, target string }

// relations of a part, or of the package for an empty name. Links to the
// outside are left out: nothing is ever fetched.
func (b *book) relations(part string) ([]relation, error) {
	dir, file := path.Split(part)
	name := dir + "_rels/" + file + ".rels"
	if _, ok := b.parts[strings.ToLower(name)]; !ok {
		return nil, nil
	}
	var found []relation
	err := b.visit(name, func(start xml.StartElement, _ int) error {
		if start.Name.Local != "Relationship" || attr(start, "TargetMode") == "External" {
			return nil
		}
		target := attr(start, "Target")
		if !strings.HasPrefix(target, "/") {
			target = "/" + dir + target
		}
		found = append(found, relation{attr(start, "Id"), attr(start, "Type"), strings.TrimPrefix(path.Clean(target), "/")})
		if len(found) > maxParts {
			return broken(errHostile)
		}
		return nil
	})
	return found, err
}

func (b *book) readWorkbook(part string, related []relation) error {
	targets := map[string]string{}
	for _, r := range related {
		if strings.HasSuffix(r.kind, "/worksheet") { // neither charts nor macro sheets
			targets[r.id] = r.target
		}
	}
	err := b.visit(part, func(start xml.StartElement, _ int) error {
		switch start.Name.Local {
		case "workbookPr":
			b.since1904 = isTrue(attr(start, "date1904"))
		case "sheet":
			target, ok := targets[relationID(start)]
			if !ok {
				return nil
			}
			if len(b.sheets) == maxSheets {
				return broken(errHostile)
			}
			state := attr(start, "state")
			b.sheets = append(b.sheets, bookSheet{
				Info: Info{Name: attr(start, "name"), Hidden: state != "" && state != "visible"}, part: target,
			})
		}
		return nil
	})
	if err == nil && len(b.sheets) == 0 {
		return refuse("error.sheet.not_xlsx")
	}
	return err
}

// relationID is r:id, which must not be taken for an id without name space.
func relationID(start xml.StartElement) string {
	for _, a := range start.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// Sheets are the worksheets in the order of the tabs.
func (b *book) Sheets() []Info {
	infos := make([]Info, len(b.sheets))
	for i, s := range b.sheets {
		infos[i] = s.Info
	}
	return infos
}
