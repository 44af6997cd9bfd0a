// Package learning is what a person does in a course: modules read, attempts at
// the quiz, their answers and grading, and the completion that a pass appends to
// the ledger.
//
//	s := learning.New(catalogue, ledger)
//	s.Queue(batch, act)                     what is on record, read with other things
//	s.Overview(ctx, conn, act, record)      start page: what is open, what is fulfilled
//	s.Course(ctx, conn, act, code)          one course
//	s.OpenModule, s.MarkRead                reading
//	s.StartAttempt, s.SaveClick, s.HandIn   the quiz
//	s.Acknowledge                           a directive: read and understood
//	s.ForeseeWithdrawal, s.WithdrawQuestion a question that counts as right from now on
//	Draw, Arrange, Grade, PlaceOf, Validity the rules, pure
//
// All of it is zone B (DESIGN.md §1.5): every function takes the person who acts
// and reaches that person's rows only; there is none for anybody else. An author who
// withdraws a question gets numbers and no person.
//
// Invariants, each tested: GET writes nothing; one open attempt per person and
// course; an attempt stays with the version it began with, the form it was begun
// for and the questions it drew, and these keep their order; what a page shows or
// sends says nothing of what is right; points are exact; a version of an answer is
// one content, and none turns back; after hand-in no answer changes; handing in
// twice grades once; a pass and its ledger events are one transaction; a
// completion that is valid and not in its renewal window gets no second one; time
// is never measured; a withdrawn question turns fails into passes, never the reverse,
// and withdrawn twice it is withdrawn once.
package learning
