package sheet_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/calendar"
	"zaemme/internal/sheet"
)

func TestJSONLines(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := sheet.NewJSONLines(&out, "no", "text", "on", "share")
	must(t, w.Row("00005", "=1+1 \"x\"\x00", day(2026, 11, 3), sheet.Percent(0.875)),
		w.Row(3, sheet.Toned("é", sheet.Bad), calendar.Forever), w.Close())
	want := `{"no":"00005","text":"=1+1 \"x\"","on":"2026-11-03","share":0.875}` + "\n" + `{"no":3,"text":"é","on":null,"share":null}` + "\n"
	if diff := cmp.Diff(want, out.String()); diff != "" || w.Rows() != 2 {
		t.Error(w.Rows(), diff)
	}
	if err := w.Row(1, 2, 3, 4, 5); err == nil {
		t.Error("more values than keys")
	}
}
