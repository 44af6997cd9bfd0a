package db

import "regexp"

// Part is a piece of SQL with its named arguments that one package writes and
// another puts into a statement of its own, so that both are read at once.
type Part struct {
	SQL  string
	Args map[string]any
}

var argument = regexp.MustCompile(`@([a-z_]+)`)

// Prefixed is the part with a prefix before the name of each argument, so that it
// can stand beside others.
func (p Part) Prefixed(prefix string) Part {
	out := Part{SQL: argument.ReplaceAllString(p.SQL, "@"+prefix+"$1"), Args: make(map[string]any, len(p.Args))}
	for name, value := range p.Args {
		out.Args[prefix+name] = value
	}
	return out
}
