package db

import (
	"strconv"
	"strings"
)

// Numbers is the literal of a Postgres array, for «any(cast(@ids as bigint[]))»:
// GORM spreads a list. Numbers need no quoting.
func Numbers(list []int64) string {
	text := make([]string, len(list))
	for i, n := range list {
		text[i] = strconv.FormatInt(n, 10)
	}
	return "{" + strings.Join(text, ",") + "}"
}
