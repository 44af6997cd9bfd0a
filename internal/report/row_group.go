package report

// RowGroup is a set of rows that a filter or a figure asks for.
type RowGroup string

// The groups.
const (
	GroupToDo      RowGroup = "" // what to do, and what will have to be done soon
	GroupLate      RowGroup = "late"
	GroupLate30    RowGroup = "late30" // late for 1 to 30 days
	GroupLate60    RowGroup = "late60" // 31 to 60
	GroupLateMore  RowGroup = "late61" // more
	GroupGrace     RowGroup = "grace"
	GroupOpen      RowGroup = "open"     // undated included
	GroupPending   RowGroup = "pending"  // something to do, not late
	GroupEnding30  RowGroup = "ending30" // valid completions that end within so many days
	GroupEnding60  RowGroup = "ending60"
	GroupEnding    RowGroup = "ending" // 90
	GroupFulfilled RowGroup = "fulfilled"
	GroupDue       RowGroup = "due" // the Fälligkeitsgrad's denominator
	GroupPaused    RowGroup = "paused"
	GroupExempt    RowGroup = "exempt"
	GroupAll       RowGroup = "all"
)

// RowGroups in the order of a filter, but for the first.
var RowGroups = []RowGroup{GroupLate, GroupLate30, GroupLate60, GroupLateMore, GroupGrace, GroupOpen, GroupPending, GroupEnding30, GroupEnding60, GroupEnding,
	GroupFulfilled, GroupDue, GroupPaused, GroupExempt, GroupAll}
