// Package wide tells property tests how far to go: a little in `make test`, ten
// times as far in `make check`.
package wide

import "os"

// N is n, or ten times n where ZAEMME_CHECK is set.
func N(n int) int {
	if os.Getenv("ZAEMME_CHECK") != "" {
		return 10 * n
	}
	return n
}
