// Package certificate is what a person has to show for a completion: the evidence
// as it stands, the Kursbestätigung as a page and as a PDF, and the code with which
// anybody checks one.
//
//	s := certificate.New(…)
//	s.Evidences(ctx, conn, person)       all of a person, as they stand
//	s.Evidence(ctx, conn, person, no)    one, with the content that was completed
//	s.Sheet(…), PDF(sheet)               the Kursbestätigung
//	s.Check(ctx, conn, no, code, today)  what anybody may know: course, day, whether it counts
//
// Invariants: evidence is zone A (DESIGN.md §1.5), and nothing of an attempt is read
// here; what the ledger keeps can be shown, also of somebody who has left; Check
// never tells whose it is, and an unknown number is answered as a wrong code is, in
// the same way and before anything is read.
package certificate
