// Package letter sets a mail as a letter: greeting, sections, one link and the
// way without it, closing, why one gets it; as plain text and as HTML.
//
// Invariants: all mails of the product have this one form; its templates are
// read and tried at start; every link is built from the public address alone,
// never from a request; the sender is the municipality's setting.
package letter
