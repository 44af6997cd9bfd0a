//go:build check

package check

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestLighthouse holds the pages that people see most to the scores of Lighthouse
// on a slow phone. Best practices is not full over http.
func TestLighthouse(t *testing.T) {
	w := newTown(t)
	employee, manager, hr := w.visitor("Mitarbeiterin oder Mitarbeiter mit PC"), w.visitor("Leitung Werkdienst"), w.visitor("Personaldienst (HR)")
	for _, page := range []struct{ path, cookie string }{
		{"/anmelden", ""}, {"/", w.cookie(employee)}, {"/kurse/IS-01", w.cookie(employee)}, {"/kurse/IS-01/module/2", w.cookie(employee)},
		{"/team", w.cookie(manager)}, {"/personen", w.cookie(hr)}, {"/import", w.cookie(hr)},
	} {
		scores := lighthouse(t, "http://"+w.address+page.path, page.cookie)
		t.Logf("%-24s performance %.0f  accessibility %.0f  best practices %.0f", page.path,
			100*scores["performance"], 100*scores["accessibility"], 100*scores["best-practices"])
		for category, least := range map[string]float64{"performance": 0.95, "accessibility": 1, "best-practices": 0.9} {
			if scores[category] < least {
				t.Errorf("%s: %s %.2f, at least %.2f is wanted", page.path, category, scores[category], least)
			}
		}
	}
}

// lighthouse runs it on one page and reads the scores, 0 to 1.
func lighthouse(t *testing.T, address, cookie string) map[string]float64 {
	t.Helper()
	dir := t.TempDir()
	out, headers := filepath.Join(dir, "report.json"), filepath.Join(dir, "headers.json")
	arguments := []string{
		"node_modules/lighthouse/cli/index.js", address, "--quiet", "--output=json", "--output-path=" + out,
		"--only-categories=performance,accessibility,best-practices",
		"--chrome-flags=--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run --user-data-dir=" + dir,
	}
	if cookie != "" {
		encoded, err := json.Marshal(map[string]string{"Cookie": cookie})
		if err != nil {
			t.Fatal(err)
		}
		write(t, headers, string(encoded))
		arguments = append(arguments, "--extra-headers="+headers)
	}
	command := exec.CommandContext(t.Context(), "node", arguments...)
	command.Env = append(os.Environ(), "CHROME_PATH=/usr/bin/chromium")
	if text, err := command.CombinedOutput(); err != nil {
		t.Fatalf("lighthouse %s: %v (run make tools)\n%s", address, err, text)
	}
	raw, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Categories map[string]struct {
			Score float64 `json:"score"`
		} `json:"categories"`
	}
	if err := json.Unmarshal(raw, &report); err != nil {
		t.Fatal(err)
	}
	scores := map[string]float64{}
	for name, category := range report.Categories {
		scores[name] = category.Score
	}
	return scores
}
