package coursefile

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"

	"zaemme/internal/calendar"
)

const emblemFile = "emblem.svg"

// Files writes the course as the files that Load reads: a course that was read
// without errors has the same Hash when its files are read again. The same course
// gives the same bytes, whatever the layout of the files it came from. Images are
// written whose Content is there; of a film or sound whose Content is not, what
// refers to it.
func (c *Course) Files() Files {
	files := Files{"course.yaml": encode(newCourseDoc(c))}
	if c.Kind.Tested() {
		files[questionsFile] = WriteQuestions(c.Questions)
	}
	if len(c.Made) > 0 {
		files[MadeFile] = WriteMade(c.Made)
	}
	if len(c.Overlays) > 0 {
		files[OverlayFile] = WriteOverlays(c.Overlays)
	}
	if c.Emblem != "" {
		files[emblemFile] = []byte(c.Emblem + "\n")
	}
	for _, image := range c.Images {
		if image.Content != nil {
			files[image.Name] = image.Content
		}
	}
	for i := range c.Media {
		c.Media[i].write(files)
	}
	for i := range c.Modules {
		c.text(files, moduleName(&c.Modules[i]), &c.Modules[i])
	}
	for _, page := range []*Module{c.Trainer, c.Handout} {
		if page != nil {
			c.text(files, page.Slug+".md", page)
		}
	}
	return files
}

// text writes a text and its translations beside it.
func (c *Course) text(files Files, name string, m *Module) {
	files[name] = WriteText(m)
	for language, body := range m.Translations {
		files[TranslationName(name, language)] = WriteTranslation(language, body)
	}
}

func moduleName(m *Module) string { return ModuleName(m.No, m.Slug) }

// ModuleName is the name of the file of the module at the place.
func ModuleName(no int, slug string) string { return fmt.Sprintf("%02d-%s.md", no, slug) }

// TranslationName is the name of a text's translation beside it.
func TranslationName(name, language string) string {
	return name[:len(name)-len(".md")] + "." + language + ".md"
}

// WriteText is the file of a text: its front matter and its body.
func WriteText(m *Module) []byte {
	return withFront(encode(textDoc{Title: m.Titles, Minutes: m.Minutes, Goals: m.Goals}), m.Body)
}

// WriteTranslation is the file of a text in a further language.
func WriteTranslation(language, body string) []byte {
	return withFront([]byte("language: "+language+"\n"), body)
}

func withFront(front []byte, body string) []byte {
	var out bytes.Buffer
	out.WriteString("---\n")
	if !bytes.Equal(front, []byte("{}\n")) {
		out.Write(front)
	}
	out.WriteString("---\n")
	if body != "" {
		out.WriteString("\n" + body + "\n")
	}
	return out.Bytes()
}

