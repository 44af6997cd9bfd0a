package coursefile

import (
	"slices"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// mostCritical is the number of critical questions that a course may well have:
// with more of them hardly anybody passes at once.
const mostCritical = 4

// advise warns of what makes a pool easy to guess, narrow or harsh.
func (c *Course) advise(r *report, root *yaml.Node) {
	if longest, all := guessable(c.Questions, spoken(c)); 3*longest > all {
		r.warn(root, "question_longest", args("count", longest, "all", all))
	}
	if position, count, chance, all := positioned(c.Questions); uneven(count, chance, all) {
		r.warn(root, "question_position", args("position", position, "count", count, "all", all))
	}
	critical := 0
	for _, q := range c.Questions {
		if q.Critical {
			critical++
		}
	}
	if critical > mostCritical {
		r.warn(root, "questions_critical", args("count", critical, "max", mostCritical))
	}
	if c.Refresher() && len(c.Questions) < refresherPool {
		r.warn(root, "refresher_pool", args("count", len(c.Questions), "min", refresherPool))
	}
}

// guessable counts the single-choice questions whose right option is longer
// than every other one, and all single-choice questions.
func guessable(questions []Question, language string) (longest, all int) {
	for _, q := range questions {
		if q.Type != Single {
			continue
		}
		right, wrong := 0, 0
		for _, option := range q.Options {
			length := utf8.RuneCountInString(option.Text[language])
			if option.Correct {
				right = max(right, length)
			} else {
				wrong = max(wrong, length)
			}
		}
		all++
		if right > wrong {
			longest++
		}
	}
	return longest, all
}

// positioned is the position, from 1, at which the right option of a
// single-choice question stands most often in the file, which is the order on
// paper; how often it does, how often it would by chance, and all single-choice
// questions.
func positioned(questions []Question) (position, count int, chance float64, all int) {
	found := map[int]int{}
	for _, q := range questions {
		if q.Type != Single || len(q.Options) == 0 {
			continue
		}
		all++
		chance += 1 / float64(len(q.Options))
		if at := slices.IndexFunc(q.Options, func(o Option) bool { return o.Correct }); at >= 0 {
			found[at]++
			if found[at] > count {
				position, count = at+1, found[at]
			}
		}
	}
	return position, count, chance, all
}

// uneven reports that a position holds clearly more than its share.
func uneven(count int, chance float64, all int) bool {
	return all >= 8 && float64(count) > 1.5*chance+0.5
}
