package exchange

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
)

// TestMessages holds that every problem has a text in both languages with the
// same arguments, and that no text is left over.
func TestMessages(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, literal := range literals(t) {
		used[literal] = true
	}
	used["kind_"+string(essay)], used["kind_"+string(description)] = true, true
	form := regexp.MustCompile(`\{[a-z]+\}`)
	for _, list := range []map[string]message{messages, parts} {
		for key, text := range list {
			if !used[key] {
				t.Errorf("no code reports %s", key)
			}
			german, english := form.FindAllString(text.de, -1), form.FindAllString(text.en, -1)
			slices.Sort(german)
			slices.Sort(english)
			if text.de == "" || text.en == "" || !slices.Equal(german, english) {
				t.Errorf("%s: the languages differ: %v, %v", key, german, english)
			}
			if strings.ContainsAny(text.de, "ß\"„“") {
				t.Errorf("%s: %s", key, text.de)
			}
		}
	}
}

// literals are the string literals of the package, but for those of the texts. A
// key that is handed on and has no text fails.
func literals(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{"newNote": 0, "refuse": 0, "counted": -1, "warn": 0, "broken": 2, "report": 1}
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
				found = append(found, unquoted(t, literal))
			}
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := ""
			switch called := call.Fun.(type) {
			case *ast.Ident:
				name = called.Name
			case *ast.SelectorExpr:
				name = called.Sel.Name
			}
			if i, reports := at[name]; reports && i >= 0 && i < len(call.Args) {
				if literal, ok := call.Args[i].(*ast.BasicLit); ok {
					if key := unquoted(t, literal); messages[key].de == "" && key != "kind_" {
						t.Errorf("%s has no text", key)
					}
				}
			}
			return true
		})
	}
	return found
}

func unquoted(t *testing.T, literal *ast.BasicLit) string {
	t.Helper()
	text, err := strconv.Unquote(literal.Value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestProblemText(t *testing.T) {
	t.Parallel()
	got := Import([]byte("\n::Titel::A?{}\n\nB?{=ja ~nein}"), sample(), Options{Module: 1, Competence: "4.2"})
	want := []string{
		"fragen.gift:2: Fehler: «Titel»: Verlangt einen freien Text; solche Fragen gibt es hier nicht. Nicht übernommen.",
		"fragen.gift:4: Warnung: «AB-01-Q01»: Es fehlen 2 Begründungen (why).",
		"fragen.gift:4: Warnung: «AB-01-Q01»: Die Erklärung fehlt.",
	}
	var told []string
	for _, p := range got.Problems {
		told = append(told, p.In("de", "fragen.gift"))
	}
	same(t, told, want)
	if got := got.Problems[0].In("en", "x"); got != "x:2: error: “Titel”: Asks for a free text; there are no such questions here. Not taken." {
		t.Error(got)
	}
}
