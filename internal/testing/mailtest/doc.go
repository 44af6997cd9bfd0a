// Package mailtest is a mail server inside a test: it keeps what it takes and
// fails where a test tells it to.
package mailtest
