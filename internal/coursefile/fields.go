package coursefile

import (
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"

	"zaemme/internal/calendar"
)

// report collects the problems of one file.
type report struct {
	file     string
	offset   int // lines before the first line of what is read, for front matter
	problems []Problem
}

func (r *report) add(level Level, line, column int, key string, arguments map[string]any) {
	r.problems = append(r.problems, Problem{File: r.file, Line: max(line, 1), Column: column, Level: level, Key: key, Args: arguments})
}

func (r *report) fault(node *yaml.Node, key string, arguments map[string]any) {
	r.add(Error, node.Line+r.offset, node.Column, key, arguments)
}

func (r *report) warn(node *yaml.Node, key string, arguments map[string]any) {
	r.add(Warning, node.Line+r.offset, node.Column, key, arguments)
}

var (
	yamlLine = regexp.MustCompile(`line ([0-9]+): `)
	// yamlParser tells the messages of yaml's parser, whose lines count from 0,
	// from those of its scanner, whose lines count from 1.
	yamlParser = regexp.MustCompile(`^did not find expected (?:<|node content|',' or|key|'-' indicator)`)
)

// parse reads the one YAML document of source; nil after a problem.
func (r *report) parse(source string) *yaml.Node {
	decoder := yaml.NewDecoder(strings.NewReader(source))
	var document, more yaml.Node
	if err := decoder.Decode(&document); err != nil && !errors.Is(err, io.EOF) {
		line, cause := 1, strings.TrimPrefix(err.Error(), "yaml: ")
		if match := yamlLine.FindStringSubmatchIndex(cause); match != nil {
			line, _ = strconv.Atoi(cause[match[2]:match[3]])
			cause = cause[match[1]:]
			if yamlParser.MatchString(cause) {
				line++
			}
		}
		r.add(Error, line+r.offset, 0, "yaml_syntax", args("cause", cause))
		return nil
	}
	if document.Kind != yaml.DocumentNode || len(document.Content) == 0 {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: 1, Column: 1}
	}
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		r.add(Error, max(more.Line, 1)+r.offset, 0, "yaml_multiple", nil)
		return nil
	}
	if odd := findOdd(&document); odd != nil {
		r.fault(odd, "yaml_alias", nil)
		return nil
	}
	return document.Content[0]
}

// findOdd is the first node with an anchor, an alias, a merge key or an own tag.
func findOdd(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode || node.Anchor != "" || node.Style&yaml.TaggedStyle != 0 {
		return node
	}
	for i, child := range node.Content {
		if node.Kind == yaml.MappingNode && i%2 == 0 && child.Tag == "!!merge" {
			return child
		}
		if odd := findOdd(child); odd != nil {
			return odd
		}
	}
	return nil
}

// object is a mapping whose fields are asked for one by one; what nobody asked
// for is unknown.
type object struct {
	*report
	node   *yaml.Node
	path   string // of the mapping, with a dot at its end unless empty
	fields map[string]*yaml.Node
	keys   map[string]*yaml.Node
	order  []string
	asked  map[string]bool
}

// object reads node as a mapping; of another type it is a problem and empty.
func (r *report) object(node *yaml.Node, name string) *object {
	o := &object{report: r, node: node, fields: map[string]*yaml.Node{}, keys: map[string]*yaml.Node{}, asked: map[string]bool{}}
	if name != "" {
		o.path = name + "."
	}
	if node.Kind != yaml.MappingNode {
		r.wrongType(node, name, wantMapping)
		return o
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if _, twice := o.fields[key.Value]; twice {
			r.fault(key, "field_twice", args("field", o.path+key.Value))
			continue
		}
		o.fields[key.Value], o.keys[key.Value] = value, key
		o.order = append(o.order, key.Value)
	}
	return o
}

// close reports every field that nobody asked for.
func (o *object) close() {
	for _, name := range o.order {
		if !o.asked[name] {
			o.fault(o.keys[name], "field_unknown", args("field", o.path+name))
		}
	}
}

// field is the node of the field, nil if it is missing, which is a problem if
// it is required.
func (o *object) field(name string, required bool) *yaml.Node {
	o.asked[name] = true
	node := o.fields[name]
	if node == nil && required && o.node.Kind == yaml.MappingNode {
		o.fault(o.node, "field_missing", args("field", o.path+name))
	}
	return node
}

