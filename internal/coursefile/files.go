package coursefile

import (
	"bytes"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// Files are the files of one course by name, as they stand in its folder.
type Files map[string][]byte

// Names of the files, sorted.
func (f Files) Names() []string { return slices.Sorted(maps.Keys(f)) }

// Load reads the course as if the files lay in a folder of the name; results as
// with the function Load.
func (f Files) Load(folder string) (*Course, []Problem) {
	loaded, problems := load(f.folder(folder))
	sortProblems(problems)
	return loaded.course, problems
}

// LoadAmong is Load, checked besides against the other courses that there are:
// what it fulfils must exist and not lead back to it, and a refresher needs its
// course. A course of the same code among the others is passed over.
func (f Files) LoadAmong(folder string, others []*Course) (*Course, []Problem) {
	one, problems := load(f.folder(folder))
	if one.course == nil {
		sortProblems(problems)
		return nil, problems
	}
	all := []loaded{one}
	for _, other := range others {
		if other.Code != one.course.Code {
			all = append(all, loaded{course: other, meta: &report{file: strings.ToLower(other.Code) + "/course.yaml"}})
		}
	}
	for _, problem := range relations(all) {
		if problem.File == one.meta.file {
			problems = append(problems, problem)
		}
	}
	sortProblems(problems)
	return one.course, problems
}

func (f Files) folder(name string) *folder {
	listed := map[string]bool{}
	for file := range f {
		listed[file] = false
	}
	return &folder{dir: name, files: listed, open: func(name string) (io.ReadCloser, error) {
		content, there := f[name]
		if !there {
			return nil, fs.ErrNotExist
		}
		return io.NopCloser(bytes.NewReader(content)), nil
	}}
}
