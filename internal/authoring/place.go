package authoring

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"zaemme/internal/coursefile"
)

// Part is a part of a course that has an editor of its own.
type Part string

// The parts.
const (
	PartMeta     Part = "meta"
	PartModule   Part = "module"
	PartTrainer  Part = "trainer"
	PartHandout  Part = "handout"
	PartQuestion Part = "question"
	PartPool     Part = "pool" // all questions together
	PartEmblem   Part = "emblem"
	PartOwn      Part = "own" // an own text beside the course
	PartMedia    Part = "media"
)

// Place is where something stands in a course, in the words of its editor.
type Place struct {
	Part Part
	No   int    // of the module or the question, else 0
	Lang string // of a translation, else ""
	Line int    // within the text of a module, from 1; 0 for its title, minutes and goals
}

// placeOf finds the place of a problem in the files.
func placeOf(c *coursefile.Course, files coursefile.Files, p coursefile.Problem) Place {
	name := path.Base(p.File)
	switch name {
	case "course.yaml":
		return Place{Part: PartMeta}
	case "questions.yaml":
		return questionAt(files[name], p.Line)
	case "emblem.svg":
		return Place{Part: PartEmblem}
	case coursefile.OverlayFile:
		return Place{Part: PartOwn, No: max(entryAt(files[name], p.Line), 1)}
	}
	for i, m := range c.Media {
		if name == m.Name || strings.HasPrefix(name, m.Stem()+".") && fileLang(name) != "" {
			return Place{Part: PartMedia, No: i + 1, Lang: fileLang(name), Line: p.Line}
		}
	}
	place := Place{Part: PartMeta}
	base, lang := name, ""
	if stem := strings.TrimSuffix(name, ".md"); strings.Contains(stem, ".") {
		base, lang, _ = strings.Cut(stem, ".")
		base += ".md"
	}
	for _, m := range texts(c) {
		if fileOf(m.Module) == base {
			place = Place{Part: m.part, No: m.No, Lang: lang}
		}
	}
	place.Line = max(p.Line-bodyLine(files[name])+1, 0)
	return place
}

// fileLang is the language of captions or a transcript by the name of their file, ""
// of others.
func fileLang(name string) string {
	parts := strings.Split(name, ".")
	if len(parts) != 3 || len(parts[1]) != 2 {
		return ""
	}
	return parts[1]
}

// part is a text with what it is.
type partText struct {
	*coursefile.Module
	part Part
}

// texts are all texts of a course.
func texts(c *coursefile.Course) []partText {
	var list []partText
	for i := range c.Modules {
		list = append(list, partText{&c.Modules[i], PartModule})
	}
	if c.Trainer != nil {
		list = append(list, partText{c.Trainer, PartTrainer})
	}
	if c.Handout != nil {
		list = append(list, partText{c.Handout, PartHandout})
	}
	return list
}

func fileOf(m *coursefile.Module) string {
	if m.No > 0 {
		return coursefile.ModuleName(m.No, m.Slug)
	}
	return m.Slug + ".md"
}

// bodyLine is the line on which the text begins behind its front matter.
func bodyLine(content []byte) int {
	lines := strings.Split(string(content), "\n")
	end := slices.Index(lines[1:], "---")
	if end < 0 {
		return 1
	}
	for at := end + 2; at < len(lines); at++ {
		if strings.TrimSpace(lines[at]) != "" {
			return at + 1
		}
	}
	return len(lines)
}

// questionAt is the question that the line belongs to: each begins at the margin.
func questionAt(content []byte, line int) Place {
	no := entryAt(content, line)
	if no == 0 || line <= 1 {
		return Place{Part: PartPool}
	}
	return Place{Part: PartQuestion, No: no}
}

// entryAt is the entry of a list that the line belongs to, from 1.
func entryAt(content []byte, line int) int {
	no := 0
	for i, text := range bytes.Split(content, []byte("\n")) {
		if i >= line {
			break
		}
		if bytes.HasPrefix(text, []byte("- ")) {
			no++
		}
	}
	return no
}
