package people

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Apply writes the change as facts of the batch (0: none), with one audit entry
// per person and department, and returns the IDs of what it names. It takes Lock
// and one stamp. Nothing is deleted or overwritten but a person's identity.
//
// A change that does not fit what is there (a new person whose number is taken,
// a department that is missing) is a Stale error.
func Apply(ctx context.Context, tx *db.Tx, c Change, batch, actor int64) (IDs, error) {
	if err := Lock(ctx, tx); err != nil {
		return IDs{}, err
	}
	w := &writer{tx: tx, change: c, batch: batch, actor: actor}
	if err := w.known(ctx); err != nil {
		return IDs{}, err
	}
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return IDs{}, err
	}
	w.stamp = stamp
	for _, step := range []func(context.Context) error{
		w.createSites, w.createPersons, w.changePersons, w.writeDepartments, w.writeTraits, w.writeDeputies,
		w.writeEmployments, w.record,
	} {
		if err := step(ctx); err != nil {
			return IDs{}, err
		}
	}
	return w.ids, nil
}

// writer applies one change.
type writer struct {
	tx     *db.Tx
	change Change
	batch  int64
	actor  int64
	stamp  time.Time
	ids    IDs
	isNew  map[string]bool // keys of persons created here
}

func stale(format string, args ...any) error {
	return apperr.Wrap(apperr.Stale, "error.people.stale", fmt.Errorf("people: "+format, args...))
}

// known reads the IDs of all that exists.
func (w *writer) known(ctx context.Context) error {
	w.ids = IDs{Persons: map[string]int64{}, Departments: map[string]int64{}, Sites: map[string]int64{}}
	w.isNew = map[string]bool{}
	var rows []struct {
		Kind, Key string
		ID        int64
	}
	if err := w.tx.Query(ctx).Raw(`
		select 'person' as kind, ` + keyOf("p") + ` as key, id from persons p
		union all select 'department', code, id from departments
		union all select 'site', name, id from sites`).Scan(&rows).Error; err != nil {
		return fmt.Errorf("people: read keys: %w", err)
	}
	for _, r := range rows {
		switch r.Kind {
		case "person":
			w.ids.Persons[r.Key] = r.ID
		case "department":
			w.ids.Departments[r.Key] = r.ID
		default:
			w.ids.Sites[r.Key] = r.ID
		}
	}
	return nil
}

// reserve takes n new IDs of a table.
func (w *writer) reserve(ctx context.Context, table string, n int) ([]int64, error) {
	var ids []int64
	if n == 0 {
		return nil, nil
	}
	if err := w.tx.Query(ctx).Raw(`select nextval(pg_get_serial_sequence(?, 'id')) from generate_series(1, ?)`, table, n).
		Scan(&ids).Error; err != nil {
		return nil, fmt.Errorf("people: reserve %s: %w", table, err)
	}
	return ids, nil
}

// copyIn is CopyIn of finished rows.
func (w *writer) copyIn(ctx context.Context, table string, columns []string, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	_, err := w.tx.CopyIn(ctx, table, columns, pgx.CopyFromRows(rows))
	if db.Constraint(err) == "persons_login" {
		return apperr.Wrap(apperr.Stale, "error.people.login_taken", err)
	}
	return err
}

func (w *writer) createSites(ctx context.Context) error {
	ids, err := w.reserve(ctx, "sites", len(w.change.Sites))
	if err != nil {
		return err
	}
	var rows [][]any
	for i, name := range w.change.Sites {
		if w.ids.Sites[name] != 0 {
			return stale("site %q exists", name)
		}
		w.ids.Sites[name] = ids[i]
		rows = append(rows, []any{ids[i], name, DefaultCalendar})
	}
	return w.copyIn(ctx, "sites", []string{"id", "name", "calendar"}, rows)
}

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
		case p.Before == nil:
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
		var number any = p.Key
		if !HasNumber(p.Key) {
			number = nil
			if uid, err = uuid.Parse(p.Key[min(len(uidPrefix), len(p.Key)):]); err != nil {
				return fmt.Errorf("people: key of a new person: %w", err)
			}
		}
		w.ids.Persons[p.Key], w.isNew[p.Key] = ids[i], true
		a := p.After
		rows[i] = []any{ids[i], [16]byte(uid), number, a.LastName, a.FirstName, text(a.Email), text(a.Login), a.Language}
	}
	return w.copyIn(ctx, "persons",
		[]string{"id", "uid", "personnel_no", "last_name", "first_name", "email", "login", "language"}, rows)
}

func (w *writer) changePersons(ctx context.Context) error {
	type row struct {
		ID                                          int64
		LastName, FirstName, Email, Login, Language string
		Release                                     bool
	}
	var rows []row
	for _, p := range w.change.Persons {
		if p.Before != nil && p.After != nil {
			rows = append(rows, row{w.ids.Persons[p.Key], p.After.LastName, p.After.FirstName, p.After.Email, p.After.Login,
				p.After.Language, p.Before.Login != "" && p.Before.Login != p.After.Login})
		}
	}
	const from = ` from jsonb_to_recordset(cast(@rows as jsonb)) as r("ID" bigint, "LastName" text, "FirstName" text,
		"Email" text, "Login" text, "Language" text, "Release" boolean) where p.id = r."ID"`
	// Logins are let go of first, so that two people can exchange theirs.
	err := w.withRows(ctx, rows, len(rows), `update persons p set login = null`+from+` and r."Release"`)
	if err == nil {
		err = w.withRows(ctx, rows, len(rows), `update persons p set last_name = r."LastName", first_name = r."FirstName",
			email = nullif(r."Email", ''), login = nullif(r."Login", ''), language = r."Language"`+from)
	}
	if db.Constraint(err) == "persons_login" {
		return apperr.Wrap(apperr.Stale, "error.people.login_taken", err)
	}
	return err
}

// withRows runs a statement over rows given as JSON: one statement however many.
func (w *writer) withRows(ctx context.Context, rows any, n int, sql string) error {
	if n == 0 {
		return nil
	}
	encoded, err := json.Marshal(rows)
	if err != nil {
		return fmt.Errorf("people: encode rows: %w", err)
	}
	args := map[string]any{"rows": string(encoded), "stamp": w.stamp, "batch": w.batch}
	if err := w.tx.Query(ctx).Exec(sql, args).Error; err != nil {
		return fmt.Errorf("people: write rows: %w", err)
	}
	return nil
}

func (w *writer) record(ctx context.Context) error {
	entries := make([]audit.Entry, 0, len(w.change.Persons)+len(w.change.Departments))
	for _, d := range w.change.Departments {
		e := audit.Entry{ActorID: w.actor, Action: "people.department.created", ObjectKind: "department", ObjectID: d.Code}
		if !d.Created() {
			e.Action = "people.department.changed"
		}
		if d.Created() || d.Renamed() {
			e.Fields = append(e.Fields, "name")
		}
		if d.Created() || d.Moved() {
			e.Fields = append(e.Fields, "parent")
		}
		entries = append(entries, e)
	}
	for _, p := range w.change.Persons {
		id := w.ids.Persons[p.Key]
		entries = append(entries, audit.Entry{ActorID: w.actor, Action: "people.person." + string(p.Kind), ObjectKind: "person",
			ObjectID: strconv.FormatInt(id, 10), SubjectID: id, Fields: p.FieldNames()})
	}
	return audit.RecordMany(ctx, w.tx, entries)
}

// text is a column that has NULL for empty.
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// number is a column that has NULL for none.
func number(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// day is a date column.
func day(d calendar.Date) any { return d.Time() }
