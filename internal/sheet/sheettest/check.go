package sheettest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"testing"
)

// Require fails the test for every finding of Check.
func Require(t testing.TB, content []byte) {
	t.Helper()
	for _, finding := range Check(content) {
		t.Errorf("xlsx: %s", finding)
	}
}

// Check lists what is wrong with an xlsx package, in English for the reader of
// a test: content types, relations, unique table and sheet names, dimension,
// style indices, order of XML elements, rows and cells, and what our workbooks
// must not hold (formulas, macros, links to the outside).
func Check(content []byte) []string {
	c := checker{parts: map[string][]byte{}}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return []string{"not a zip archive: " + err.Error()}
	}
	for _, f := range archive.File {
		if _, twice := c.parts[f.Name]; twice {
			c.add("part %s twice", f.Name)
		}
		c.parts[f.Name] = c.load(f)
	}
	c.wellFormed()
	c.contentTypes()
	c.relations()
	c.workbook()
	return c.findings
}

type checker struct {
	parts    map[string][]byte
	findings []string
	styles   int // number of cell styles
	texts    int // number of shared texts
}

func (c *checker) add(format string, args ...any) {
	c.findings = append(c.findings, fmt.Sprintf(format, args...))
}

func (c *checker) load(f *zip.File) []byte {
	in, err := f.Open()
	if err != nil {
		c.add("part %s: %v", f.Name, err)
		return nil
	}
	data, err := io.ReadAll(in)
	if err != nil {
		c.add("part %s: %v", f.Name, err)
	}
	return data
}

// parse reads a part into v; a missing part is a finding.
func (c *checker) parse(name string, v any) bool {
	data, ok := c.parts[name]
	if !ok {
		c.add("part %s is missing", name)
		return false
	}
	if err := xml.Unmarshal(data, v); err != nil {
		c.add("part %s: %v", name, err)
		return false
	}
	return true
}

func (c *checker) names() []string {
	names := make([]string, 0, len(c.parts))
	for name := range c.parts {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (c *checker) wellFormed() {
	for _, name := range c.names() {
		if ext := path.Ext(name); ext != ".xml" && ext != ".rels" && ext != ".vml" {
			continue
		}
		decoder := xml.NewDecoder(bytes.NewReader(c.parts[name]))
		for {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				c.add("part %s: %v", name, err)
				break
			}
		}
	}
	for _, name := range c.names() {
		lower := strings.ToLower(name)
		if strings.Contains(lower, "vbaproject") || strings.Contains(lower, "externallinks/") {
			c.add("part %s: no macros and no links to the outside", name)
		}
	}
}

func (c *checker) contentTypes() {
	var types struct {
		Default []struct {
			Extension   string `xml:"Extension,attr"`
			ContentType string `xml:"ContentType,attr"`
		} `xml:"Default"`
		Override []struct {
			PartName    string `xml:"PartName,attr"`
			ContentType string `xml:"ContentType,attr"`
		} `xml:"Override"`
	}
	if !c.parse("[Content_Types].xml", &types) {
		return
	}
	defaults, overrides := map[string]bool{}, map[string]bool{}
	for _, d := range types.Default {
		if defaults[strings.ToLower(d.Extension)] {
			c.add("content type of .%s twice", d.Extension)
		}
		defaults[strings.ToLower(d.Extension)] = true
	}
	for _, o := range types.Override {
		name := strings.TrimPrefix(o.PartName, "/")
		if overrides[name] {
			c.add("content type of %s twice", name)
		}
		overrides[name] = true
		if _, ok := c.parts[name]; !ok {
			c.add("content type of %s, which is not there", name)
		}
	}
	for _, name := range c.names() {
		if name == "[Content_Types].xml" || overrides[name] {
			continue
		}
		ext := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
		if !defaults[ext] || ext == "xml" && !strings.HasPrefix(name, "customXml/") {
			c.add("part %s has no content type of its own", name)
		}
	}
}

type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

// related are the relations of a part, targets as names of parts.
func (c *checker) related(part string) map[string]relation {
	dir, file := path.Split(part)
	name := dir + "_rels/" + file + ".rels"
	out := map[string]relation{}
	if _, ok := c.parts[name]; !ok {
		return out
	}
	var rels struct {
		Relationship []relation `xml:"Relationship"`
	}
	if !c.parse(name, &rels) {
		return out
	}
	for _, r := range rels.Relationship {
		if r.Mode != "External" {
			if !strings.HasPrefix(r.Target, "/") {
				r.Target = "/" + path.Join(dir, r.Target)
			}
			r.Target = strings.TrimPrefix(path.Clean(r.Target), "/")
		}
		if _, twice := out[r.ID]; twice {
			c.add("%s: relation %s twice", name, r.ID)
		}
		out[r.ID] = r
	}
	return out
}

func (c *checker) relations() {
	reached := map[string]bool{"[Content_Types].xml": true}
	var walk func(part string)
	walk = func(part string) {
		for _, r := range c.related(part) {
			if r.Mode == "External" {
				c.add("%s: relation %s leads outside", part, r.ID)
				continue
			}
			if _, ok := c.parts[r.Target]; !ok {
				c.add("%s: relation %s leads to %s, which is not there", part, r.ID, r.Target)
				continue
			}
			if !reached[r.Target] {
				reached[r.Target] = true
				walk(r.Target)
			}
		}
	}
	walk("")
	for _, name := range c.names() {
		if path.Ext(name) != ".rels" && !reached[name] {
			c.add("part %s is reached by no relation", name)
		}
	}
	kinds := map[string]bool{}
	for _, r := range c.related("") {
		kinds[path.Base(r.Type)] = true
	}
	for _, kind := range []string{"officeDocument", "core-properties", "extended-properties"} {
		if !kinds[kind] {
			c.add("the package has no %s", kind)
		}
	}
}
