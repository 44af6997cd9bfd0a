package learning

import "zaemme/internal/coursefile"

// Shown is one question in the place where an attempt shows it.
type Shown struct {
	Question *coursefile.Question // of the version: never change it
	Options  []int                // indices of its options, in the order shown
}

// Arrange puts questions and options into the order of the attempt with the
// seed: the same for ever. «Richtig» and «Falsch» keep their order.
func Arrange(c *coursefile.Course, seed int64) []Shown {
	next := splitmix(uint64(seed))
	out := make([]Shown, len(c.Questions))
	for at, i := range shuffled(len(c.Questions), next) {
		q := &c.Questions[i]
		out[at] = Shown{Question: q, Options: shuffled(len(q.Options), next)}
		if q.Type == coursefile.TrueFalse {
			out[at].Options = inOrder(len(q.Options))
		}
	}
	return out
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
