package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zaemme/courses"
	"zaemme/internal/coursefile"
)

// TestQuestionsThere and back: a course's questions go out and come in again
// behind those that there are, in the form of questions.yaml.
func TestQuestionsThereAndBack(t *testing.T) {
	for _, format := range []string{"gift", "moodle"} {
		file, told, code := call(t, "courses", "export", "IS-01", "--format", format)
		if code != 0 || !strings.Contains(told, "IS-01-Q01: Warnung: ") {
			t.Fatalf("%s: code %d, %s", format, code, told)
		}
		name := filepath.Join(t.TempDir(), "fragen.txt")
		if err := os.WriteFile(name, []byte(file+broken[format]), 0o600); err != nil {
			t.Fatal(err)
		}
		added, told, code := call(t, "courses", "import-questions", name, "--course", "is-01")
		course, err := courseIn(courses.Files, "IS-01")
		if err != nil {
			t.Fatal(err)
		}
		if code != 0 || !strings.Contains(told, "fragen.txt:") || !strings.Contains(told, ": Fehler: ") {
			t.Fatalf("%s: code %d, %s", format, code, told)
		}
		checkAdded(t, course, added)
	}
	if _, told, code := call(t, "courses", "export", "XX-99", "--format", "gift"); code != 1 || !strings.Contains(told, "XX-99") {
		t.Errorf("code %d, %s", code, told)
	}
}

// broken is appended to a file, which is read up to there.
var broken = map[string]string{"gift": "\nAufsatz?{}\n", "moodle": "<quiz>"}

func call(t *testing.T, args ...string) (out, told string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(args, &stdout, &stderr)
	return stdout.String(), stderr.String(), code
}

// checkAdded appends the questions to those of the course and reads them.
func checkAdded(t *testing.T, course *coursefile.Course, added string) {
	t.Helper()
	files := course.Files()
	files["questions.yaml"] = append(files["questions.yaml"], added...)
	read, problems := files.Load("is-01")
	if coursefile.HasErrors(problems) || len(read.Questions) != 2*len(course.Questions) {
		t.Errorf("%d questions, %v", len(read.Questions), problems)
	}
}
