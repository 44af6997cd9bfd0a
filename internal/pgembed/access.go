package pgembed

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/apperr"
)

// The roles and the database of an installation.
const (
	OwnerRole = "zaemme_owner" // owns the databases; migrations, retention, backup
	AppRole   = "zaemme_app"   // the web process; what it may is the migrations' to say
	Database  = "zaemme"
)

// writeAccess says who may connect: the account, and root, as the three roles,
// over the socket only. Both files are root's where root starts.
func writeAccess(p place) error {
	const note = "# Written anew at each start of zaemme.\n"
	roles := []string{superuser, OwnerRole, AppRole}
	hba := note + "local all " + strings.Join(roles, ",") + " peer map=zaemme\n"
	ident := note
	for _, name := range []string{p.account.Name, "root"} {
		for _, role := range roles {
			ident += fmt.Sprintf("zaemme %q %s\n", name, role)
		}
	}
	return errors.Join(
		replaceFile(filepath.Join(p.home, "hba.conf"), hba),
		replaceFile(filepath.Join(p.home, "ident.conf"), ident))
}

// required are the settings that are not the operator's to change in
// postgresql.conf: they hold the invariants of this package.
func required(p place) map[string]string {
	return map[string]string{
		"listen_addresses":        "",
		"port":                    "5432", // names the socket
		"unix_socket_directories": `"` + strings.ReplaceAll(p.run(), `"`, `""`) + `"`,
		"unix_socket_permissions": "0700",
		"hba_file":                filepath.Join(p.home, "hba.conf"),
		"ident_file":              filepath.Join(p.home, "ident.conf"),
		// statements and key values may be personal data
		"log_min_error_statement": "panic",
		"log_error_verbosity":     "terse",
		"log_statement":           "none",
		"logging_collector":       "off",
		"log_checkpoints":         "off",
	}
}

// address is a URL that pgx and libpq both read.
func (p place) address(role, database string) string {
	u := url.URL{Scheme: "postgres", User: url.User(role), Path: "/" + database}
	u.RawQuery = url.Values{"host": {p.run()}, "port": {"5432"}, "sslmode": {"disable"}}.Encode()
	return u.String()
}

// OwnerURL is the address of the database zaemme as its owner.
func (c *Cluster) OwnerURL() string { return c.DatabaseURL(OwnerRole, Database) }

// AppURL is the address of the database zaemme as the application's role.
func (c *Cluster) AppURL() string { return c.DatabaseURL(AppRole, Database) }

// AdminURL is the address of a database as superuser: for tests and for what an
// operator does by hand, never for the application.
func (c *Cluster) AdminURL(database string) string { return c.DatabaseURL(superuser, database) }

// DatabaseURL is the address of a database (CreateDatabase) as OwnerRole or
// AppRole.
func (c *Cluster) DatabaseURL(role, database string) string { return c.place.address(role, database) }

var databaseName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

// CreateDatabase makes a further database with the same owner and the same
// access as zaemme; one that exists keeps its contents. Names are lower-case
// letters, digits and underscores, at most 63; another is apperr.Invalid.
func (c *Cluster) CreateDatabase(ctx context.Context, name string) error {
	return c.CopyDatabase(ctx, name, "template1")
}

// CopyDatabase is CreateDatabase from a template, which nobody may be connected
// to. Rights on the template as a whole are not copied, those within it are.
func (c *Cluster) CopyDatabase(ctx context.Context, name, template string) error {
	for _, n := range []string{name, template} {
		if !databaseName.MatchString(n) {
			return apperr.New(apperr.Invalid, "error.pgembed.database_name", map[string]any{"name": n})
		}
	}
	return c.admin(ctx, func(conn *pgx.Conn) error {
		var found bool
		err := conn.QueryRow(ctx, `select exists (select from pg_database where datname = $1)`, name).Scan(&found)
		if err == nil && !found {
			// file_copy takes 10 ms where the cluster lies in memory
			_, err = conn.Exec(ctx, `create database `+name+` owner `+OwnerRole+` template `+template+` strategy file_copy`)
		}
		if err != nil {
			return err
		}
		// also where it exists: an earlier start may have come no further
		_, err = conn.Exec(ctx, `revoke all on database `+name+` from public;
			grant connect, temporary on database `+name+` to `+AppRole)
		return err
	})
}

// DropDatabase removes a further database with all its contents; one that does
// not exist is no error. zaemme itself is refused: it may hold evidence.
func (c *Cluster) DropDatabase(ctx context.Context, name string) error {
	if !databaseName.MatchString(name) || name == Database {
		return apperr.New(apperr.Invalid, "error.pgembed.database_name", map[string]any{"name": name})
	}
	return c.admin(ctx, func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, `drop database if exists `+name+` with (force)`)
		return err
	})
}

// admin runs do on a superuser's connection of its own.
func (c *Cluster) admin(ctx context.Context, do func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, c.AdminURL(superuser))
	if err != nil {
		return fmt.Errorf("connect to the private postgres: %w", err)
	}
	if err := errors.Join(do(conn), conn.Close(ctx)); err != nil {
		return fmt.Errorf("set up the private postgres: %w", err)
	}
	return nil
}

// ensureRoles makes what a first start needs and a later one finds.
func (c *Cluster) ensureRoles(ctx context.Context) error {
	err := c.admin(ctx, func(conn *pgx.Conn) error {
		for _, role := range []string{OwnerRole, AppRole} {
			var found bool
			err := conn.QueryRow(ctx, `select exists (select from pg_roles where rolname = $1)`, role).Scan(&found)
			if err == nil && !found {
				_, err = conn.Exec(ctx, `create role `+role+` login`)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.CreateDatabase(ctx, Database)
}
