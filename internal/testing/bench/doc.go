// Package bench measures what people wait for, each against the
// least that this stack could take for it, in the same process and in turns: a
// ratio says more than a time on a machine that others use too. docs/performance.md
// explains how to read them. Nothing here is asserted.
package bench
