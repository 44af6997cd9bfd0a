// Package evidence is what is recorded for somebody by others: outside evidence
// that is recognised, singly and from a list, and corrections of what the ledger
// says.
//
//	Service.Recognise, Service.Correct   propose a case; nothing counts yet
//	Service.Confirm                      a second person confirms or refuses it
//	Service.HandIn                       one's own certificate, for HR to check
//	Service.ReportDone                   a practical task that one has carried out, for
//	                                     superiors and HR to confirm
//	Service.ProposeSession               who was at a training: a case each, that wait
//	                                     and are decided together
//	Service.ConfirmSession, WithdrawSession
//	Service.RecordList                   a list, confirmed as a whole by a plan
//	Place                                where evidence of a day enters a duty (pure)
//	Service.DropScans                    scans whose term has ended
//
// Invariants, each tested: who proposes is not the person concerned, but for one's
// own certificate, which HR alone decides, and for practical tasks; who confirms
// is neither (DESIGN.md §1.6), and the database refuses it too; a case is decided
// once; what is confirmed and its events are one transaction; whatever way evidence
// came in, it fulfils and renews other duties as a pass on the screen does;
// evidence that would change nothing is refused, and so is what is older than the age limit or over; a
// correction that makes somebody late gives them the course's days from that day.
package evidence
