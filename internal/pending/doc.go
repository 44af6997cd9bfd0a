// Package pending is what HR has to do: what waits for somebody, what the data
// lacks, what runs out, and how much learning the coming months bring.
//
//	ReadWaiting(ctx, conn, viewer)  what waits: count and oldest day of each kind
//	ReadImports(ctx, conn, …)       HR's lists on their way: what runs, waits or has failed
//	ReadChanges(ctx, conn, …)       all other changes, likewise
//	ReadGaps, Without               persons without manager, mail or duties
//	ReadEnding, Ending              completions that end in 30, 60, 90 days
//	ReadWorkload                    hours by month and department, six months ahead
//
// Invariants: nothing here is counted twice; a count of persons or completions is
// the length of its list; a scope narrows all of it, and what touches everybody (imports,
// previews, feedback, courses, payroll) is for HR of the whole organisation alone; each
// function is one statement; the package writes nothing.
package pending
