package coursefile

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// MadeFile says of which source each translated segment was made. The workshop keeps
// it; who translates by hand leaves it alone, and what they change is taken as made
// of the source as it is.
const MadeFile = "translations.yaml"

var marksForm = regexp.MustCompile(`^[0-9a-f]{8}(?: [0-9a-f]{8})*$`)

// made reads what is known of the translations, and warns of each that is older than
// its source.
func (f *folder) made(c *Course) {
	if _, there := f.files[MadeFile]; !there {
		return
	}
	r := f.report(MadeFile)
	defer func() { f.keep(r) }()
	source, ok := f.read(MadeFile, r)
	if !ok {
		return
	}
	root := r.parse(source)
	if root == nil {
		return
	}
	var read Made
	if root.Kind != yaml.MappingNode || root.Decode(&read) != nil {
		r.wrongType(root, "", wantMapping)
		return
	}
	made := Made{}
	for lang, parts := range read {
		for part, marks := range parts {
			for mark, known := range marks {
				if slices.Contains(languages, lang) && marksForm.MatchString(mark) && marksForm.MatchString(known) {
					made.set(lang, part, mark, known)
				} else {
					r.add(Error, 1, 0, "field_pattern", args("field", part, "value", mark+": "+known, "example", "0a1b2c3d: 4e5f6a7b"))
				}
			}
		}
	}
	if len(made) > 0 {
		c.Made = made
	}
	for _, lang := range c.Further() {
		for _, s := range c.Segments(lang) {
			if c.Outdated(lang, s) {
				at := f.segmentAt(lang, s)
				f.problems = append(f.problems, Problem{File: at.file, Line: max(at.line, 1), Level: Warning, Key: "translation_outdated",
					Args: args("language", lang, "text", around(s.Text, 0))})
			}
		}
	}
}

// spot is a line of a file.
type spot struct {
	file string
	line int
}

// segmentAt is where a segment is translated.
func (f *folder) segmentAt(lang string, s Segment) spot {
	if at, text := f.spots[lang+" "+s.Part]; text && s.Line > 0 {
		return spot{at.file, at.line + s.Line - 1}
	}
	if at, there := f.spots[s.Part]; there {
		return at
	}
	return spot{f.report("course.yaml").file, 1}
}

// note remembers where a part stands.
func (f *folder) note(part, file string, line int) {
	if f.spots == nil {
		f.spots = map[string]spot{}
	}
	f.spots[part] = spot{file, line}
}

// WriteMade is the file of what is known of the translations.
func WriteMade(made Made) []byte {
	var out strings.Builder
	out.WriteString("# Of which source each translated segment was made; the workshop keeps this file.\n")
	out.Write(encode(made))
	return []byte(out.String())
}
