package coursefile

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"zaemme/internal/apperr"
)

type entry struct {
	name string
	text string
	mode fs.FileMode
}

func packed(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		header.SetMode(e.mode | 0o644)
		part, err := w.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(e.name, "/") {
			continue
		}
		if _, err := part.Write([]byte(e.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestHostileArchives(t *testing.T) {
	t.Parallel()
	many := []entry{}
	for i := range mostFiles + 1 {
		many = append(many, entry{name: fmt.Sprintf("f-%d.md", i)})
	}
	bomb := strings.Repeat("0", MaxFile+1)
	bombs := []entry{}
	for i := range mostBytes/MaxFile + 1 {
		bombs = append(bombs, entry{name: fmt.Sprintf("f-%d.md", i), text: bomb[:MaxFile]})
	}
	for name, c := range map[string]struct {
		content []byte
		key     string
	}{
		"no archive":        {[]byte("PK but not really"), "error.archive.unreadable"},
		"nothing":           {nil, "error.archive.unreadable"},
		"an empty one":      {packed(t), "error.archive.empty"},
		"only rubbish":      {packed(t, entry{name: ".DS_Store"}, entry{name: "__MACOSX/is-01/x.md"}, entry{name: "is-01/"}), "error.archive.empty"},
		"upwards":           {packed(t, entry{name: "../course.yaml"}), "error.archive.name"},
		"upwards within":    {packed(t, entry{name: "is-01/../../course.yaml"}), "error.archive.name"},
		"absolute":          {packed(t, entry{name: "/etc/passwd"}), "error.archive.name"},
		"of Windows":        {packed(t, entry{name: `C:\course.yaml`}), "error.archive.name"},
		"too deep":          {packed(t, entry{name: "a/b/course.yaml"}), "error.archive.name"},
		"a capital":         {packed(t, entry{name: "is-01/Course.yaml"}), "error.archive.name"},
		"a program":         {packed(t, entry{name: "is-01/evil"}), "error.archive.name"},
		"two courses":       {packed(t, entry{name: "is-01/course.yaml"}, entry{name: "ds-01/course.yaml"}), "error.archive.folders"},
		"one name twice":    {packed(t, entry{name: "course.yaml", text: "a"}, entry{name: "course.yaml", text: "b"}), "error.archive.twice"},
		"a link":            {packed(t, entry{name: "course.yaml", text: "/etc/passwd", mode: fs.ModeSymlink}), "error.archive.entry"},
		"too many":          {packed(t, many...), "error.archive.files"},
		"a large file":      {packed(t, entry{name: "course.yaml", text: bomb}), "error.archive.file_large"},
		"large in all":      {packed(t, bombs...), "error.archive.unpacked"},
		"a large archive":   {make([]byte, MaxArchive+1), "error.archive.too_large"},
		"encrypted":         {encrypted(packed(t, entry{name: "course.yaml", text: "a"})), "error.archive.entry"},
		"a checksum broken": {bytes.Replace(stored(t, "course.yaml", "code: IS-01"), []byte("IS-01"), []byte("IS-02"), 1), "error.archive.entry"},
	} {
		_, err := ReadArchive(c.content)
		var e *apperr.Error
		if !errors.As(err, &e) || e.Key != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
	files, err := ReadArchive(packed(t, entry{name: "is-01/"}, entry{name: "is-01/course.yaml", text: "a"}, entry{name: "is-01/.git"}, entry{name: "is-01/01-x.en.md"}))
	if err != nil || len(files) != 2 || string(files["course.yaml"]) != "a" {
		t.Errorf("%v, %v", files, err)
	}
}

// encrypted sets the flag of the first entry in the directory.
func encrypted(content []byte) []byte {
	at := bytes.Index(content, []byte("PK\x01\x02"))
	content[at+8] |= 1
	return content
}

func stored(t *testing.T, name, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	part, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// FuzzReadArchive holds that no archive does more than be refused, and that what
// is taken keeps to the limits and can be read as a course.
func FuzzReadArchive(f *testing.F) {
	c, _ := Load(catalogue(richSample(), classroomSample()), "ab-01")
	good, err := c.Files().Archive("ab-01")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(packed(f, entry{name: "../x.md", text: "x"}, entry{name: "x.md", text: strings.Repeat("x", 5000)}))
	f.Fuzz(func(t *testing.T, content []byte) {
		files, err := ReadArchive(content)
		if err != nil {
			if kind := kindOf(err); kind != apperr.Invalid && kind != apperr.TooLarge {
				t.Errorf("%v", err)
			}
			return
		}
		total := 0
		for name, text := range files {
			if !FileName(name) {
				t.Errorf("the name %q was taken", name)
			}
			total += len(text)
		}
		if len(files) > mostFiles || total > mostBytes {
			t.Errorf("%d files, %d bytes", len(files), total)
		}
		if read, _ := files.Load("ab-01"); read != nil {
			read.Files()
		}
	})
}
