// Package planned sends reports by themselves: somebody plans which report, how
// often and to whom; a job of every morning makes what is due; a mail holds a link
// behind sign-in (REPORT.md §6).
//
//	Service.Save(ctx, tx, draft, act)   makes a plan, or changes one
//	Service.Turn(ctx, tx, uid, act)     pauses, resumes or ends it
//	Service.Run(ctx, now)               the job: runs what is due, each once
//	Service.List, Plan, Runs            what there is, and what became of it
//	Service.Open(ctx, run, act)          what a mail's link leads to
//	Sweep(ctx, tx, before)               forgets runs, and plans that ended, before a day
//
// Invariants, each tested: a run, who gets it and their messages are written in one
// transaction, once per plan and as-of day, so neither a second server nor a crash
// sends twice or not at all; of several days that were missed only the latest is run,
// and says so; a plan reaches no further than the rights of who owns it, judged anew
// every day, and stands still where they end; nobody gets what they may not read, when
// the run is made and again when the mail leaves, and the run says whom it left out
// and why; a report with names is never in a mail: it is made when its reader opens it,
// by the rights of then, and logged then; what is attached is made of frozen month ends
// alone (DESIGN.md §1.5, zone C); no mail leaves at night or on a day off.
package planned
