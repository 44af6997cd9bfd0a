package people

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

func (w *writer) createSites(ctx context.Context) error {
	type row struct{ ID int64 }
	var again []row
	var fresh []string
	for _, name := range w.change.Sites {
		switch idle := w.idle.Sites[name]; {
		case w.ids.Sites[name] != 0:
			return stale("site %q exists", name)
		case idle != 0:
			again = append(again, row{idle})
			w.ids.Sites[name] = idle
		default:
			fresh = append(fresh, name)
		}
	}
	if _, err := w.withRows(ctx, again, len(again), `
		update sites s set withdrawn_at = null, batch_id = nullif(@batch, 0)
		from jsonb_to_recordset(cast(@rows as jsonb)) as r("ID" bigint) where s.id = r."ID"`); err != nil {
		return err
	}
	ids, err := w.reserve(ctx, "sites", len(fresh))
	if err != nil {
		return err
	}
	var rows [][]any
	for i, name := range fresh {
		w.ids.Sites[name] = ids[i]
		rows = append(rows, []any{ids[i], name, DefaultCalendar, number(w.batch)})
	}
	return w.copyIn(ctx, "sites", []string{"id", "name", "calendar", "batch_id"}, rows)
}

// createPersons makes the records of who is new. One that a batch taken back has
// left is taken up again by changePersons.
func (w *writer) createPersons(ctx context.Context) error {
	var fresh []PersonChange
	for _, p := range w.change.Persons {
		switch id := w.ids.Persons[p.Key]; {
		case p.Before == nil && p.After == nil:
			return fmt.Errorf("people: the change makes %s without a name", p.Key)
		case p.Before == nil && id != 0:
			return stale("person %s exists", p.Key)
		case p.Before != nil && id == 0:
			return stale("person %s does not exist", p.Key)
		case p.Before == nil && w.idle.Persons[p.Key] == 0:
			fresh = append(fresh, p)
		}
	}
	ids, err := w.reserve(ctx, "persons", len(fresh))
	if err != nil {
		return err
	}
	rows := make([][]any, len(fresh))
	for i, p := range fresh {
		uid := uuid.New()
		var personnelNo any = p.Key
		if !HasNumber(p.Key) {
			personnelNo = nil
			if uid, err = uuid.Parse(p.Key[min(len(uidPrefix), len(p.Key)):]); err != nil {
				return fmt.Errorf("people: key of a new person: %w", err)
			}
		}
		w.ids.Persons[p.Key], w.isNew[p.Key] = ids[i], true
		a := p.After
		rows[i] = []any{ids[i], [16]byte(uid), personnelNo, a.LastName, a.FirstName, text(a.Email), text(a.Login), a.Language,
			number(w.batch)}
	}
	return w.copyIn(ctx, "persons",
		[]string{"id", "uid", "personnel_no", "last_name", "first_name", "email", "login", "language", "batch_id"}, rows)
}

// identityRow is a person's identity as JSON for a statement.
type identityRow struct {
	ID                                          int64
	LastName, FirstName, Email, Login, Language string
	Release, Again                              bool
}

const identityRows = ` from jsonb_to_recordset(cast(@rows as jsonb)) as r("ID" bigint, "LastName" text, "FirstName" text,
	"Email" text, "Login" text, "Language" text, "Release" boolean, "Again" boolean)`

// rememberIdentity keeps what named the persons of the rows until now.
const rememberIdentity = `
	insert into former_identities (person_id, personnel_no, last_name, first_name, email, login, language, until, batch_id)
	select p.id, p.personnel_no, p.last_name, p.first_name, p.email, p.login, p.language, @stamp, nullif(@batch, 0)
	from persons p where p.id in (select r."ID"`

func (w *writer) changePersons(ctx context.Context) error {
	var rows []identityRow
	for _, p := range w.change.Persons {
		again := p.Before == nil && !w.isNew[p.Key]
		if again {
			w.ids.Persons[p.Key] = w.idle.Persons[p.Key]
		}
		if p.After != nil && !w.isNew[p.Key] {
			rows = append(rows, identityRow{w.ids.Persons[p.Key], p.After.LastName, p.After.FirstName, p.After.Email, p.After.Login,
				p.After.Language, again || p.Before.Login != "" && p.Before.Login != p.After.Login, again})
		}
	}
	if _, err := w.withRows(ctx, rows, len(rows), rememberIdentity+identityRows+`)`); err != nil {
		return err
	}
	// Logins are let go of first, so that two people can exchange theirs.
	_, err := w.withRows(ctx, rows, len(rows), `update persons p set login = null`+identityRows+` where p.id = r."ID" and r."Release"`)
	if err == nil {
		_, err = w.withRows(ctx, rows, len(rows), `update persons p set last_name = r."LastName", first_name = r."FirstName",
			email = nullif(r."Email", ''), login = nullif(r."Login", ''), language = r."Language",
			withdrawn_at = case when not r."Again" then p.withdrawn_at end,
			batch_id = case when r."Again" then nullif(@batch, 0) else p.batch_id end`+identityRows+` where p.id = r."ID"`)
	}
	if db.Constraint(err) == "persons_login" {
		return apperr.Wrap(apperr.Stale, "error.people.login_taken", err)
	}
	return err
}

// renumber gives persons other personnel numbers, also in a circle.
func (w *writer) renumber(ctx context.Context) error {
	type row struct {
		ID     int64
		Number string
	}
	numbers := map[string]row{}
	for _, p := range w.change.Persons {
		if p.NewNumber == "" {
			continue
		}
		if _, twice := numbers[p.NewNumber]; twice || !HasNumber(p.NewNumber) {
			return stale("number %q", p.NewNumber)
		}
		numbers[p.NewNumber] = row{w.ids.Persons[p.Key], p.NewNumber}
	}
	rows := slices.Collect(maps.Values(numbers))
	const list = ` from jsonb_to_recordset(cast(@rows as jsonb)) as r("ID" bigint, "Number" text)`
	for _, sql := range []string{
		rememberIdentity + list + `)
			and not exists (select from former_identities f where f.person_id = p.id and f.until = @stamp)`,
		// whose number is given on, and records that nobody is to see
		`update persons p set personnel_no = null` + list + ` where p.id = r."ID" or p.personnel_no = r."Number" and p.withdrawn_at is not null`,
		`update persons p set personnel_no = r."Number"` + list + ` where p.id = r."ID"`,
	} {
		_, err := w.withRows(ctx, rows, len(rows), sql)
		if db.Constraint(err) == "persons_personnel_no_key" {
			return stale("a number is taken")
		}
		if err != nil {
			return err
		}
	}
	return nil
}
