package learning

import "zaemme/internal/coursefile"

// Shown is one question in the place where an attempt shows it.
type Shown struct {
	Question *coursefile.Question // of the version: never change it
	// Options are the indices of its options, of the items of an order, or of the
	// pairs of a match, in the order shown; empty where an answer is typed.
	Options []int
	Rights  []int // of a match: indices of Question.Rights in the order shown
}

// Arrange puts the questions (all of the course if nil) and their parts into the
// order of the attempt with the seed: the same for ever. «Richtig» and «Falsch»
// keep their order; steps never stand in the right order from the first.
func Arrange(c *coursefile.Course, questions []string, seed int64) []Shown {
	next := splitmix(uint64(seed))
	pool := Pool(c, questions)
	out := make([]Shown, len(pool))
	for at, i := range shuffled(len(pool), next) {
		q := pool[i]
		out[at] = Shown{Question: q, Options: shuffled(Parts(q), next)}
		switch q.Type {
		case coursefile.TrueFalse:
			out[at].Options = inOrder(len(q.Options))
		case coursefile.Order:
			out[at].Options = turned(out[at].Options)
		case coursefile.Match:
			out[at].Rights = shuffled(len(q.Rights()), next)
		}
	}
	return out
}

// Parts is how many options, items or pairs a question has.
func Parts(q *coursefile.Question) int { return len(q.Options) + len(q.Items) + len(q.Pairs) }

// turned begins with the second where all stand in order.
func turned(list []int) []int {
	for i, n := range list {
		if i != n {
			return list
		}
	}
	return append(list[1:], list[:1]...)
}

func inOrder(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// shuffled is 0 … n−1 after Fisher and Yates.
func shuffled(n int, next func() uint64) []int {
	list := inOrder(n)
	for i := n - 1; i > 0; i-- {
		j := int(next() % uint64(i+1))
		list[i], list[j] = list[j], list[i]
	}
	return list
}

// splitmix is SplitMix64 (Steele, Lea, Flood 2014). It is written out because the
// order of an attempt must not change with a version of the standard library.
func splitmix(state uint64) func() uint64 {
	return func() uint64 {
		state += 0x9e3779b97f4a7c15
		z := state
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		return z ^ z>>31
	}
}
