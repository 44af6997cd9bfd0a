package report

import (
	"context"
	"crypto/sha256"
	"io"

	"github.com/google/uuid"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/sheet"
)

// Write writes the workbook of the variant to out, registers it with the hash of
// its rows and of the file, and logs whom it showed. out gets everything at the
// end; after an error what it got is worthless.
//
// Errors: Invalid (a day in the future, a T above the horizon, a variant that
// cannot be asked for), NotFound (no such department at D), Forbidden.
func (s *Service) Write(ctx context.Context, out io.Writer, q Query) (Report, error) {
	return s.produce(ctx, out, q, "xlsx", func(ctx context.Context, b *book, out io.Writer) error {
		b.w = sheet.NewWriter(out, sheet.Props{
			Title: b.l.T("report.title"), Subject: b.l.T("report.as_of_day", "day", q.AsOf), Creator: b.author(),
			Language: b.l.Tag(), Classification: b.classification(), Created: q.Now,
		})
		defer b.w.Discard()
		for _, write := range b.sheets() {
			if err := write(ctx); err != nil {
				return err
			}
		}
		if err := b.pass(ctx, b.persons, b.named(ctx), append(b.listings, b.progress())...); err != nil {
			return err
		}
		return b.w.Close()
	})
}

// WriteCSV writes the detail rows of the variant as csv and registers them as
// Write does.
func (s *Service) WriteCSV(ctx context.Context, out io.Writer, q Query) (Report, error) {
	return s.produce(ctx, out, q, "csv", func(ctx context.Context, b *book, out io.Writer) error {
		columns := b.detailColumns()
		headers := make([]string, len(columns))
		for i, c := range columns {
			headers[i] = b.l.T("report.col." + c.key)
		}
		w, err := sheet.NewCSV(out, headers...)
		if err != nil {
			return err
		}
		if err := b.pass(ctx, b.persons, b.named(ctx), rowsTo(columns, everyRow, w.Row), b.progress()); err != nil {
			return err
		}
		return w.Close()
	})
}

// WriteJSON writes the detail rows of the variant as JSON lines, one object a row,
// and registers them as Write does. Keys are the same in every language; a date is
// ISO, a share a number, what a cell would leave empty is null.
func (s *Service) WriteJSON(ctx context.Context, out io.Writer, q Query) (Report, error) {
	return s.produce(ctx, out, q, "jsonl", func(ctx context.Context, b *book, out io.Writer) error {
		columns := b.detailColumns()
		keys := make([]string, len(columns))
		for i, c := range columns {
			keys[i] = c.key
		}
		w := sheet.NewJSONLines(out, keys...)
		if err := b.pass(ctx, b.persons, b.named(ctx), rowsTo(columns, everyRow, w.Row), b.progress()); err != nil {
			return err
		}
		return w.Close()
	})
}

// book is a file in the making.
type book struct {
	*snapshot
	l         *i18n.Printer
	w         *sheet.Writer
	listings  []listing // the sheets that take rows while they pass by
	version   string    // of the program
	url       string    // of the installation
	uid       string
	scope     string // in words
	figures   *Figures
	hash      [32]byte
	proof     proof
	before    *Figures   // of the previous report, nil without one
	between   *movements // nil without a previous report
	trend     []MonthEnd // ascending, D the last
	reminded  []reminded
	fixes     map[dutyOf]fix // corrections
	deputies  map[int64]string
	late      []lateness
	superiors names // of persons with late rows, as they are sorted
	frozen    func(ctx context.Context, department, course int64, until calendar.Date) (map[calendar.Date]Group, error)
	extension string
}

func (s *Service) produce(ctx context.Context, out io.Writer, q Query, extension string,
	write func(context.Context, *book, io.Writer) error,
) (Report, error) {
	r := Report{UID: uuid.NewString(), AsOf: q.AsOf}
	file := sha256.New()
	var persons []int64
	err := s.read(ctx, q, func(shot *snapshot) error {
		b := &book{snapshot: shot, l: s.Texts.Printer(q.Language), version: s.Version, url: s.URL, uid: r.UID,
			scope: shot.scopeName(), frozen: s.Frozen, extension: extension}
		if err := b.gather(ctx); err != nil {
			return err
		}
		r.KnownAt, r.Figures, r.DetailSHA256, r.Rows = shot.known, b.figures, b.hash, b.figures.Sheets.Hashed
		r.FileName = fileName(q, b.scope, extension)
		q.Progress.Stage(FileStages[1], b.figures.Sheets.Rows)
		if err := write(ctx, b, io.MultiWriter(out, file)); err != nil {
			return err
		}
		var err error
		persons, err = shot.ids(ctx, false)
		return err
	})
	if err != nil {
		return Report{}, err
	}
	r.FileSHA256 = [32]byte(file.Sum(nil))
	if err := s.register(ctx, q, &r, persons); err != nil {
		return Report{}, err
	}
	return r, nil
}

