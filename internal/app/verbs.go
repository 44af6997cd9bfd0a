package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/report"
)

// ShowPlan prints what the rules in force would change today; nothing is
// applied.
func (a *App) ShowPlan(ctx context.Context, out io.Writer) error {
	today := calendar.DateOf(a.Clock())
	sums, err := a.Change.ShowDay(ctx, today)
	if err != nil {
		return err
	}
	if sums.Total().Total() == 0 {
		fmt.Fprintln(out, "Nichts zu tun: alle Pflichten entsprechen den Regeln.")
		return nil
	}
	printSums(out, sums)
	return nil
}

// VerifyLedger recomputes seals and projections, and fails on the first broken
// row, which it names.
func (a *App) VerifyLedger(ctx context.Context, out io.Writer) error {
	verdict, err := a.Ledger.Verify(ctx, a.DB, func(ledger.Progress) {})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d Siegel über %d Zeilen, %d Pflichten nachgerechnet\n", verdict.Seals, verdict.Rows, verdict.Duties)
	if b := verdict.Broken; b != nil {
		return fmt.Errorf("broken: table %s, row %d, %s (seal %d, person %s, course %s)", b.Table, b.ID, b.What, b.Seal, b.PersonUID, b.CourseCode)
	}
	fmt.Fprintln(out, "Alles stimmt.")
	return nil
}

// WriteReport writes the compliance workbook (or, for a name that ends in .csv or
// .jsonl, its detail rows) of the day to path.
func (a *App) WriteReport(ctx context.Context, out io.Writer, day calendar.Date, path string) (err error) {
	file, err := os.Create(filepath.Clean(path))
	if err != nil {
		return fmt.Errorf("app: report: %w", err)
	}
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
		if err != nil {
			_ = os.Remove(file.Name()) // half a report is none
		}
	}()
	write := a.Reports.Write
	switch filepath.Ext(path) {
	case ".csv":
		write = a.Reports.WriteCSV
	case ".jsonl":
		write = a.Reports.WriteJSON
	}
	done, err := write(ctx, file, report.Compliance(day, a.Clock()))
	if err != nil {
		return translated(a.Texts.Printer("de"), err)
	}
	_, err = fmt.Fprintf(out, "%s: %d Zeilen, SHA-256 der Detailzeilen %x\n", path, done.Rows, done.DetailSHA256)
	return err
}
