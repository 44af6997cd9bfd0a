package coursefile

import (
	"io/fs"
	"slices"
	"strings"
)

// Load reads the course in the folder dir of fsys. The course is nil if there is
// no readable course.yaml, else as complete as its files allow; it is fit for
// use only if HasErrors(problems) is false. Whether the courses it fulfils exist
// is a question for LoadAll. Problems are sorted by file, line and column.
func Load(fsys fs.FS, dir string) (*Course, []Problem) {
	loaded, problems := load(open(fsys, dir))
	sortProblems(problems)
	return loaded.course, problems
}

// LoadAll reads every folder of fsys as a course and checks what they say about
// each other. Courses come by code; files beside the folders and hidden folders
// are passed over.
func LoadAll(fsys fs.FS) ([]*Course, []Problem) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, []Problem{{File: ".", Line: 1, Level: Error, Key: "file_unreadable"}}
	}
	var all []loaded
	var problems []Problem
	for _, entry := range entries {
		if !entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		one, found := load(open(fsys, entry.Name()))
		problems = append(problems, found...)
		if one.course != nil {
			all = append(all, one)
		}
	}
	slices.SortStableFunc(all, func(a, b loaded) int { return compareText(a.course.Code, b.course.Code) })
	problems = append(problems, relations(all)...)
	sortProblems(problems)
	courses := make([]*Course, 0, len(all))
	for _, one := range all {
		courses = append(courses, one.course)
	}
	return courses, problems
}

// loaded is a course with the places of what LoadAll checks.
type loaded struct {
	course *Course
	meta   *report
	places map[string]place // of code, and of each entry of fulfils by its code
	drawn  []drawn          // the blueprints with their places, to be checked once the pool is known
}

type place struct{ line, column int }

func load(f *folder) (loaded, []Problem) {
	if len(f.problems) > 0 {
		return loaded{}, f.problems
	}
	meta := f.report("course.yaml")
	if _, there := f.files["course.yaml"]; !there {
		meta.add(Error, 1, 0, "file_missing", args("name", "course.yaml"))
		return loaded{}, meta.problems
	}
	one := loaded{meta: meta, places: map[string]place{}}
	if source, ok := f.read("course.yaml", meta); ok {
		if root := meta.parse(source); root != nil {
			one.course = f.course(meta, root, &one)
		}
	}
	if one.course == nil {
		f.keep(meta)
		return one, f.problems
	}
	f.questions(one.course)
	f.overlays(one.course)
	f.made(one.course)
	one.fill()
	f.keep(meta)
	for name, claimed := range f.files {
		if !claimed {
			f.problems = append(f.problems, Problem{File: f.report(name).file, Line: 1, Level: Error, Key: "file_unclaimed"})
		}
	}
	return one, f.problems
}

// relations checks fulfils over all courses: each must exist, none twice, no
// circle.
func relations(all []loaded) []Problem {
	var problems []Problem
	byCode := map[string]loaded{}
	for _, one := range all {
		code := one.course.Code
		if other, twice := byCode[code]; twice && code != "" {
			problems = append(problems, one.problem("code", "code_twice", args("code", code, "other", strings.TrimSuffix(other.meta.file, "/course.yaml"))))
			continue
		}
		byCode[code] = one
	}
	for _, one := range all {
		problems = append(problems, one.renews(byCode)...)
		for _, code := range one.course.Fulfils {
			if _, known := byCode[code]; !known {
				problems = append(problems, one.problem("fulfils "+code, "fulfils_unknown", args("code", code)))
				continue
			}
			if path := circle(byCode, one.course.Code, code); path != nil {
				problems = append(problems, one.problem("fulfils "+code, "fulfils_cycle", args("path", strings.Join(path, " → "))))
			}
		}
	}
	return problems
}

func (l loaded) problem(at, key string, arguments map[string]any) Problem {
	where := l.places[at]
	return Problem{File: l.meta.file, Line: max(where.line, 1), Column: where.column, Level: Error, Key: key, Args: arguments}
}

// circle is the way from start over next back to start, nil if there is none.
func circle(byCode map[string]loaded, start, next string) []string {
	seen := map[string]bool{}
	var walk func(code string, path []string) []string
	walk = func(code string, path []string) []string {
		path = append(slices.Clone(path), code)
		if code == start {
			return path
		}
		if seen[code] || byCode[code].course == nil {
			return nil
		}
		seen[code] = true
		for _, further := range byCode[code].course.Fulfils {
			if found := walk(further, path); found != nil {
				return found
			}
		}
		return nil
	}
	return walk(next, []string{start})
}
