package coursefile

import (
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"
)

// maxFile is the largest file of a course in bytes: many times the longest
// module, and no burden for memory.
const maxFile = 1 << 20

// folder is one course folder while it is read.
type folder struct {
	open     func(name string) (io.ReadCloser, error)
	dir      string
	files    map[string]bool // names in the folder; true once something claims them
	problems []Problem
	spots    map[string]spot // where parts stand: by ID, slug, or language and slug
}

// open lists the folder; subfolders and hidden files are no part of a course.
func open(fsys fs.FS, dir string) *folder {
	f := &folder{dir: dir, files: map[string]bool{}, open: func(name string) (io.ReadCloser, error) {
		return fsys.Open(path.Join(dir, name))
	}}
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		f.problems = append(f.problems, Problem{File: dir, Line: 1, Level: Error, Key: "file_unreadable"})
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), ".") {
			f.files[entry.Name()] = false
		}
	}
	return f
}

func (f *folder) report(name string) *report { return &report{file: path.Join(f.dir, name)} }

func (f *folder) keep(r *report) { f.problems = append(f.problems, r.problems...) }

// read is the text of a file with line ends of one byte; false after a problem.
func (f *folder) read(name string, r *report) (string, bool) {
	raw, ok := f.bytes(name, r, maxFile)
	switch {
	case !ok:
	case !utf8.Valid(raw) || strings.ContainsFunc(string(raw), control):
		r.add(Error, 1, 0, "file_encoding", nil)
	default:
		text := strings.TrimPrefix(string(raw), "\ufeff")
		return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), true
	}
	return "", false
}

// bytes is the content of a file of at most so many bytes; false after a problem.
func (f *folder) bytes(name string, r *report, most int) ([]byte, bool) {
	f.files[name] = true
	file, err := f.open(name)
	if err != nil {
		r.add(Error, 1, 0, "file_unreadable", nil)
		return nil, false
	}
	defer file.Close() //nolint:errcheck // nothing was written
	raw, err := io.ReadAll(io.LimitReader(file, int64(most)+1))
	switch {
	case err != nil:
		r.add(Error, 1, 0, "file_unreadable", nil)
	case len(raw) > most:
		r.add(Error, 1, 0, "file_too_large", args("limit", most))
	default:
		return raw, true
	}
	return nil, false
}

func control(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f }

// claim reports whether name is a file of this folder that nobody has claimed
// yet; if not, that is a problem of the field that names it.
func (f *folder) claim(o *object, field, name string) bool {
	node := o.fields[field]
	if name == "" {
		return false
	}
	return f.claimAt(o.report, node.Line, node.Column, name)
}

func (f *folder) claimAt(r *report, line, column int, name string) bool {
	claimed, there := f.files[name]
	switch {
	case strings.ContainsAny(name, `/\`) || strings.HasPrefix(name, "."):
		r.add(Error, line, column, "file_name", args("name", name))
	case !there:
		r.add(Error, line, column, "file_missing", args("name", name))
	case claimed:
		r.add(Error, line, column, "file_twice", args("name", name))
	default:
		f.files[name] = true
		return true
	}
	return false
}
