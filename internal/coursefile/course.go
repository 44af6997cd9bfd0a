package coursefile

import (
	"slices"
	"strings"

	"zaemme/internal/calendar"
)

// Kind says how a course is held.
type Kind string

// The kinds of course.
const (
	Online    Kind = "online"    // modules and a quiz on the screen
	Classroom Kind = "classroom" // a trainer, a page to take home, a quiz on paper
	Policy    Kind = "policy"    // a directive: modules on the screen, acknowledged instead of a quiz
	Practical Kind = "practical" // a task at work: modules on the screen, confirmed by a superior instead of a quiz
)

// Tested reports a kind with questions and a pass mark.
func (k Kind) Tested() bool { return k != Policy && k != Practical }

// Materiality says what a new version of a course means for those who have
// passed an older one.
type Materiality string

// The values of Materiality, as written in course.yaml.
const (
	Editorial Materiality = "redaktionell" // wording only
	Minor     Materiality = "klein"        // content, but nobody need repeat it
	Material  Materiality = "wesentlich"   // may be published with a new due date
)

// Texts is one text by language (de, en, fr, it).
type Texts map[string]string

// In is the text in the language, else in German, else in English, else empty.
func (t Texts) In(lang string) string {
	for _, candidate := range []string{lang, "de", "en"} {
		if text := t[candidate]; text != "" {
			return text
		}
	}
	return ""
}

// Course is one course as its files say. Durations: minutes, days, months;
// PassPercent is per cent of the questions.
type Course struct {
	Code           string        `json:"code"`      // such as IS-01
	Namespace      string        `json:"namespace"` // reversed domain of the publisher
	Publisher      string        `json:"publisher"`
	Kind           Kind          `json:"kind"`
	Language       string        `json:"language"`            // of modules and questions
	Languages      []string      `json:"languages,omitempty"` // all it is written in, Language first; empty: Language alone
	Titles         Texts         `json:"titles"`              // de, en, fr, it
	Summaries      Texts         `json:"summaries"`
	Audience       Texts         `json:"audience"`
	Minutes        int           `json:"minutes"`
	PassPercent    int           `json:"pass_percent"`
	ValidityMonths int           `json:"validity_months"` // 0: does not expire
	DueDays        int           `json:"due_days"`
	MinWorkingDays int           `json:"min_working_days"`   // own working days a person has at least
	Quiz           Blueprint     `json:"quiz,omitempty"`     // nil: an attempt has all questions
	TestOut        Blueprint     `json:"test_out,omitempty"` // nil: nobody can be tested out of it
	Fulfils        []string      `json:"fulfils,omitempty"`
	Owner          string        `json:"owner"` // a function, never a person
	ReviewDue      calendar.Date `json:"review_due"`
	ReviewNotes    Texts         `json:"review_notes,omitempty"`
	AsOf           calendar.Date `json:"as_of"` // «Stand» of the facts
	Licence        string        `json:"licence"`
	Digcomp        Digcomp       `json:"digcomp"`
	Version        VersionNote   `json:"version"`
	Modules        []Module      `json:"modules,omitempty"` // online, in reading order
	Trainer        *Module       `json:"trainer,omitempty"` // classroom
	Handout        *Module       `json:"handout,omitempty"` // classroom
	Questions      []Question    `json:"questions"`
	Emblem         string        `json:"emblem,omitempty"` // the SVG itself, checked; empty if there is none
	Images         []Image       `json:"images,omitempty"` // pictures in the texts, by name
	Media          []Medium      `json:"media,omitempty"`  // films and sounds in the texts, by name
	Made           Made          `json:"made,omitempty"`   // of which source each translation was made
	// Overlays are a municipality's own texts beside the course; Compose puts them in
	// their places, and what was composed has none.
	Overlays []Overlay `json:"overlays,omitempty"`
	// Values are those of placeholders that hold for this course alone; what was
	// composed has them.
	Values map[string]string `json:"values,omitempty"`
}

// Digcomp maps a course to the European Digital Competence Framework.
type Digcomp struct {
	Version     string       `json:"version"`
	Competences []Competence `json:"competences"`
}

// Competence is one mapped competence.
type Competence struct {
	ID         string   `json:"id"`    // 1.1 to 5.4
	Level      int      `json:"level"` // 1 to 8
	Statements []string `json:"statements,omitempty"`
}

// VersionNote says what this version of the course is to those who passed an
// older one.
type VersionNote struct {
	Materiality Materiality `json:"materiality"`
	Note        Texts       `json:"note"`
}

// Module is one text: a module, the trainer's notes or the take-home page.
type Module struct {
	No       int                 `json:"no"`              // from 1; 0 for trainer and handout
	Slug     string              `json:"slug"`            // file name without number and ending
	File     string              `json:"-"`               // path as in problems
	Titles   Texts               `json:"titles"`          // at least de and en
	Minutes  int                 `json:"minutes"`         // 0 only for a handout
	Goals    map[string][]string `json:"goals,omitempty"` // by language
	Body     string              `json:"body"`            // Markdown, see internal/markdown
	BodyLine int                 `json:"-"`               // line of the file on which Body begins
	// Translations are Body in the other languages of the course, block for
	// block the same; a language may be missing.
	Translations map[string]string `json:"translations,omitempty"`
}

// Placeholders are the names that a text may use as {{name}}; the settings of
// the municipality fill them.
func Placeholders() []string {
	return []string{
		"gemeinde", "strategie", "ict_notfall", "ict_kontakt", "phishing_meldung",
		"datenschutz_kontakt", "hr_kontakt", "passwort_weisung",
	}
}

// Required is the number of points that passes a quiz of total questions, one
// point each: the pass mark in per cent of them, rounded up (80 % of 8 are 7).
func (c *Course) Required(total int) int { return (c.PassPercent*total + 99) / 100 }

// Refresher reports a short course that renews another one for who has passed
// it: its code is that of the other with an R after it.
func (c *Course) Refresher() bool { return strings.HasSuffix(c.Code, "R") }

// In is the language of the course's texts for a reader of lang: that language
// where the course is written in it, else its main one.
func (c *Course) In(lang string) string {
	if slices.Contains(c.Languages, lang) {
		return lang
	}
	return c.Language
}

// Module is the module with the number, nil if there is none.
func (c *Course) Module(no int) *Module {
	i := slices.IndexFunc(c.Modules, func(m Module) bool { return m.No == no })
	if i < 0 {
		return nil
	}
	return &c.Modules[i]
}

// BodyIn is the text in the language, and the language it is in: the main one
// stands in where nobody has translated it.
func (m *Module) BodyIn(lang string, c *Course) (body, language string) {
	if translated := m.Translations[lang]; translated != "" {
		return translated, lang
	}
	return m.Body, c.Language
}
