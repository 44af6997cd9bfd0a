package certificate

import (
	"slices"
	"strings"
	"testing"

	"zaemme/internal/pdf/pdftest"
)

// checkTags holds that the file says what it is to who does not see it.
func checkTags(t *testing.T, name string, file []byte, c Sheet) {
	t.Helper()
	roles, alts := pdftest.Reads(t, file)
	if roles[0] != "Document" || !slices.Contains(roles, "H1") || slices.Contains(roles, "LBody") != (len(c.Modules) > 0) {
		t.Errorf("%s: %v", name, roles)
	}
	if c.Link == "" && len(alts) > 0 || c.Link != "" && (len(alts) != 1 || !strings.Contains(alts[0], c.Link)) {
		t.Errorf("%s: the code says %q", name, alts)
	}
	if n := strings.Count(strings.Join(roles, " "), "LBody"); n != len(c.Modules) {
		t.Errorf("%s: %d of %d modules are read", name, n, len(c.Modules))
	}
}
