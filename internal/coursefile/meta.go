package coursefile

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

var (
	codeForm        = regexp.MustCompile(`^[A-Z]{2,4}-[0-9]{2}[A-Z]?$`)
	namespaceForm   = regexp.MustCompile(`^[a-z]{2,}(?:\.[a-z0-9-]+)+$`)
	competenceForm  = regexp.MustCompile(`^(?:1\.[1-3]|2\.[1-6]|3\.[1-4]|4\.[1-4]|5\.[1-4])$`) // DigComp 3.0: 21 competences
	statementForm   = regexp.MustCompile(`^CS[1-5]\.[1-6]\.[0-9]{2}$`)
	ownLicence      = regexp.MustCompile(`^LicenseRef-[A-Za-z0-9.-]+$`) // SPDX 2.3, 10.1
	digcompVersions = []string{"3.0"}
	licences        = []string{"CC-BY-SA-4.0", "CC-BY-4.0", "CC0-1.0"}
)

// quizLevel is the highest DigComp level that a knowledge quiz proves
// (DOMAIN.md 2.3).
const quizLevel = 4

// leastWorkingDays is what a person gets in any case, whatever the course says
// (DESIGN.md 6, step 3).
const leastWorkingDays = 5

// course reads course.yaml and the files that it names.
func (f *folder) course(r *report, root *yaml.Node, one *loaded) *Course {
	o := r.object(root, "")
	c := &Course{
		Code:           o.matching("code", codeForm, "IS-01"),
		Namespace:      o.matching("namespace", namespaceForm, "ch.zaemme"),
		Publisher:      o.text("publisher", true),
		Kind:           Kind(o.choice("kind", string(Online), string(Classroom), string(Policy), string(Practical))),
		Language:       o.choice("language", languages...),
		Titles:         o.texts("title", false, languages...),
		Summaries:      o.texts("summary", false, "de", "en"),
		Minutes:        o.number("minutes", true, 1, 600),
		ValidityMonths: o.number("validity_months", true, 0, 120),
		DueDays:        o.number("due_days", true, 1, 730),
		MinWorkingDays: o.number("min_working_days", true, 1, 60),
		Owner:          o.text("owner", true),
		ReviewDue:      o.date("review_due"),
		AsOf:           o.date("as_of"),
		Licence:        licence(o),
	}
	o.languages(c)
	c.PassPercent = o.number("pass_percent", c.Kind.Tested(), 1, 100)
	if !c.Kind.Tested() && c.PassPercent != 0 {
		o.fault(o.keys["pass_percent"], "field_here", args("field", "pass_percent", "kind", string(c.Kind)))
	}
	c.Audience = o.textsOfCourse("audience", false, c)
	if c.ReviewNotes = o.texts("review_notes", false); c.ReviewNotes != nil {
		o.untranslated(o.fields["review_notes"], "review_notes", c.ReviewNotes, c)
	}
	c.Quiz = one.blueprint(o, "quiz", c)
	c.TestOut = one.blueprint(o, "test_out", c)
	c.Fulfils = o.words("fulfils", false, func(node *yaml.Node, text string) bool {
		one.places["fulfils "+text] = place{node.Line, node.Column}
		if text == c.Code {
			r.fault(node, "fulfils_self", nil)
			return false
		}
		return true
	})
	if node := o.fields["code"]; node != nil {
		one.places["code"] = place{node.Line, node.Column}
		if want := strings.ToLower(c.Code); want != "" && f.dir != want && !strings.HasSuffix(f.dir, "/"+want) {
			r.fault(node, "folder_name", args("want", want))
		}
	}
	if !c.AsOf.IsZero() && !c.ReviewDue.IsZero() && c.ReviewDue <= c.AsOf {
		r.fault(o.fields["review_due"], "review_before_as_of", args("value", c.ReviewDue, "as_of", c.AsOf))
	}
	if days := c.MinWorkingDays; days > 0 && days < leastWorkingDays {
		r.warn(o.fields["min_working_days"], "working_days_few", args("days", days, "min", leastWorkingDays))
	}
	c.Digcomp = digcomp(o, c.Kind.Tested())
	c.Version = versionNote(o, c)
	c.Emblem = f.emblem(o)
	f.images(c)
	f.media(c)
	f.texts(o, c)
	f.unused(c)
	o.refresher(c)
	o.close()
	return c
}

