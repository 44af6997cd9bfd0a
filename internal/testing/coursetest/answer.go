package coursetest

import "zaemme/internal/coursefile"

// Right is the right answer to a question as it is stored: indices as in the
// version, or what is typed.
func Right(q *coursefile.Question) (chosen []int, typed string) {
	for i, o := range q.Options {
		if o.Correct {
			chosen = append(chosen, i)
		}
	}
	for i := range q.Items {
		chosen = append(chosen, i)
	}
	for i := range q.Pairs {
		chosen = append(chosen, q.RightOf(i))
	}
	switch q.Type {
	case coursefile.Numeric:
		typed = q.Number.Value.String()
	case coursefile.ShortText:
		typed = q.Accept["de"][0]
	default: // chosen above
	}
	return chosen, typed
}

// Wrong is an answer with all its parts that earns nothing.
func Wrong(q *coursefile.Question) (chosen []int, typed string) {
	for i, o := range q.Options {
		if !o.Correct {
			return []int{i}, ""
		}
	}
	for i := range q.Items {
		chosen = append(chosen, (i+1)%len(q.Items))
	}
	for i := range q.Pairs {
		chosen = append(chosen, (q.RightOf(i)+1)%len(q.Rights()))
	}
	switch q.Type {
	case coursefile.Numeric:
		typed = (q.Number.Value + q.Number.Tolerance + 1).String()
	case coursefile.ShortText:
		typed = "kein " + q.Accept["de"][0]
	default: // chosen above
	}
	return chosen, typed
}
