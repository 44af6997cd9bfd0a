// Package apperr has the kinds of error that cross a package boundary: what
// went wrong in the program's terms, the text key shown to people, and the
// cause for the log.
//
// Invariants: an error shown to a person has a key of the message catalogue and
// carries no text of a database, library or other person; nobody logs an error
// and returns it as well.
package apperr

import (
	"errors"
	"fmt"
)

// Kind says what sort of failure it is; the web maps each to one status.
type Kind string

// The kinds.
const (
	Invalid   Kind = "invalid"   // the input is wrong, and the person can mend it
	NotFound  Kind = "not_found" // there is no such thing, or none that the viewer may know of
	Forbidden Kind = "forbidden" // the viewer may not do this
	SignIn    Kind = "sign_in"   // nobody is signed in, or no longer
	Stale     Kind = "stale"     // what was decided on has changed in between
	Conflict  Kind = "conflict"  // it is already so, or somebody else is doing it
	TooMany   Kind = "too_many"  // throttled
	TooLarge  Kind = "too_large" // a file, a text or a number of rows
	Internal  Kind = "internal"  // everything else; people see a request number only
)

// Error is one failure.
type Error struct {
	Kind  Kind
	Key   string         // of the message catalogue, such as "error.import.no_number"
	Args  map[string]any // placeholders of that text
	Field string         // the form field concerned, if one is
	Cause error
}

// New makes an error without a deeper cause.
func New(kind Kind, key string, args map[string]any) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// Wrap gives a cause its kind and text key.
func Wrap(kind Kind, key string, cause error) *Error {
	return &Error{Kind: kind, Key: key, Cause: cause}
}

// At names the form field concerned.
func (e *Error) At(field string) *Error {
	e.Field = field
	return e
}

func (e *Error) Error() string {
	if e.Cause != nil {
		return fmt.Sprintf("%s (%s): %v", e.Key, e.Kind, e.Cause)
	}
	return fmt.Sprintf("%s (%s)", e.Key, e.Kind)
}

func (e *Error) Unwrap() error { return e.Cause }

// KindOf is the kind of the outermost Error in the chain, Internal without one.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is of the kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }
