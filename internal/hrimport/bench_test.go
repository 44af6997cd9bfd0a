package hrimport

import (
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
)

// errUndo ends a transaction of a benchmark.
var errUndo = errors.New("undo")

// staffOf is a list of n people in 40 units.
func staffOf(n int) []Row {
	rows := make([]Row, n)
	for i := range rows {
		rows[i] = town()[i%9]
		no, unit := fmt.Sprintf("%05d", i+1), i%40
		rows[i].PersonnelNo, rows[i].LastName, rows[i].Login = no, "Muster"+no, "u"+no
		rows[i].UnitCode = fmt.Sprint(1000 + unit)
		rows[i].UnitNames = []string{fmt.Sprintf("Direktion %d", unit%5), fmt.Sprintf("Departement %d", unit%10), fmt.Sprintf("Bereich %d", unit)}
		rows[i].ManagerNo = ""
		if i >= 40 {
			rows[i].ManagerNo = fmt.Sprintf("%05d", unit+1)
		}
	}
	return rows
}

// importRows reads what is known, plans and applies.
func importRows(b *testing.B, tx *db.Tx, file *File) error {
	b.Helper()
	roster, err := people.LoadRoster(b.Context(), tx, november)
	if err != nil {
		return err
	}
	p := Plan(roster, file, Options{}, shares)
	if p.Change.Count(people.Joined) != len(file.Rows) {
		return fmt.Errorf("%d joined of %d", p.Change.Count(people.Joined), len(file.Rows))
	}
	_, err = people.Apply(b.Context(), tx, p.Change, 0, 0)
	return err
}

// BenchmarkImport is a first list of 600 rows: known facts, plan, apply.
func BenchmarkImport(b *testing.B) {
	d := dbtest.New(b)
	file := fileOf(staffOf(600))
	for b.Loop() {
		err := d.Write(b.Context(), func(tx *db.Tx) error { return errors.Join(importRows(b, tx, file), errUndo) })
		if !errors.Is(err, errUndo) || err.Error() != errUndo.Error() {
			b.Fatal(err)
		}
	}
}

// copied are the tables an import writes, parents first.
var copied = []struct {
	table   string
	columns []string
}{
	{"sites", []string{"id", "name", "calendar"}},
	{"persons", []string{"id", "uid", "personnel_no", "last_name", "first_name", "email", "login", "language"}},
	{"departments", []string{"id", "code", "official"}},
	{"department_facts", []string{"department_id", "parent_id", "name", "head_id", "valid_from", "known_from", "batch_id"}},
	{"person_traits", []string{"person_id", "has_pc", "pc_source", "tags", "valid_from", "known_from", "batch_id"}},
	{"employments", []string{"id", "person_id", "no"}},
	{"employment_facts", []string{"employment_id", "person_id", "department_id", "site_id", "function", "pensum", "category", "entry_on",
		"exit_on", "manager_id", "valid_from", "known_from", "batch_id"}},
	{"audit_log", []string{"actor_id", "action", "object_kind", "object_id", "subject_id", "fields", "request_id"}},
}

// BenchmarkCopy is what BenchmarkImport is measured against: a bare COPY of the
// same rows into the same tables.
func BenchmarkCopy(b *testing.B) {
	d := dbtest.New(b)
	file := fileOf(staffOf(600))
	rows := make([][][]any, len(copied))
	err := d.Write(b.Context(), func(tx *db.Tx) error {
		if err := importRows(b, tx, file); err != nil {
			return err
		}
		return errors.Join(tx.Raw(func(conn *pgx.Conn) error {
			for i, one := range copied {
				list := ""
				for j, column := range one.columns {
					if j > 0 {
						list += ", "
					}
					list += column
				}
				found, err := conn.Query(b.Context(), `select `+list+` from `+one.table+` order by id`)
				if err != nil {
					return err
				}
				for found.Next() {
					values, err := found.Values()
					if err != nil {
						return err
					}
					rows[i] = append(rows[i], values)
				}
				if err := found.Err(); err != nil {
					return err
				}
			}
			return nil
		}), errUndo)
	})
	if !errors.Is(err, errUndo) || err.Error() != errUndo.Error() {
		b.Fatal(err)
	}
	for b.Loop() {
		err := d.Write(b.Context(), func(tx *db.Tx) error {
			for i, one := range copied {
				if _, err := tx.CopyIn(b.Context(), one.table, one.columns, pgx.CopyFromRows(rows[i])); err != nil {
					return err
				}
			}
			return errUndo
		})
		if !errors.Is(err, errUndo) {
			b.Fatal(err)
		}
	}
}
