package media

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxCaptions is the size of a file of captions, in bytes: some hours of speech.
const MaxCaptions = 512 << 10

// Fault is one thing wrong with captions. Key is captions_head, _encoding, _none,
// _time, _order, _span, _empty, _style or _arrow.
type Fault struct {
	Line int // from 1
	Key  string
}

var (
	head   = regexp.MustCompile(`^WEBVTT(?:[ \t].*)?$`)
	timing = regexp.MustCompile(`^(?:([0-9]{2,4}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})[ \t]+-->[ \t]+(?:([0-9]{2,4}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})(?:[ \t].*)?$`)
)

// Captions reads a WebVTT file (W3C, 4.1) and returns it as it is kept: line ends of
// one byte, no mark at its beginning, one line end at its end. With it come all
// faults, in the order of the lines. Styles and regions are refused: how captions
// look is the reader's own matter.
func Captions(content string) (kept string, faults []Fault) {
	fault := func(line int, key string) { faults = append(faults, Fault{line, "captions_" + key}) }
	if !utf8.ValidString(content) || strings.ContainsRune(content, 0) {
		fault(1, "encoding")
		content = strings.ReplaceAll(strings.ToValidUTF8(content, ""), "\x00", "")
	}
	content = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(content, "\ufeff"))
	kept = strings.TrimRight(content, " \t\n") + "\n"
	lines := strings.Split(kept[:len(kept)-1], "\n")
	if !head.MatchString(lines[0]) {
		fault(1, "head")
	}
	cues, before := 0, 0
	for at := 1; at < len(lines); at++ {
		if lines[at] == "" {
			continue
		}
		first := at
		for at < len(lines) && lines[at] != "" {
			at++
		}
		block := lines[first:at]
		if first == 1 { // what follows the first line at once belongs to it
			if strings.Contains(strings.Join(block, "\n"), "-->") {
				fault(first+1, "head")
			}
			continue
		}
		switch name, _, _ := strings.Cut(block[0], " "); name {
		case "NOTE":
			continue
		case "STYLE", "REGION":
			fault(first+1, "style")
			continue
		}
		if !strings.Contains(block[0], "-->") {
			block, first = block[1:], first+1 // its name
		}
		cues++
		start, end, ok := span(block)
		switch {
		case !ok:
			fault(min(first, at-1)+1, "time")
			continue
		case end <= start:
			fault(first+1, "span")
		case start < before:
			fault(first+1, "order")
		}
		before = start
		if strings.TrimSpace(strings.Join(block[1:], "")) == "" {
			fault(first+1, "empty")
		}
		for i, text := range block[1:] {
			if strings.Contains(text, "-->") {
				fault(first+i+2, "arrow")
			}
		}
	}
	if cues == 0 {
		fault(1, "none")
	}
	return kept, faults
}

// span is when a cue begins and ends, in milliseconds.
func span(block []string) (start, end int, ok bool) {
	if len(block) == 0 {
		return 0, 0, false
	}
	m := timing.FindStringSubmatch(block[0])
	if m == nil {
		return 0, 0, false
	}
	number := func(text string) int { n, _ := strconv.Atoi(text); return n } // digits by the pattern, or none
	at := func(m []string) int {
		return ((number(m[0])*60+number(m[1]))*60+number(m[2]))*1000 + number(m[3])
	}
	return at(m[1:5]), at(m[5:9]), true
}
