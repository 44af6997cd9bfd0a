package markdown

import (
	"fmt"
	"sort"
	"strings"

	"zaemme/internal/apperr"
)

// Problem is one thing a text gets wrong.
type Problem struct {
	Line int            // in the file, from 1
	Key  string         // of the message catalogue
	Args map[string]any // placeholders of that message
}

// The keys of problems. Their messages take the arguments named behind them.
const (
	KeyUnknownPlaceholder = "error.markdown.placeholder_unknown" // name
	KeyBrokenPlaceholder  = "error.markdown.placeholder_broken"  // text
	KeyUnknownCallout     = "error.markdown.callout_unknown"     // name
	KeyCalloutPlace       = "error.markdown.callout_place"       // name
	KeyMissingLabel       = "error.markdown.label_missing"       // name
	KeyRawHTML            = "error.markdown.raw_html"
	KeyImage              = "error.markdown.image"            // name
	KeyImageText          = "error.markdown.image_text"       // name
	KeyMedia              = "error.markdown.media"            // name
	KeyMediaText          = "error.markdown.media_text"       // name
	KeyMediaPlace         = "error.markdown.media_place"      // name
	KeyMediaCaptions      = "error.markdown.media_captions"   // name
	KeyMediaTranscript    = "error.markdown.media_transcript" // name
	KeyLink               = "error.markdown.link"             // address
	KeyLinkTarget         = "error.markdown.link_target"      // address
	KeyEncoding           = "error.markdown.encoding"
	keyText               = "error.markdown.text" // count
)

// Problems are all problems of one text by line; it is the cause of the error
// that Render returns.
type Problems []Problem

func (p Problems) Error() string {
	texts := make([]string, 0, len(p))
	for _, problem := range p {
		texts = append(texts, fmt.Sprintf("line %d: %s %v", problem.Line, problem.Key, problem.Args))
	}
	return "markdown: " + strings.Join(texts, "; ")
}

// asError is nil without problems, else of kind apperr.Invalid with the sorted
// problems as its cause.
func (p Problems) asError() error {
	if len(p) == 0 {
		return nil
	}
	sort.SliceStable(p, func(i, j int) bool { return p[i].Line < p[j].Line })
	err := apperr.Wrap(apperr.Invalid, keyText, p)
	err.Args = map[string]any{"count": len(p)}
	return err
}
