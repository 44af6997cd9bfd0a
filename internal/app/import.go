package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
)

// ImportPeople is a staff file on the command line.
type ImportPeople struct {
	Name    string
	Content []byte
	On      calendar.Date // none: see hrimport.DefaultDay
	Apply   bool
	Typed   int // the number asked for where many people leave or move
}

// maxShown lines of a kind are printed; the page shows all.
const maxShown = 12

// ImportPeople shows what the file would change, and applies just that if asked.
func (a *App) ImportPeople(ctx context.Context, out io.Writer, in ImportPeople) error {
	now := a.Clock()
	preview, err := a.HRImport.Preview(ctx, hrimport.Upload{Name: in.Name, Content: in.Content, EffectiveOn: in.On}, calendar.DateOf(now), 0, now)
	texts := a.Texts.Printer("de")
	if err != nil {
		return translated(texts, err)
	}
	printPreview(out, texts, preview)
	switch {
	case preview.Blocked:
		return errors.New("die Datei hat Fehler; es wurde nichts übernommen")
	case preview.Plan.Empty():
		fmt.Fprintln(out, "Die Datei ändert nichts.")
		return nil
	case !in.Apply:
		fmt.Fprintln(out, "Nur Vorschau. Mit --apply wird genau das übernommen.")
		return nil
	}
	if _, err := a.Change.Apply(ctx, preview.Plan.UID.String(), 0, in.Typed, now); err != nil {
		return translated(texts, err)
	}
	fmt.Fprintln(out, "Übernommen.")
	return nil
}

func printPreview(out io.Writer, texts *i18n.Printer, p hrimport.Preview) {
	for _, dropped := range p.Forbidden {
		fmt.Fprintf(out, "verworfen, wird nie gespeichert: Spalte «%s»\n", dropped)
	}
	if len(p.Unknown) > 0 {
		fmt.Fprintf(out, "unbekannte Spalten, nicht gelesen: %s\n", strings.Join(p.Unknown, ", "))
	}
	for _, problem := range p.Problems {
		fmt.Fprintf(out, "%s: %s\n", hrimport.PlaceText(texts, problem), hrimport.ProblemText(texts, problem))
	}
	staff := p.Plan.Draft.People
	fmt.Fprintf(out, "\nGültig ab %s, %d Zeilen\n", texts.Date(staff.EffectiveOn), p.Plan.Source.Rows)
	for _, kind := range people.Kinds {
		n := staff.Count(kind)
		if n == 0 {
			continue
		}
		fmt.Fprintf(out, "%s: %d\n", texts.T("people.kind."+string(kind)), n)
		shown := 0
		for _, person := range staff.Persons {
			if person.Kind == kind && shown < maxShown {
				fmt.Fprintf(out, "  %s %s\n", person.Key, person.Name())
				shown++
			}
		}
		if n > shown {
			fmt.Fprintf(out, "  … und %d weitere\n", n-shown)
		}
	}
	for _, d := range staff.Departments {
		if d.Renamed() {
			fmt.Fprintf(out, "umbenannt: %s «%s» heisst neu «%s»\n", d.Code, d.Before.Name, d.After.Name)
		}
	}
	printSums(out, p.Plan.Sums)
	if p.Brake.Confirm() > 0 {
		fmt.Fprintf(out, "\nViele Personen treten aus oder wechseln. Zum Übernehmen: --type %d\n", p.Brake.Confirm())
	}
}

// printSums says what follows for duties, by course and kind.
func printSums(out io.Writer, sums change.Sums) {
	courses := sums.Courses()
	for _, code := range slices.Sorted(maps.Keys(courses)) {
		counts := change.Together(courses[code])
		for _, kind := range []struct {
			n    int
			word string
		}{{counts.Gain, "Pflichten beginnen"}, {counts.Lose, "Pflichten enden"}, {counts.Move, "Fristen ändern"}} {
			if kind.n > 0 {
				fmt.Fprintf(out, "%s: %d %s\n", code, kind.n, kind.word)
			}
		}
	}
}

// translated gives an error the German sentence that a page would show; nil stays
// nil.
func translated(texts *i18n.Printer, err error) error {
	var known *apperr.Error
	if errors.As(err, &known) && known.Kind != apperr.Internal && texts.Has(known.Key) {
		return fmt.Errorf("%s", texts.Map(known.Key, known.Args))
	}
	return err
}
