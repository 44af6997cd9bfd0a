package exchange

import (
	"slices"
	"strings"

	"zaemme/internal/coursefile"
)

// spellings makes a short text of the answers that get the whole point.
func (im *importer) spellings(q *coursefile.Question) *note {
	q.Type, q.Partial = coursefile.ShortText, false
	var accepted, whys []string
	for i := range im.entry.choices {
		c := &im.entry.choices[i]
		why := im.plain(c.feedback)
		words, wild := fromPattern(im.plain(&c.text))
		switch {
		case wild && !c.full():
			if why != "" {
				im.lost(newNote("part_lost", "part", "otherwise", "text", shown(why)))
			}
			continue
		case wild:
			im.lost(newNote("pattern_lost", "text", shown(words)))
			continue
		case !c.full():
			im.lost(newNote("weight_lost", "text", shown(words)))
			continue
		case coursefile.PlainAnswer(words) == "":
			return refuse("spelling_empty", "text", shown(words))
		case !slices.Contains(accepted, words):
			accepted = append(accepted, words)
		}
		if why != "" && !slices.Contains(whys, why) {
			whys = append(whys, why)
		}
	}
	if len(accepted) == 0 {
		return refuse("spelling_none")
	}
	if refused := counted("spelling", len(accepted), 1, coursefile.MostSpellings); refused != nil {
		return refused
	}
	q.Accept = map[string][]string{im.language: accepted}
	q.Why = im.texts(strings.Join(whys, "\n"))
	return nil
}

// fromPattern reads a spelling as Moodle has it: a star stands for anything, a
// star after a backslash for itself.
func fromPattern(pattern string) (words string, wild bool) {
	bare := strings.ReplaceAll(pattern, `\*`, "")
	return strings.ReplaceAll(pattern, `\*`, "*"), strings.Contains(bare, "*")
}

func toPattern(words string) string { return strings.ReplaceAll(words, "*", `\*`) }

// number makes a number of the one answer that gets the whole point.
func (im *importer) number(q *coursefile.Question) *note {
	q.Type, q.Partial = coursefile.Numeric, false
	for i := range im.entry.choices {
		c := &im.entry.choices[i]
		why := im.plain(c.feedback)
		switch {
		case c.full() && c.number == nil:
			return refuse("number_any")
		case c.full() && q.Number != nil:
			return refuse("number_many")
		case c.full():
			value, tolerance, ok := c.number.decimals()
			if !ok {
				return refuse("number_digits")
			}
			q.Number = &coursefile.Number{Value: value, Tolerance: tolerance}
			q.Why = im.texts(why)
		case c.some():
			im.lost(newNote("part_lost", "part", "partial", "text", shown(why)))
		case why != "":
			im.lost(newNote("part_lost", "part", "otherwise", "text", shown(why)))
		}
	}
	if q.Number == nil {
		return refuse("option_none")
	}
	if unit := im.marks.unit; unit != "" {
		q.Number.Unit = im.texts(unit)
	} else if im.entry.unit != "" {
		q.Number.Unit = im.texts(im.entry.unit)
	}
	return nil
}
