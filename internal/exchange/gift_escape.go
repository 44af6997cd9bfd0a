package exchange

import "strings"

// escapable are the characters that may follow a backslash; n stands for a line
// end.
const escapable = `\:~=#[]{}n`

// escaped reports whether an escape sequence begins at the offset.
func escaped(source string, at int) bool {
	return source[at] == '\\' && at+1 < len(source) && strings.IndexByte(escapable, source[at+1]) >= 0
}

// index is the offset of the first of the characters that is not escaped, −1 if
// there is none.
func index(source, characters string) int {
	for i := 0; i < len(source); i++ {
		if escaped(source, i) {
			i++
		} else if strings.IndexByte(characters, source[i]) >= 0 {
			return i
		}
	}
	return -1
}

// indexOf is the offset of the first, or the last, mark that is not escaped.
func indexOf(source, mark string, last bool) int {
	found := -1
	for i := 0; i+len(mark) <= len(source); i++ {
		if escaped(source, i) {
			i++
		} else if source[i:i+len(mark)] == mark {
			if found = i; !last {
				break
			}
		}
	}
	return found
}

// unescape replaces escape sequences by what they stand for.
func unescape(source string) string {
	var out strings.Builder
	for i := 0; i < len(source); i++ {
		if !escaped(source, i) {
			out.WriteByte(source[i])
			continue
		}
		if i++; source[i] == 'n' {
			out.WriteByte('\n')
		} else {
			out.WriteByte(source[i])
		}
	}
	return out.String()
}

// escape is the reverse of unescape, on one line.
func escape(plain string) string {
	return giftEscapes.Replace(plain)
}

var giftEscapes = strings.NewReplacer(`\`, `\\`, ":", `\:`, "~", `\~`, "=", `\=`, "#", `\#`, "{", `\{`, "}", `\}`, "\n", `\n`)

var formats = []string{formatHTML, formatMarkdown, formatPlain, formatMoodle}

// giftText reads a text that may begin with its format, as [html]; otherwise is
// the format that it has else.
func giftText(source, otherwise string) text {
	t := text{format: otherwise}
	source = strings.TrimSpace(source)
	for _, format := range formats {
		if rest, found := strings.CutPrefix(source, "["+format+"]"); found {
			t.format, source = format, rest
			break
		}
	}
	if t.format == formatMoodle {
		source = strings.Join(strings.Fields(source), " ") // the file's own lines mean nothing
	}
	t.body = strings.TrimSpace(unescape(source))
	return t
}

// feedback is a text that is nil where it is empty.
func feedback(source, otherwise string) *text {
	if t := giftText(source, otherwise); t.body != "" {
		return &t
	}
	return nil
}
