package app

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// Prepare makes a fresh database usable and tells how to get in: the demo is
// built once and its accounts are printed; an empty installation prints the
// one-time link of the first administrator.
func (a *App) Prepare(ctx context.Context, out io.Writer) error {
	if a.Config.Demo {
		return a.prepareDemo(ctx, out)
	}
	err := a.PrintFirstAdminLink(ctx, out)
	if apperr.Is(err, apperr.Conflict) {
		return nil // there is an administrator
	}
	return err
}

// PrintFirstAdminLink makes and prints the link; Conflict where there is an
// administrator already.
func (a *App) PrintFirstAdminLink(ctx context.Context, out io.Writer) error {
	var token string
	if err := a.DB.Write(ctx, func(tx *db.Tx) (err error) {
		token, err = auth.NewFirstAdminLink(ctx, tx, a.Clock())
		return err
	}); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "\nRichten Sie das erste Konto ein (der Link gilt einmal, %.0f Stunden lang):\n  %s/erste-anmeldung/%s\n",
		auth.FirstAdminLife.Hours(), a.Config.URL, token)
	return err
}

// NewPassword gives somebody a random password that must be changed at the next
// sign-in, and prints it.
func (a *App) NewPassword(ctx context.Context, out io.Writer, name string) error {
	person, err := people.Find(ctx, a.DB, name)
	if err != nil {
		return err
	}
	password, err := auth.NewPassword()
	if err != nil {
		return err
	}
	if err := a.DB.Write(ctx, func(tx *db.Tx) error {
		return a.Auth.SetPassword(ctx, tx, person.ID, 0, password, a.Clock())
	}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s: %s\n", person.Name(), password)
	return err
}

// ResetSecond removes somebody's second factors: the way back for the only
// administrator, whom nobody in the app can help.
func (a *App) ResetSecond(ctx context.Context, out io.Writer, name string) error {
	person, err := people.Find(ctx, a.DB, name)
	if err != nil {
		return err
	}
	if err := a.DB.Write(ctx, func(tx *db.Tx) error {
		return auth.ResetSecond(ctx, tx, person.ID, 0, a.Clock())
	}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s: Code-App, Passkeys und Ersatzcodes sind entfernt, alle Anmeldungen beendet.\n", person.Name())
	return err
}

// Grant gives somebody a role for the whole organisation from today on.
func (a *App) Grant(ctx context.Context, out io.Writer, name, role string) error {
	person, err := people.Find(ctx, a.DB, name)
	if err != nil {
		return err
	}
	if err := a.DB.Write(ctx, func(tx *db.Tx) error {
		return auth.GrantAtInstallation(ctx, tx, person.ID, people.Role(role), calendar.DateOf(a.Clock()))
	}); err != nil {
		return translated(a.Texts.Printer("de"), err)
	}
	_, err = fmt.Fprintf(out, "%s: %s\n", person.Name(), role)
	return err
}

// ListUsers prints who has a role today.
func (a *App) ListUsers(ctx context.Context, out io.Writer) error {
	holders, err := people.RoleHolders(ctx, a.DB, calendar.DateOf(a.Clock()))
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, h := range holders {
		fmt.Fprintf(w, "%s\t%s\t%s\n", h.Name(), strings.Join([]string{h.PersonnelNo, h.Email}, "  "), h.Role)
	}
	return w.Flush()
}
