package internal

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// ranks places every package below internal (DESIGN.md §3). A package imports
// only packages of a lower rank.
var ranks = map[string]int{
	"apperr": 0, "config": 0, "i18n": 0, "markdown": 0, "calendar": 0, "media": 0,
	"db": 1, "pgembed": 1, "coursefile": 1, "sheet": 1, "mail": 1, "pdf": 1, "glossary": 1, "picture": 1, "aggregate": 1,
	"linkcheck": 1, "audit": 2, "outbox": 2, "settings": 2, "task": 2, "blob": 2, "card": 2, "exchange": 2,
	"people": 3, "letter": 3, "mailtext": 3,
	"auth": 4, "course": 4, "testmail": 4, "holiday": 4, "notice": 4,
	"ledger":     5,
	"curriculum": 6, "learning": 6, "duedate": 6, "certificate": 6, "search": 6, "feedback": 6,
	"reminder": 7, "report": 7,
	"payroll": 7, "web/wages": 12, "leaver": 7, "web/leavers": 12,
	"extension": 7, "evidence": 7, "authoring": 7,
	"session": 8, "monthend": 8,
	"explain": 8, "change": 8,
	"hrimport": 9, "planned": 9,
	"schedule": 10, "pending": 10,
	"web/page": 11, "web/visit": 11,
	"web/learner": 12, "web/line": 12, "web/hr": 12, "web/admin": 12, "web/account": 12, "web/rights": 12, "web/api": 12, "web/reports": 12,
	"web/cards": 12, "web/certificates": 12, "web/lookup": 12, "web/voices": 12, "web/reminders": 12, "web/sessions": 12,
	"web":  13,
	"demo": 13, "web/author": 12, "web/figures": 12,
	"app": 14,
}

// firstOfRank may be imported by the other packages of its own rank.
var firstOfRank = map[string]bool{"apperr": true, "audit": true}

// owners are libraries that one package keeps for itself.
var owners = map[string][]string{
	"github.com/gofiber/fiber/v2":        {"web"},
	"github.com/xuri/excelize/v2":        {"sheet"},
	"github.com/go-co-op/gocron/v2":      {"schedule"},
	"github.com/wneessen/go-mail":        {"mail"},
	"github.com/pressly/goose/v3":        {"db"},
	"github.com/yuin/goldmark":           {"markdown"},
	"golang.org/x/crypto/argon2":         {"auth"},
	"github.com/coreos/go-oidc/v3":       {"auth"},
	"golang.org/x/oauth2":                {"auth", "mail"},
	"github.com/go-webauthn/webauthn":    {"auth"},
	"codeberg.org/go-pdf/fpdf":           {"pdf"},
	"github.com/arran4/golang-ical":      {"duedate", "holiday"},
	"github.com/microcosm-cc/bluemonday": {"markdown"},
	"github.com/teambition/rrule-go":     {"holiday"},
}

func TestImportsPointOneWay(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		if strings.Contains(path, "node_modules") {
			return fs.SkipDir
		}
		own := filepath.ToSlash(filepath.Dir(path))
		if own == "." || own == "testing" || strings.HasPrefix(own, "testing/") {
			return nil
		}
		rank, placed := rankOf(own)
		if !placed {
			t.Errorf("%s: nobody has placed package %s; add it to ranks", path, own)
			return nil
		}
		isTest := strings.HasSuffix(path, "_test.go")
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			checkImport(t, path, own, rank, imported, isTest)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkImport(t *testing.T, path, own string, rank int, imported string, isTest bool) {
	t.Helper()
	if inside, ok := strings.CutPrefix(imported, "zaemme/internal/"); ok {
		if strings.HasPrefix(inside, "testing/") {
			if !isTest && !strings.HasSuffix(own, "test") {
				t.Errorf("%s: production code imports %s", path, imported)
			}
			return
		}
		other, placed := rankOf(inside)
		if !placed {
			t.Errorf("%s imports %s, which nobody has placed", path, imported)
		}
		if firstOfRank[inside] && other == rank {
			return
		}
		if !isTest && other >= rank && inside != own && !strings.HasPrefix(own, inside+"/") {
			t.Errorf("%s: rank %d imports %s of rank %d", path, rank, inside, other)
		}
		return
	}
	if isTest {
		return
	}
	for library, allowed := range owners {
		if imported != library && !strings.HasPrefix(imported, library+"/") {
			continue
		}
		for _, prefix := range allowed {
			if own == prefix || strings.HasPrefix(own, prefix+"/") {
				return
			}
		}
		t.Errorf("%s: only %v may import %s", path, allowed, library)
	}
	if strings.HasPrefix(imported, "gorm.io/") && own != "db" && !strings.HasPrefix(filepath.Base(path), "store") {
		t.Errorf("%s: GORM stays in db and in files named store*.go", path)
	}
}

// rankOf finds a package's rank; a folder below a placed one that only tests it
// (sheet/sheettest) has its rank.
func rankOf(name string) (int, bool) {
	if rank, ok := ranks[name]; ok {
		return rank, true
	}
	if parent, leaf, ok := strings.Cut(name, "/"); ok && strings.HasSuffix(leaf, "test") {
		rank, placed := ranks[parent]
		return rank, placed
	}
	return 0, false
}
