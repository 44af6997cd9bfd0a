package authoring

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"zaemme/internal/coursefile"
)

// Merge puts into ours what theirs has changed since base: the course's data field
// by field, each text and each question as a whole. Where both have changed the
// same, ours stays and a note says so. Base may be nil: then ours stays wherever it
// says anything. Images come without their content.
func Merge(base, ours, theirs *coursefile.Course) (*coursefile.Course, []Note, error) {
	if base == nil {
		base = &coursefile.Course{}
	}
	var m merging
	merged, err := m.meta(base, ours, theirs)
	if err != nil {
		return nil, nil, err
	}
	m.texts(merged, base, ours, theirs)
	m.questions(merged, base, ours, theirs)
	marks(merged, base, ours, theirs)
	return merged, m.notes, nil
}

// marks joins what both know of their translations; who knows nothing made them of
// what base says. Where nobody knows and nothing is outdated, nothing is noted.
func marks(merged, base, ours, theirs *coursefile.Course) {
	known := *base
	known.Settle()
	merged.Made = nil
	for _, c := range []*coursefile.Course{ours, theirs} {
		one := *c
		if len(one.Made) == 0 {
			one.Made = known.Made
		}
		one.Settle()
		merged.Made = merged.Made.With(one.Made)
	}
	merged.Settle()
	if len(base.Made)+len(ours.Made)+len(theirs.Made) > 0 {
		return
	}
	for _, t := range Translations(merged) {
		if len(t.Outdated) > 0 {
			return
		}
	}
	merged.Made = nil
}

type merging struct{ notes []Note }

// apart notes that both have changed a part.
func (m *merging) apart(part Part, name string) {
	m.notes = append(m.notes, Note{Key: "author.note.both", Args: map[string]any{"part": string(part), "name": name}})
}

// pick is the value that holds: theirs where only they changed it.
func pick[T any](m *merging, part Part, name string, base, ours, theirs T) T {
	switch {
	case reflect.DeepEqual(ours, theirs), reflect.DeepEqual(base, theirs):
		return ours
	case reflect.DeepEqual(base, ours):
		return theirs
	}
	m.apart(part, name)
	return ours
}

// meta merges what stands in course.yaml.
func (m *merging) meta(base, ours, theirs *coursefile.Course) (*coursefile.Course, error) {
	var fields [3]map[string]any
	for i, c := range []*coursefile.Course{base, ours, theirs} {
		text, err := json.Marshal(c)
		if err != nil {
			return nil, fmt.Errorf("authoring: merge: %w", err)
		}
		if err := json.Unmarshal(text, &fields[i]); err != nil {
			return nil, fmt.Errorf("authoring: merge: %w", err)
		}
	}
	merged := map[string]any{}
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		seen := map[string]bool{}
		for _, one := range fields {
			for name := range one {
				if !seen[name] && !yield(name) {
					return
				}
				seen[name] = true
			}
		}
	}) {
		switch name {
		case "modules", "trainer", "handout", "questions", "version", "made":
			continue // part by part, of both, or said anew when it is published
		}
		if value := pick(m, PartMeta, name, fields[0][name], fields[1][name], fields[2][name]); value != nil {
			merged[name] = value
		}
	}
	text, err := json.Marshal(merged)
	if err != nil {
		return nil, fmt.Errorf("authoring: merge: %w", err)
	}
	c := &coursefile.Course{}
	if err := json.Unmarshal(text, c); err != nil {
		return nil, fmt.Errorf("authoring: merge: %w", err)
	}
	c.Version = ours.Version
	return c, nil
}

// content is a module without its place and file.
func content(m coursefile.Module) coursefile.Module {
	m.No, m.File, m.BodyLine = 0, "", 0
	return m
}

func bySlug(c *coursefile.Course) map[string]coursefile.Module {
	list := map[string]coursefile.Module{}
	for _, m := range texts(c) {
		list[m.Slug] = content(*m.Module)
	}
	return list
}

// texts merges the modules in the order of ours, new ones of theirs at the end.
func (m *merging) texts(merged, base, ours, theirs *coursefile.Course) {
	was, other := bySlug(base), bySlug(theirs)
	one := func(own *coursefile.Module, part Part) (coursefile.Module, bool) {
		old, had := was[own.Slug]
		next, has := other[own.Slug]
		mine := content(*own)
		switch {
		case has:
			return pick(m, part, own.Titles.In("de"), old, mine, next), true
		case had && reflect.DeepEqual(old, mine):
			return mine, false // they took it out, and nobody here has touched it
		case had:
			m.apart(part, own.Titles.In("de"))
		}
		return mine, true
	}
	for i := range ours.Modules {
		if kept, stays := one(&ours.Modules[i], PartModule); stays {
			merged.Modules = append(merged.Modules, kept)
		}
	}
	own := bySlug(ours)
	for _, next := range theirs.Modules {
		_, had := was[next.Slug]
		if _, has := own[next.Slug]; !has && !had {
			merged.Modules = append(merged.Modules, content(next))
		}
	}
	for i := range merged.Modules {
		merged.Modules[i].No = i + 1
	}
	if ours.Trainer != nil {
		kept, _ := one(ours.Trainer, PartTrainer)
		merged.Trainer = &kept
	}
	if ours.Handout != nil {
		kept, _ := one(ours.Handout, PartHandout)
		merged.Handout = &kept
	}
}

// asked is a question with the name of its module instead of its number.
type asked struct {
	Slug     string
	Question coursefile.Question
}

func byID(c *coursefile.Course) (map[string]asked, []string) {
	list, order := map[string]asked{}, []string{}
	for _, q := range c.Questions {
		one := asked{Question: q}
		if module := c.Module(q.Module); module != nil {
			one.Slug = module.Slug
		}
		one.Question.Module = 0
		list[q.ID] = one
		order = append(order, q.ID)
	}
	return list, order
}

// questions merges them by ID in the order of ours, new ones of theirs at the end.
// A question whose module is gone goes with it.
func (m *merging) questions(merged, base, ours, theirs *coursefile.Course) {
	was, _ := byID(base)
	own, order := byID(ours)
	other, more := byID(theirs)
	keep := func(one asked) {
		one.Question.Module = 0
		for _, module := range merged.Modules {
			if module.Slug == one.Slug {
				one.Question.Module = module.No
			}
		}
		if len(merged.Modules) == 0 || one.Question.Module > 0 {
			merged.Questions = append(merged.Questions, one.Question)
		}
	}
	for _, id := range order {
		old, had := was[id]
		next, has := other[id]
		switch {
		case has:
			keep(pick(m, PartQuestion, id, old, own[id], next))
		case had && reflect.DeepEqual(old, own[id]):
		case had:
			m.apart(PartQuestion, id)
			keep(own[id])
		default:
			keep(own[id])
		}
	}
	for _, id := range more {
		_, had := was[id]
		if _, has := own[id]; !has && !had {
			keep(other[id])
		}
	}
}
