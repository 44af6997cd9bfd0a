package learner

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"

	"zaemme/internal/learning"
)

// mindName is the field of an address that holds what a walk has in mind.
const mindName = "stand"

// mostMind is how long it gets at most, in characters: a browser sends it twice, as
// the address and as where it comes from, and the server reads 16 KiB of headers.
const mostMind = 5000

// mind is what a walk through a draft knows of itself. It is nowhere but in the
// addresses of its pages, so that a walk leaves no trace, goes back and forth with the
// browser, and can be handed on as a link. It needs no signature: who forges one
// deceives themselves.
type mind struct {
	Seen    string                     `json:"d,omitempty"` // the draft as it was (authoring.Draft.Seen)
	Read    []int                      `json:"r,omitempty"` // modules
	Form    learning.Form              `json:"f,omitempty"` // of the attempt, "": none is begun
	Seed    int64                      `json:"s,omitempty"`
	Answers map[string]learning.Answer `json:"a,omitempty"` // by question
	Over    bool                       `json:"o,omitempty"` // handed in
	Failed  int                        `json:"n,omitempty"` // tries
}

// text is how it stands in an address.
func (m mind) text() string {
	plain, err := json.Marshal(m)
	if err != nil {
		panic("learner: a walk holds something that JSON cannot: " + err.Error()) // it holds numbers and texts
	}
	var packed bytes.Buffer
	out, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		panic("learner: " + err.Error()) // the level is a constant
	}
	_, _ = out.Write(plain) // into memory
	_ = out.Close()
	return base64.RawURLEncoding.EncodeToString(packed.Bytes())
}

// readMind reads it; the empty one of an address without.
func readMind(text string) (mind, error) {
	var m mind
	if text == "" {
		return m, nil
	}
	if len(text) > mostMind {
		return m, fmt.Errorf("learner: a walk of %d characters", len(text))
	}
	packed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return m, fmt.Errorf("learner: a walk: %w", err)
	}
	plain, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), 64<<10))
	if err != nil {
		return m, fmt.Errorf("learner: a walk: %w", err)
	}
	if err := json.Unmarshal(plain, &m); err != nil {
		return mind{}, fmt.Errorf("learner: a walk: %w", err)
	}
	if m.Form != "" && m.Form != learning.Quiz && m.Form != learning.TestOut {
		return mind{}, fmt.Errorf("learner: a walk of the form %q", m.Form)
	}
	return m, nil
}
