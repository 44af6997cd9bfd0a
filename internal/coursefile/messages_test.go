package coursefile

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zaemme/internal/markdown"
)

// TestMessages holds that every problem has a text in both languages with the
// same arguments, and that no text is left over.
func TestMessages(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, key := range []string{
		markdown.KeyUnknownPlaceholder, markdown.KeyBrokenPlaceholder, markdown.KeyUnknownCallout, markdown.KeyCalloutPlace,
		markdown.KeyRawHTML, markdown.KeyImage, markdown.KeyImageText, markdown.KeyLink, markdown.KeyLinkTarget,
		markdown.KeyMedia, markdown.KeyMediaText, markdown.KeyMediaPlace, markdown.KeyMediaCaptions, markdown.KeyMediaTranscript,
		"captions_head", "captions_encoding", "captions_none", "captions_time", "captions_order", "captions_span", "captions_empty", "captions_style", "captions_arrow", // media.Fault
	} {
		used[strings.TrimPrefix(key, "error.markdown.")] = true
	}
	for _, literal := range literals(t) {
		if _, known := messages[literal]; known {
			used[literal] = true
		}
	}
	form := regexp.MustCompile(`\{[a-z_]+\}`)
	for key, text := range messages {
		if !used[key] {
			t.Errorf("no code reports %s", key)
		}
		german, english := form.FindAllString(text.de, -1), form.FindAllString(text.en, -1)
		slices.Sort(german)
		slices.Sort(english)
		if text.de == "" || text.en == "" || !slices.Equal(german, english) {
			t.Errorf("%s: the languages differ: %v, %v", key, german, english)
		}
	}
	for key := range used {
		if _, known := messages[key]; !known {
			t.Errorf("%s has no text", key)
		}
	}
}

// literals are the string literals handed to the reporting functions.
func literals(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") || entry.Name() == "messages.go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				text, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				found = append(found, text)
			}
			if call, ok := n.(*ast.CallExpr); ok {
				checkCall(t, call)
			}
			return true
		})
	}
	return found
}

// checkCall fails on a reported key that has no text.
func checkCall(t *testing.T, call *ast.CallExpr) {
	t.Helper()
	selector, ok := call.Fun.(*ast.SelectorExpr)
	at := map[string]int{"fault": 1, "warn": 1, "add": 3, "problem": 1}
	if !ok || at[selector.Sel.Name] == 0 || at[selector.Sel.Name] >= len(call.Args) {
		return
	}
	if literal, ok := call.Args[at[selector.Sel.Name]].(*ast.BasicLit); ok && literal.Kind == token.STRING {
		key, err := strconv.Unquote(literal.Value)
		if _, known := messages[key]; err != nil || !known {
			t.Errorf("%s has no text", literal.Value)
		}
	}
}

func TestProblemText(t *testing.T) {
	t.Parallel()
	p := Problem{File: "ab-01/course.yaml", Line: 9, Column: 3, Level: Error, Key: "field_type", Args: args("field", "minutes", "want", wantNumber)}
	if got := p.String(); got != "ab-01/course.yaml:9:3: Fehler: «minutes» muss eine ganze Zahl sein." {
		t.Error(got)
	}
	p = Problem{File: "a.md", Line: 2, Level: Warning, Key: "placeholder_unknown", Args: args("name", "stadt")}
	if got := p.In("en"); got != "a.md:2: warning: There is no placeholder {{stadt}}." {
		t.Error(got)
	}
}
