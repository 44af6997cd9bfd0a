package page

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"
)

// PageParam has the number of the page in an address.
const PageParam = "seite"

// Address is the path and query of a list, from which the links that sort,
// filter and leaf through it are made. The values are the reader's own and are
// escaped.
type Address struct {
	path   string
	values url.Values
}

// AddressOf is the address of this request.
func AddressOf(c *fiber.Ctx) Address {
	a := Address{path: c.Path(), values: url.Values{}}
	c.Request().URI().QueryArgs().VisitAll(func(name, value []byte) { a.values.Add(string(name), string(value)) })
	return a
}

// NewAddress is an address without a request; pairs are names and values.
func NewAddress(path string, pairs ...string) Address {
	a := Address{path: path, values: url.Values{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		a.values.Add(pairs[i], pairs[i+1])
	}
	return a
}

// With is the address with other values, from the first page on; pairs are names
// and values, an empty value takes the name out.
func (a Address) With(pairs ...string) string {
	values := url.Values{}
	for name, list := range a.values {
		if name != PageParam {
			values[name] = list
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Del(pairs[i])
		if pairs[i+1] != "" {
			values.Set(pairs[i], pairs[i+1])
		}
	}
	if len(values) == 0 {
		return a.path
	}
	return a.path + "?" + values.Encode()
}

// Without is the address without the names; PageParam is one of them.
func (a Address) Without(names ...string) Address {
	values := url.Values{}
	for name, list := range a.values {
		if !slices.Contains(names, name) {
			values[name] = list
		}
	}
	return Address{path: a.path, values: values}
}

// Number of the page, 1 without one or with nonsense.
func (a Address) Number() int {
	n, err := strconv.Atoi(a.values.Get(PageParam))
	if err != nil || n < 1 || n > 1_000_000 {
		return 1
	}
	return n
}

// Offset of the first row of the page.
func (a Address) Offset(size int) int { return (a.Number() - 1) * size }

// Pager leads through total rows, size a page.
func (a Address) Pager(size, total int) Pager {
	number := a.Number()
	p := Pager{From: min(a.Offset(size)+1, total), To: min(number*size, total), Total: total}
	if number > 1 {
		p.Prev = a.to(number - 1)
	}
	if number*size < total {
		p.Next = a.to(number + 1)
	}
	return p
}

func (a Address) to(number int) string {
	if number == 1 {
		return a.With()
	}
	return a.With(PageParam, strconv.Itoa(number))
}

// Sorted is a table head that sorts by the column: once up, again down. The
// address says «sort=name» or «sort=-name»; none is up by first.
func (a Address) Sorted(label, column string, first bool) Column {
	current := a.values.Get("sort")
	head := Column{Label: label, URL: a.With("sort", column)}
	switch {
	case current == column || current == "" && first:
		head.Sorted, head.URL = "ascending", a.With("sort", "-"+column)
	case current == "-"+column:
		head.Sorted = "descending"
	}
	return head
}
