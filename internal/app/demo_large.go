package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/demo"
	"zaemme/seeds"
)

// BuildLarge makes an invented organisation of the size in an empty database and
// prints whom one can sign in as. It is a demo: served only with --demo. Conflict
// where there are people already.
func (a *App) BuildLarge(ctx context.Context, out io.Writer, size demo.Size) error {
	if size.People < demo.LeastPeople || size.People > demo.MostPeople {
		return fmt.Errorf("--people takes %d to %d", demo.LeastPeople, demo.MostPeople)
	}
	inhabited, err := demo.Inhabited(ctx, a.DB)
	if err != nil {
		return err
	}
	if inhabited {
		return &apperr.Error{Kind: apperr.Conflict, Key: "error.demo.inhabited",
			Cause: errors.New("there are people in this database already; name another one, or another folder with --data")}
	}
	folder, err := fs.Sub(seeds.Directives, "demo")
	if err != nil {
		return fmt.Errorf("app: the demo's directives: %w", err)
	}
	directives, problems := coursefile.LoadAll(folder)
	if coursefile.HasErrors(problems) {
		return fmt.Errorf("app: the demo's directives: %v", problems)
	}
	began := a.Clock()
	if _, err := course.Sync(ctx, a.DB, directives, calendar.DateOf(began)); err != nil {
		return err
	}
	if err := a.Catalogue.Refresh(ctx); err != nil {
		return err
	}
	deps := a.demoDeps()
	deps.Rules = func(ctx context.Context, tx *db.Tx, from calendar.Date) error {
		return a.Curriculum.SaveRules(ctx, tx, 0, from, demo.Everything())
	}
	deps.Progress = func(day calendar.Date) {
		fmt.Fprintf(out, "%s  bis %s\n", a.Clock().Sub(began).Round(time.Second), day)
	}
	fmt.Fprintf(out, "Eine Stadt mit %d erfundenen Personen wird aufgebaut …\n", size.People)
	if err := demo.BuildLarge(ctx, deps, size, began); err != nil {
		return err
	}
	if err := a.finishDemo(ctx, began); err != nil {
		return err
	}
	return a.printAccounts(ctx, out)
}
