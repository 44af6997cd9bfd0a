package page_test

import (
	"strings"
	"testing"

	"zaemme/internal/web/page"
)

// A bar's parts fill it from zero; nothing hangs on colour; a trend says first and
// last value, leaves out what has none, and escapes what it is given.
func TestCharts(t *testing.T) {
	t.Parallel()
	bar := string(page.Stack{Done: 3, Rest: 1, Late: 4}.SVG())
	for _, want := range []string{`class="done" y="1" height="18" x="0.00%" width="37.50%"`, `class="rest" y="1" height="18" x="37.50%" width="12.50%"`,
		`class="late" y="1" height="18" fill="url(#chart-late)" x="50.00%" width="50.00%"`} {
		if !strings.Contains(bar, want) {
			t.Errorf("%s\nlacks %s", bar, want)
		}
	}
	if (page.Stack{}).SVG() != "" {
		t.Error("nothing is drawn as something")
	}
	points := []page.TrendPoint{{Short: "Jan.", Share: 0, Text: "0,0 %"}, {Short: "Feb.", None: true}, {Short: "<März>", Share: 100, Text: "100,0 %"}}
	svg := string(page.Trend{Summary: `a "b"`, Points: points}.SVG())
	if strings.Count(svg, "<circle") != 2 || strings.Contains(svg, `class="line"`) || !strings.Contains(svg, "0,0 %") || !strings.Contains(svg, "100,0 %") {
		t.Errorf("a month without a share: %s", svg)
	}
	if strings.Contains(svg, "<März>") || strings.Contains(svg, `"a "b""`) {
		t.Errorf("markup in a text: %s", svg)
	}
	points[1] = page.TrendPoint{Short: "Feb.", Share: 50}
	if svg := string(page.Trend{Points: points}.SVG()); strings.Count(svg, `class="line"`) != 2 || !strings.Contains(svg, `y1="180.00"`) || !strings.Contains(svg, `y2="30.00"`) {
		t.Errorf("zero and a hundred per cent: %s", svg)
	}
	_ = page.Trend{Points: points[:1]}.SVG() // one month stands in the middle
}
