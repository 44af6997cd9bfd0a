// Package hr has the pages of HR: persons, the tree of departments, what is
// changed by hand, the import of the staff list, the rules that assign courses,
// and reminders. Leaders see their own part of the tree.
//
// Invariants: whoever is shown by name is written into the access log before the
// page leaves; nothing that moves people or duties is written but through a plan
// that was shown (package change); a page about others is not served ahead of a
// click; nobody grants a role here, and nobody sets the password of somebody with
// rights that they lack themselves; the content of an uploaded file stays in
// memory.
package hr
