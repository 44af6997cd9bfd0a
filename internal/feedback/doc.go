// Package feedback is what people say of a module, or propose, and what the owner
// of the courses answers.
//
//	feedback.Give(ctx, tx, given)          by name or anonymously
//	feedback.Waiting(ctx, conn)            what the owner has to answer
//	feedback.Answer(ctx, tx, reply)        the answer, shown on the course's page or not
//	feedback.Answered(ctx, conn, course)   «Sie sagten, wir haben»
//	feedback.Ratings(ctx, conn)            counts per module, from five on
//	feedback.Own(ctx, conn, person)        what somebody said by name, for «Meine Daten»
//	feedback.Withdraw(ctx, tx, uid, person) takes it back
//	feedback.Mix(ctx, tx, today)           nightly: takes the order out of a day
//
// Invariants: of anonymous feedback nothing is kept that leads to anybody: no
// person, request or session, the day alone, in no order, shown from the next day
// on; giving it writes nothing else; a name is shown to HR and to nobody else, and is
// gone when its person takes the words back or is forgotten; who gave it by name is
// told of the answer once; what is shown on a course's page never names anybody.
package feedback
