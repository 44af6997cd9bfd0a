package sheet_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"

	"zaemme/internal/sheet"
	"zaemme/internal/sheet/sheettest"
)

// A table too wide to be read on one page goes on beside it, its names again on
// each; one that fits stays whole.
func TestAWideTableIsPrintedOnSeveralPages(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := sheet.NewWriter(&out, props)
	defer w.Discard()
	for name, n := range map[string]int{"Breit": 42, "Schmal": 6} {
		columns := []sheet.Column{{Header: "Kennung", Width: 37}, {Header: "Name", Width: 20}, {Header: "Vorname", Width: 18}}
		for i := range n {
			columns = append(columns, sheet.Column{Header: fmt.Sprint(i), Width: 20})
		}
		table, err := w.Sheet(name, sheet.Layout{Columns: columns, Paper: paper, Repeat: [2]int{2, 3}})
		must(t, err, table.Row("x", "Muster", "Eva"))
	}
	must(t, w.Close())
	sheettest.Require(t, out.Bytes())
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	titles := map[string]string{}
	for _, n := range f.GetDefinedName() {
		if n.Name == "_xlnm.Print_Titles" {
			titles[n.Scope] = n.RefersTo
		}
	}
	for name, want := range map[string]struct {
		pages  int
		titles string
	}{"Breit": {5, "'Breit'!$B:$C,'Breit'!$1:$1"}, "Schmal": {1, "'Schmal'!$1:$1"}} {
		layout, err := f.GetPageLayout(name)
		if err != nil || *layout.FitToWidth != want.pages || titles[name] != want.titles {
			t.Errorf("%s: %d pages beside each other, titles %s, %v", name, *layout.FitToWidth, titles[name], err)
		}
	}
}
