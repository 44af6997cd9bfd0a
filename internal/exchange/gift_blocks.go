package exchange

import (
	"regexp"
	"sort"
	"strings"
)

// block is what stands between two empty lines of a GIFT file, without its
// comments.
type block struct {
	source string
	starts []int // offsets in source at which its lines begin
	lines  []int // their numbers in the file
	id     string
	tags   []string
}

// line is the number in the file of what stands at the offset.
func (b *block) line(offset int) int {
	i := sort.SearchInts(b.starts, offset+1) - 1
	return b.lines[max(i, 0)]
}

var (
	idForm  = regexp.MustCompile(`\[id:((?:\\\]|[^\]\x00-\x1f\x7f])+)\]`)
	tagForm = regexp.MustCompile(`\[tag:((?:\\\]|[^\]\x00-\x1f\x7f])+)\]`)
)

// blocks cuts the file at its empty lines. Line ends are of one byte.
func blocks(source string) []*block {
	var list []*block
	var out strings.Builder
	current := &block{}
	end := func() {
		if len(list) > mostQuestions {
			return // the reader stops before
		}
		if current.source = out.String(); strings.TrimSpace(current.source) != "" {
			list = append(list, current)
		}
		current = &block{}
		out.Reset()
	}
	number := 0
	for line := range strings.SplitSeq(source, "\n") {
		number++
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "":
			end()
		case strings.HasPrefix(trimmed, "//"):
			if match := idForm.FindStringSubmatch(trimmed); match != nil {
				current.id = strings.TrimSpace(strings.ReplaceAll(match[1], `\]`, "]"))
			}
			for _, match := range tagForm.FindAllStringSubmatch(trimmed, -1) {
				current.tags = append(current.tags, strings.TrimSpace(strings.ReplaceAll(match[1], `\]`, "]")))
			}
		default:
			if out.Len() > 0 {
				out.WriteByte('\n')
			}
			current.starts, current.lines = append(current.starts, out.Len()), append(current.lines, number)
			out.WriteString(line)
		}
	}
	end()
	return list
}
