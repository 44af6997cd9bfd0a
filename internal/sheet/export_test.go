package sheet

// SetMaxRows lets tests see a table go on on the next sheet.
func (w *Writer) SetMaxRows(n int) { w.maxRows = n }

// Joined lets tests reckon checksums of two texts.
var Joined = joined