func licence(o *object) string {
	text := o.text("licence", true)
	if ownLicence.MatchString(text) || text == "" {
		return text
	}
	return o.choice("licence", licences...)
}

func versionNote(o *object, c *Course) VersionNote {
	node := o.field("version", true)
	if node == nil {
		return VersionNote{}
	}
	inner := o.object(node, "version")
	defer inner.close()
	return VersionNote{
		Materiality: Materiality(inner.choice("materiality", string(Editorial), string(Minor), string(Material))),
		Note:        inner.textsOfCourse("note", false, c),
	}
}

func digcomp(o *object, required bool) Digcomp {
	node := o.field("digcomp", required)
	if node == nil {
		return Digcomp{}
	}
	inner := o.object(node, "digcomp")
	defer inner.close()
	mapping := Digcomp{Version: inner.choice("version", digcompVersions...)}
	seen := map[string]bool{}
	for _, node := range inner.list("competences", true) {
		entry := o.object(node, "digcomp.competences")
		competence := Competence{
			ID:    entry.matching("id", competenceForm, "4.2"),
			Level: entry.number("level", true, 1, 8),
		}
		if competence.Level > quizLevel {
			entry.warn(entry.fields["level"], "digcomp_level", args("level", competence.Level))
		}
		competence.Statements = entry.words("statements", false, func(node *yaml.Node, text string) bool {
			switch {
			case !statementForm.MatchString(text):
				entry.fault(node, "field_pattern", args("field", entry.path+"statements", "value", text, "example", "CS4.2.14"))
			case competence.ID != "" && !strings.HasPrefix(text, "CS"+competence.ID+"."):
				entry.fault(node, "digcomp_statement", args("value", text, "competence", competence.ID))
			default:
				return true
			}
			return false
		})
		entry.close()
		switch {
		case competence.ID == "":
		case seen[competence.ID]:
			entry.fault(node, "value_twice", args("field", "digcomp.competences", "value", competence.ID))
		default:
			seen[competence.ID] = true
			mapping.Competences = append(mapping.Competences, competence)
		}
	}
	return mapping
}

// texts reads the modules of an online course, or trainer and handout.
func (f *folder) texts(o *object, c *Course) {
	wanted := map[Kind][]string{Online: {"modules"}, Policy: {"modules"}, Practical: {"modules"}, Classroom: {"trainer", "handout"}}[c.Kind]
	for _, name := range []string{"modules", "trainer", "handout"} {
		node := o.field(name, slices.Contains(wanted, name))
		if node != nil && c.Kind != "" && !slices.Contains(wanted, name) {
			o.fault(o.keys[name], "field_here", args("field", name, "kind", string(c.Kind)))
		}
	}
	kind := moduleText
	if !c.Kind.Tested() {
		kind = freeText
	}
	for i, node := range o.list("modules", false) {
		name := o.scalar(node, "modules")
		if name == "" || !f.claimAt(o.report, node.Line, node.Column, name) {
			continue
		}
		c.Modules = append(c.Modules, f.module(o, name, i+1, kind, c))
	}
	if node := o.fields["modules"]; c.Kind != Classroom && node != nil && node.Kind == yaml.SequenceNode && len(node.Content) == 0 {
		o.fault(node, "field_empty", args("field", "modules"))
	}
	if name := o.text("trainer", false); f.claim(o, "trainer", name) {
		module := f.module(o, name, 0, freeText, c)
		c.Trainer = &module
	}
	if name := o.text("handout", false); f.claim(o, "handout", name) {
		module := f.module(o, name, 0, handoutText, c)
		c.Handout = &module
	}
	sum, complete := 0, len(c.Modules) > 0 && len(c.Modules) == len(o.fields["modules"].Content)
	for _, module := range c.Modules {
		sum += module.Minutes
		complete = complete && module.Minutes > 0
	}
	if complete && c.Minutes > 0 && 10*abs(sum-c.Minutes) > c.Minutes {
		o.warn(o.fields["minutes"], "minutes_sum", args("sum", sum, "minutes", c.Minutes))
	}
}

func abs(n int) int { return max(n, -n) }