// gather reads and counts what the sheets need before the first row is written.
func (b *book) gather(ctx context.Context) (err error) {
	if b.proof, err = readProof(ctx, b.tx, b.query, b.known); err != nil {
		return err
	}
	steps := []func(context.Context) error{b.reckon}
	if b.extension == "xlsx" {
		steps = append(steps, b.readTrend, b.readRates)
		if b.query.Variant == HR {
			steps = append(steps, b.readReminders, b.readFixes)
		}
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	b.deputies, err = b.readDeputies(ctx)
	return err
}

func (b *book) readRates(ctx context.Context) (err error) {
	b.figures.OnTime, b.figures.OnTimeNow, err = b.readOnTime(ctx)
	return err
}

func (b *book) readReminders(ctx context.Context) (err error) {
	b.reminded, err = b.readReminded(ctx)
	return err
}

// sheets begin the sheets of the variant in their order (REPORT.md §§4, 5); those
// of persons and rows are filled afterwards, all in one pass.
func (b *book) sheets() []func(context.Context) error {
	if b.query.Variant == Line {
		return []func(context.Context) error{b.cover, b.overview, b.todo, b.matrix, b.expiring, b.definitions}
	}
	return []func(context.Context) error{b.cover, b.overview, b.organisation, b.courses, b.history, b.matrix, b.detail, b.overdue,
		b.expiring, b.granted, b.paused, b.movements, b.reminders, b.quality, b.definitions}
}

// The names of the sheets; they are the same in every language.
const (
	sheetCover        = "Deckblatt"
	sheetOverview     = "Übersicht"
	sheetOrganisation = "Organisation"
	sheetCourses      = "Kurse"
	sheetTrend        = "Verlauf"
	sheetMatrix       = "Matrix"
	sheetDetail       = "Detail"
	sheetOverdue      = "Überfällig"
	sheetExpiring     = "Läuft ab"
	sheetGranted      = "Dispensen und Anerkennungen"
	sheetPaused       = "Pausen"
	sheetMovements    = "Bewegungen"
	sheetReminders    = "Erinnerungen"
	sheetQuality      = "Korrekturen und Datenqualität"
	sheetTodo         = "Offen und überfällig"
	sheetDefinitions  = "Definitionen"
)

// dataRows are the data sheets with their rows, as the cover states them.
func (b *book) dataRows() []struct {
	Name string
	Rows int
} {
	n := b.figures.Sheets
	type entry = struct {
		Name string
		Rows int
	}
	if b.query.Variant == Line {
		return []entry{{sheetTodo, n.ToDo}, {sheetMatrix, n.Persons}, {sheetExpiring, n.Ending}}
	}
	return []entry{{sheetMatrix, n.Persons}, {sheetDetail, n.Rows}, {sheetOverdue, n.Late}, {sheetExpiring, n.Ending},
		{sheetGranted, n.Granted}, {sheetPaused, n.Paused}, {sheetMovements, b.movementRows()}, {sheetReminders, len(b.reminded)},
		{sheetQuality, n.Quality}}
}

func (b *book) author() string {
	if b.query.By.ID != 0 {
		return b.query.By.Name()
	}
	return b.l.T("report.command_line")
}

// classification is the highest of the file: every variant here names persons.
func (b *book) classification() string { return b.l.T("report.class.persons") }

// paper is the printed frame of a sheet with or without persons.
func (b *book) paper(persons, portrait bool) sheet.Paper {
	p := sheet.Paper{Classification: b.l.T("report.class.internal"), Footer: b.l.T("report.page"), Portrait: portrait}
	if persons {
		p.Classification = b.l.T("report.class.persons")
	}
	return p
}

// ratio is a rate as a numeric cell, «–» without a denominator.
func ratio(r Rate) any {
	if !r.Defined() {
		return "–"
	}
	return sheet.Percent(float64(r.Num) / float64(r.Den))
}
