// Package course is the catalogue: courses and their immutable versions, and
// their texts as rendered for reading.
//
// Invariants: a version never changes; content with the hash of the newest
// version makes no new one; whoever completed a version can be shown it for
// good; a text is rendered once per version, language and state of the
// placeholders.
package course
