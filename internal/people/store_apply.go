package people

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Apply writes the change as facts of the batch (0: none), with one audit entry
// per person and department, and returns the IDs of what it names. It takes Lock
// and, unless the change is empty, one stamp. Nothing is deleted or overwritten but a person's identity.
//
// A change that does not fit what is there (a new person whose number is taken,
// a department that is missing) is a Stale error.
func Apply(ctx context.Context, tx *db.Tx, c Change, batch, actor int64) (IDs, error) {
	if err := Lock(ctx, tx); err != nil || c.Empty() {
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
		w.createSites, w.createPersons, w.changePersons, w.renumber, w.writeDepartments, w.writeTraits, w.writeDeputies,
		w.writeSubstitutes, w.writeAbsences, w.writeEmployments, w.writeJoins, w.record,
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
	idle   IDs             // what a batch that was taken back has left: taken up again, not made anew
	isNew  map[string]bool // keys of persons created here
}

func stale(format string, args ...any) error {
	return apperr.Wrap(apperr.Stale, "error.people.stale", fmt.Errorf("people: "+format, args...))
}

// known reads the IDs of all that exists.
func (w *writer) known(ctx context.Context) error {
	w.ids = IDs{Persons: map[string]int64{}, Departments: map[string]int64{}, Sites: map[string]int64{}}
	w.idle = IDs{Persons: map[string]int64{}, Departments: map[string]int64{}, Sites: map[string]int64{}}
	w.isNew = map[string]bool{}
	var rows []struct {
		Kind, Key string
		ID        int64
		Idle      bool
	}
	if err := w.tx.Query(ctx).Raw(`
		select 'person' as kind, ` + keyOf("p") + ` as key, id, withdrawn_at is not null as idle from persons p
		union all select 'department', code, id,
			not exists (select from department_facts f where f.department_id = d.id and ` + knownNow + `) from departments d
		union all select 'site', name, id, withdrawn_at is not null from sites`).Scan(&rows).Error; err != nil {
		return fmt.Errorf("people: read keys: %w", err)
	}
	for _, r := range rows {
		into := w.ids
		if r.Idle {
			into = w.idle
		}
		switch r.Kind {
		case "person":
			into.Persons[r.Key] = r.ID
		case "department":
			into.Departments[r.Key] = r.ID
		default:
			into.Sites[r.Key] = r.ID
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

// withRows runs a statement over rows given as JSON, one statement however many,
// and returns how many rows it wrote.
func (w *writer) withRows(ctx context.Context, rows any, n int, sql string) (int64, error) {
	if n == 0 {
		return 0, nil
	}
	encoded, err := json.Marshal(rows)
	if err != nil {
		return 0, fmt.Errorf("people: encode rows: %w", err)
	}
	done := w.tx.Query(ctx).Exec(sql, map[string]any{"rows": string(encoded), "stamp": w.stamp, "batch": w.batch})
	if done.Error != nil {
		return 0, fmt.Errorf("people: write rows: %w", done.Error)
	}
	return done.RowsAffected, nil
}

func (w *writer) record(ctx context.Context) error {
	entries := make([]audit.Entry, 0, len(w.change.Persons)+len(w.change.Departments))
	for _, d := range w.change.Departments {
		e := audit.Entry{ActorID: w.actor, Action: "people.department.created", ObjectKind: "department", ObjectID: d.Code}
		switch {
		case d.Ended:
			e.Action = "people.department.ended"
		case !d.Created():
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
	for _, j := range w.change.Joins {
		action := "people.person.record_joined"
		if j.Parted {
			action = "people.person.record_parted"
		}
		for _, key := range []string{j.Key, j.Into} {
			id := w.ids.Persons[key]
			entries = append(entries, audit.Entry{ActorID: w.actor, Action: action, ObjectKind: "person",
				ObjectID: strconv.FormatInt(id, 10), SubjectID: id})
		}
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