// The documents, in the order in which the files have their fields.
type (
	courseDoc struct {
		Code           string      `yaml:"code"`
		Namespace      string      `yaml:"namespace"`
		Publisher      string      `yaml:"publisher"`
		Kind           Kind        `yaml:"kind"`
		Language       string      `yaml:"language"`
		Languages      []string    `yaml:"languages,omitempty,flow"`
		Title          Texts       `yaml:"title"`
		Summary        Texts       `yaml:"summary"`
		Audience       Texts       `yaml:"audience"`
		Minutes        int         `yaml:"minutes"`
		PassPercent    int         `yaml:"pass_percent,omitempty"`
		ValidityMonths int         `yaml:"validity_months"`
		DueDays        int         `yaml:"due_days"`
		MinWorkingDays int         `yaml:"min_working_days"`
		Quiz           *modulesDoc `yaml:"quiz,omitempty"`
		TestOut        *modulesDoc `yaml:"test_out,omitempty"`
		Fulfils        []string    `yaml:"fulfils,omitempty,flow"`
		Owner          string      `yaml:"owner"`
		ReviewDue      *yaml.Node  `yaml:"review_due,omitempty"`
		ReviewNotes    Texts       `yaml:"review_notes,omitempty"`
		AsOf           *yaml.Node  `yaml:"as_of,omitempty"`
		Licence        string      `yaml:"licence"`
		Digcomp        *digcompDoc `yaml:"digcomp,omitempty"`
		Version        versionDoc  `yaml:"version"`
		Emblem         string      `yaml:"emblem"`
		Modules        []string    `yaml:"modules,omitempty"`
		Trainer        string      `yaml:"trainer,omitempty"`
		Handout        string      `yaml:"handout,omitempty"`
	}
	modulesDoc struct {
		Modules Blueprint `yaml:"modules,flow"`
	}
	digcompDoc struct {
		Version     string          `yaml:"version"`
		Competences []competenceDoc `yaml:"competences"`
	}
	competenceDoc struct {
		ID         string   `yaml:"id"`
		Level      int      `yaml:"level"`
		Statements []string `yaml:"statements,omitempty,flow"`
	}
	versionDoc struct {
		Materiality Materiality `yaml:"materiality"`
		Note        Texts       `yaml:"note"`
	}
	textDoc struct {
		Title   Texts               `yaml:"title,omitempty"`
		Minutes int                 `yaml:"minutes,omitempty"`
		Goals   map[string][]string `yaml:"goals,omitempty"`
	}
)

func newCourseDoc(c *Course) courseDoc {
	doc := courseDoc{
		Code: c.Code, Namespace: c.Namespace, Publisher: c.Publisher, Kind: c.Kind, Language: c.Language, Languages: c.Languages,
		Title: c.Titles, Summary: c.Summaries, Audience: c.Audience, Minutes: c.Minutes, PassPercent: c.PassPercent,
		ValidityMonths: c.ValidityMonths, DueDays: c.DueDays, MinWorkingDays: c.MinWorkingDays,
		Quiz: modulesOf(c.Quiz), TestOut: modulesOf(c.TestOut), Fulfils: c.Fulfils, Owner: c.Owner,
		ReviewDue: day(c.ReviewDue), ReviewNotes: c.ReviewNotes, AsOf: day(c.AsOf), Licence: c.Licence,
		Digcomp: digcompOf(c.Digcomp), Version: versionDoc(c.Version), Emblem: emblemFile,
	}
	for i := range c.Modules {
		doc.Modules = append(doc.Modules, moduleName(&c.Modules[i]))
	}
	if c.Trainer != nil {
		doc.Trainer = c.Trainer.Slug + ".md"
	}
	if c.Handout != nil {
		doc.Handout = c.Handout.Slug + ".md"
	}
	return doc
}

func digcompOf(d Digcomp) *digcompDoc {
	if d.Version == "" && len(d.Competences) == 0 {
		return nil
	}
	doc := &digcompDoc{Version: d.Version}
	for _, competence := range d.Competences {
		doc.Competences = append(doc.Competences, competenceDoc(competence))
	}
	return doc
}

func modulesOf(b Blueprint) *modulesDoc {
	if b == nil {
		return nil
	}
	return &modulesDoc{Modules: b}
}

// day is a date without the quotes that a text of this form would get.
func day(d calendar.Date) *yaml.Node {
	if d.IsZero() {
		return nil
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!timestamp", Value: d.String()}
}

// MarshalYAML writes the number as it was typed.
func (d Decimal) MarshalYAML() (any, error) {
	tag := "!!int"
	if d%million != 0 {
		tag = "!!float"
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: d.String()}, nil
}

// MarshalYAML writes the modules in their order.
func (b Blueprint) MarshalYAML() (any, error) {
	node := &yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}
	for _, module := range slices.Sorted(maps.Keys(b)) {
		for _, number := range []int{module, b[module]} {
			node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.Itoa(number)})
		}
	}
	return node, nil
}

func encode(document any) []byte {
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(document); err != nil {
		panic("coursefile: a course holds something that YAML cannot: " + err.Error()) // it holds texts, numbers, dates
	}
	return out.Bytes()
}
