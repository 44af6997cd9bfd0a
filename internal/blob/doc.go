// Package blob keeps files in Postgres: by the hash of their content, in chunks.
//
// Invariants, each tested: the type of a file follows from its content and not
// from what somebody says it is, and only PDF, PNG and JPEG are taken, and the films and
// sounds of courses by a way of their own; what is read is what was put; the same content is stored once; a file is deleted only where
// no row refers to it any more.
package blob