// The wanted types, as they stand in messages.
const (
	wantMapping = "mapping"
	wantList    = "list"
	wantText    = "text"
	wantNumber  = "number"
	wantBool    = "bool"
	wantDecimal = "decimal"
)

func (r *report) wrongType(node *yaml.Node, name, want string) {
	if name == "" {
		name = r.file
	}
	r.fault(node, "field_type", args("field", name, "want", want))
}

// text is a text of the field, trimmed and in NFC; empty after a problem.
func (o *object) text(name string, required bool) string {
	node := o.field(name, required)
	if node == nil {
		return ""
	}
	return o.scalar(node, o.path+name)
}

// scalar reads a text; a number is one too (level names, dates, «4.1»).
func (r *report) scalar(node *yaml.Node, name string) string {
	if node.Kind != yaml.ScalarNode || node.Tag == "!!bool" || node.Tag == "!!binary" {
		r.wrongType(node, name, wantText)
		return ""
	}
	text := tidy(node.Value)
	if text == "" || node.Tag == "!!null" {
		r.fault(node, "field_empty", args("field", name))
		return ""
	}
	return text
}

// tidy is the text in NFC without white space around it or at line ends.
func tidy(text string) string {
	text = norm.NFC.String(strings.ReplaceAll(text, "\r\n", "\n"))
	return strings.TrimSpace(text)
}

// number is a whole number between least and most, both included.
func (o *object) number(name string, required bool, least, most int) int {
	node := o.field(name, required)
	if node == nil {
		return 0
	}
	value, err := strconv.Atoi(node.Value)
	if node.Kind != yaml.ScalarNode || node.Tag != "!!int" || err != nil {
		o.wrongType(node, o.path+name, wantNumber)
		return 0
	}
	if value < least || value > most {
		o.fault(node, "field_range", args("field", o.path+name, "value", value, "min", least, "max", most))
		return 0
	}
	return value
}

func (o *object) truth(name string) bool {
	node := o.field(name, false)
	if node == nil {
		return false
	}
	if node.Kind != yaml.ScalarNode || node.Tag != "!!bool" {
		o.wrongType(node, o.path+name, wantBool)
		return false
	}
	return strings.EqualFold(node.Value, "true")
}

func (o *object) date(name string) calendar.Date {
	text := o.text(name, true)
	if text == "" {
		return 0
	}
	day, err := calendar.ParseISO(text)
	if err != nil {
		o.fault(o.fields[name], "field_date", args("field", o.path+name, "value", text))
		return 0
	}
	return day
}

// choice is one of the allowed values.
func (o *object) choice(name string, allowed ...string) string {
	text := o.text(name, true)
	if text != "" && !slices.Contains(allowed, text) {
		o.fault(o.fields[name], "field_value", args("field", o.path+name, "value", text, "allowed", strings.Join(allowed, ", ")))
		return ""
	}
	return text
}

// matching is a text of the given form.
func (o *object) matching(name string, form *regexp.Regexp, example string) string {
	text := o.text(name, true)
	if text != "" && !form.MatchString(text) {
		o.fault(o.fields[name], "field_pattern", args("field", o.path+name, "value", text, "example", example))
		return ""
	}
	return text
}

// list are the entries of a sequence.
func (o *object) list(name string, required bool) []*yaml.Node {
	node := o.field(name, required)
	if node == nil {
		return nil
	}
	if node.Kind != yaml.SequenceNode {
		o.wrongType(node, o.path+name, wantList)
		return nil
	}
	if len(node.Content) == 0 && required {
		o.fault(node, "field_empty", args("field", o.path+name))
	}
	return node.Content
}

// words are the entries of a list of texts, each once.
func (o *object) words(name string, required bool, check func(node *yaml.Node, text string) bool) []string {
	var words []string
	for _, node := range o.list(name, required) {
		text := o.scalar(node, o.path+name)
		switch {
		case text == "" || check != nil && !check(node, text):
		case slices.Contains(words, text):
			o.fault(node, "value_twice", args("field", o.path+name, "value", text))
		default:
			words = append(words, text)
		}
	}
	return words
}
