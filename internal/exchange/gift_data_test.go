package exchange

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// TestGIFTData holds the reader to the shared files, each of which has beside it
// what a parser must give.
func TestGIFTData(t *testing.T) {
	t.Parallel()
	const folder = "../../../shared/data/gift"
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the shared GIFT files are not here")
	}
	checkGIFT(t, folder, 51)
}

// TestGIFTOwn does the same with files of the project, so that nothing rests on
// the shared ones alone.
func TestGIFTOwn(t *testing.T) {
	t.Parallel()
	checkGIFT(t, "testdata/gift", 12)
}

func checkGIFT(t *testing.T, folder string, want int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.gift"))
	if err != nil || len(files) != want {
		t.Fatalf("%d files, want %d (%v)", len(files), want, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			expected, err := os.ReadFile(strings.TrimSuffix(file, ".gift") + ".json")
			if err != nil {
				t.Fatal(err)
			}
			for _, ends := range []string{"\n", "\r\n", "\r"} {
				unified, _, _ := clean([]byte(strings.ReplaceAll(string(source), "\n", ends)))
				entries, faults := readGIFT(unified)
				for _, f := range faults {
					t.Errorf("%d: %s: %s", f.line, f.title, f.note.text("en"))
				}
				made := make([]any, 0, len(entries))
				for _, e := range entries {
					made = append(made, e.asJSON())
				}
				var got, want any
				reread(t, made, &got)
				if err := json.Unmarshal(expected, &want); err != nil {
					t.Fatal(err)
				}
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("got\n%s\nwant\n%s", pretty(t, got), pretty(t, want))
				}
			}
		})
	}
}

func reread(t *testing.T, from any, into *any) {
	t.Helper()
	raw, err := json.Marshal(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

func pretty(t *testing.T, value any) []byte {
	t.Helper()
	raw, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

type object = map[string]any

// asJSON is the entry in the words of the shared files.
func (e *entry) asJSON() object {
	if e.kind == category {
		return object{"type": "Category", "title": e.title}
	}
	o := object{
		"id": orNull(e.id), "tags": e.tags, "title": orNull(e.title),
		"stem": e.stem.asJSON(), "hasEmbeddedAnswers": e.embedded,
	}
	if e.kind != description {
		o["globalFeedback"] = e.general.asJSON()
	}
	var choices []any
	for _, c := range e.choices {
		one := object{"isCorrect": c.correct, "weight": c.weight, "feedback": c.feedback.asJSON(), "text": c.text.asJSON()}
		if c.number != nil {
			one["text"] = c.number.asJSON()
		}
		choices = append(choices, one)
	}
	switch e.kind {
	case description:
		o["type"] = "Description"
	case essay:
		o["type"] = "Essay"
	case choiceKind:
		o["type"], o["choices"] = "MC", choices
	case short:
		o["type"], o["choices"] = "Short", choices
	case numerical:
		o["type"], o["choices"] = "Numerical", choices
		if e.lone {
			o["choices"] = e.choices[0].number.asJSON()
		}
	case trueFalse:
		// Their «true» feedback is the first, whatever the answer.
		wrong, right := e.choices[0].feedback, e.choices[1].feedback
		if e.choices[0].correct {
			wrong, right = right, wrong
		}
		o["type"], o["isTrue"] = "TF", e.choices[0].correct
		o["trueFeedback"], o["falseFeedback"] = wrong.asJSON(), right.asJSON()
	case matching:
		var pairs []any
		for _, p := range e.pairs {
			pairs = append(pairs, object{"subquestion": p.left.asJSON(), "subanswer": p.right.body})
		}
		o["type"], o["matchPairs"] = "Matching", pairs
	}
	return o
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func (t *text) asJSON() any {
	if t == nil {
		return nil
	}
	return object{"format": t.format, "text": t.body}
}

func (s *span) asJSON() object {
	number := func(source string) float64 {
		value, err := strconv.ParseFloat(source, 64)
		if err != nil {
			panic(err)
		}
		return value
	}
	switch {
	case s.low != "":
		return object{"type": "high-low", "numberLow": number(s.low), "numberHigh": number(s.high)}
	case s.tolerance != "":
		return object{"type": "range", "number": number(s.value), "range": number(s.tolerance)}
	}
	return object{"type": "simple", "number": number(s.value)}
}
