package db

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
)

// IsNotFound reports that a query for one row found none.
func IsNotFound(err error) bool { return errors.Is(err, gorm.ErrRecordNotFound) }

// Constraint is the name of the violated constraint, or "" if err is no such
// violation.
func Constraint(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.ConstraintName
	}
	return ""
}

// One reads exactly one row into dest with raw SQL; none is
// gorm.ErrRecordNotFound, which IsNotFound knows.
func One(q *gorm.DB, dest any, sql string, args ...any) error {
	result := q.Raw(sql, args...).Scan(dest)
	if result.Error != nil {
		return result.Error
	}
	if result.RowsAffected == 0 {
		return gorm.ErrRecordNotFound
	}
	return nil
}
