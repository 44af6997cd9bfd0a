package views_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zaemme/views"
)

func TestTheLanguagesHaveTheSameTexts(t *testing.T) {
	t.Parallel()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range texts.Check() {
		t.Error(problem)
	}
}

// Keys stand in the code as constants: in calls of T, N and Map, in the errors of
// apperr and in messages after a redirect.
var keyInCode = regexp.MustCompile(`(?:\.(?:T|N|Map)\(|apperr\.(?:New|Wrap)\(apperr\.\w+, |page\.(?:Done|Warned)\(c, [^"]*(?:"/[^"]*"[^"]*)?|\.Fail\("\w*", )"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)"(\s*\+)?`)

func TestEveryTextInTheCodeExists(t *testing.T) {
	t.Parallel()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	printer, found, catalogues := texts.Printer("de"), 0, germanTexts(t)
	err = filepath.WalkDir("../internal", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") || entry.Name() == "doc.go" {
			return err
		}
		raw, err := os.ReadFile(file)
		for _, m := range keyInCode.FindAllStringSubmatch(string(raw), -1) {
			found++
			if composed := m[2] != ""; composed && strings.Contains(catalogues, "\n"+m[1]) {
				continue // the rest of the key is known at run time only
			}
			if !printer.Has(m[1]) {
				t.Errorf("%s: there is no text %s", file, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 10 {
		t.Errorf("only %d keys were found in the code: the pattern no longer fits", found)
	}
}

// germanTexts are all German catalogues, one after the other.
func germanTexts(t *testing.T) string {
	t.Helper()
	files, err := fs.Glob(views.Files, "i18n/*.de.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := "\n"
	for _, file := range files {
		text, err := fs.ReadFile(views.Files, file)
		if err != nil {
			t.Fatal(err)
		}
		all += string(text) + "\n"
	}
	return all
}

// A file under static that no template or stylesheet names is dead weight.
func TestStaticFilesAreUsed(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	err := fs.WalkDir(views.Files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(file) != ".html" {
			return err
		}
		raw, err := fs.ReadFile(views.Files, file)
		all.Write(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(views.Files, "static", func(file string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !strings.Contains(all.String(), `asset "`+strings.TrimPrefix(file, "static/")+`"`) {
			t.Errorf("%s is used nowhere", file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
