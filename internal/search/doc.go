// Package search finds words in the courses: full text, in the language of each
// text, by the index that the database makes with every version.
//
//	s := search.New(catalogue)
//	s.Find(ctx, conn, query)  modules and courses, the best first
//
// Invariants: only the newest version of a course is found; a text is found once,
// in the reader's language where it is written in it, else in the course's own;
// nothing is kept of what was looked for; a snippet is text and never markup.
package search
