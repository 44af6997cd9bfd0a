// Package i18n holds the texts of the user interface and writes dates, numbers
// and plurals as the reader expects them (DOMAIN.md §7).
//
// Texts stand in catalogues, files <area>.<language>.yaml with flat keys:
//
//	learner.start.lead: Rund {minutes} Minuten, gilt als Arbeitszeit.
//	learner.start.open:
//	  one: Eine Schulung ist offen.
//	  other: "{n:Word} Schulungen sind offen."
//
// {name} is replaced by the argument of that name. In a plural {n} is the
// number, {n:word} its word up to twelve («zwei») and {n:Word} the word with a
// capital. A value that begins with a brace or holds ": " is quoted, as YAML
// wants it.
//
// Invariants: the languages of Complete have every key with the same
// placeholders (Check says which do not, and a test asks it); a language with
// gaps shows German there; a Printer never changes after Load and may be shared
// between goroutines; a text without placeholders costs one map lookup.
package i18n
