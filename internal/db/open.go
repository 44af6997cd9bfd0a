package db

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Options of a pool. The zero value is good for production.
type Options struct {
	Logger *slog.Logger
	// MaxConns of the pool, 20 if zero.
	MaxConns int
	// Unhurried statements have no time limit: for a command that somebody waits for
	// at the terminal.
	Unhurried bool
	// Tracer sees every statement; tests count with it.
	Tracer pgx.QueryTracer
}

// DB is the pool. It is safe for concurrent use.
type DB struct {
	gorm *gorm.DB
	pool *sql.DB
}

// Conn is what a query runs on: the pool, or the transaction of a use case.
type Conn interface {
	// Query starts a statement. Start each statement anew: a kept *gorm.DB
	// collects conditions.
	Query(ctx context.Context) *gorm.DB
	// Together sends several statements in one round trip.
	Together(ctx context.Context, batch *Batch) error
}

// Open connects to the database at url (a postgres:// URL or keyword string)
// and checks that it answers. The statement timeout is 15 s; tasks and reports
// set their own with SET LOCAL.
func Open(ctx context.Context, url string, o Options) (*DB, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("db: read the database address: %w", err)
	}
	for name, value := range map[string]string{
		"application_name": "zaemme", "timezone": "UTC", "statement_timeout": "15000",
		"lock_timeout": "5000", "idle_in_transaction_session_timeout": "60000",
		// Pages ask for few rows: compiling a plan costs more than running it, and
		// looking rows up costs little on today's disks.
		"jit": "off", "random_page_cost": "1.1",
	} {
		if _, set := config.RuntimeParams[name]; !set {
			config.RuntimeParams[name] = value
		}
	}
	if o.Unhurried {
		config.RuntimeParams["statement_timeout"], config.RuntimeParams["idle_in_transaction_session_timeout"] = "0", "0"
	}
	config.Tracer = o.Tracer
	pool := stdlib.OpenDB(*config)
	conns := o.MaxConns
	if conns == 0 {
		conns = 20
	}
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns) // the default of 2 reconnects under load
	pool.SetConnMaxIdleTime(5 * time.Minute)
	pool.SetConnMaxLifetime(time.Hour)
	if err := pool.PingContext(ctx); err != nil {
		_ = pool.Close()
		return nil, fmt.Errorf("db: connect: %w", err)
	}
	log := o.Logger
	if log == nil {
		log = slog.Default()
	}
	// PrepareStmt stays off: a schema change would break its statements for
	// good. QueryFields names columns, so that an added one harms nobody.
	g, err := gorm.Open(quiet{&postgres.Dialector{Config: &postgres.Config{Conn: pool}}}, &gorm.Config{
		SkipDefaultTransaction: true, QueryFields: true, TranslateError: true,
		DisableAutomaticPing: true,
		Logger: logger.NewSlogLogger(log, logger.Config{
			ParameterizedQueries: true, IgnoreRecordNotFoundError: true,
			SlowThreshold: 500 * time.Millisecond, LogLevel: logger.Warn,
		}),
	})
	if err != nil {
		_ = pool.Close()
		return nil, fmt.Errorf("db: open: %w", err)
	}
	return &DB{gorm: g, pool: pool}, nil
}

// quiet keeps values out of the log: ParameterizedQueries does not reach what
// GORM's Scan records.
type quiet struct{ *postgres.Dialector }

// Explain is the statement as it was sent, with its placeholders.
func (quiet) Explain(sql string, _ ...any) string { return sql }

// Close ends the pool.
func (d *DB) Close() error { return d.pool.Close() }

// Query implements Conn on the pool.
func (d *DB) Query(ctx context.Context) *gorm.DB { return d.gorm.WithContext(ctx) }

// Ping checks that the database answers.
func (d *DB) Ping(ctx context.Context) error { return d.pool.PingContext(ctx) }

// Secret is what the replicas of this installation share, for short-lived
// signatures.
func (d *DB) Secret(ctx context.Context) ([]byte, error) {
	var secret string
	if err := One(d.Query(ctx), &secret, `select secret from installation`); err != nil {
		return nil, fmt.Errorf("db: read the installation's secret: %w", err)
	}
	return []byte(secret), nil
}

// EvidenceSecret is what codes on certificates are derived from. It is never
// changed: a certificate can be checked for as long as the ledger keeps it.
func (d *DB) EvidenceSecret(ctx context.Context) (string, error) {
	var secret string
	if err := One(d.Query(ctx), &secret, `select evidence_secret from installation`); err != nil {
		return "", fmt.Errorf("db: read the secret of evidence: %w", err)
	}
	return secret, nil
}

// Pool is the database/sql pool, for metrics and for a connection of one's own
// (advisory locks, COPY out).
func (d *DB) Pool() *sql.DB { return d.pool }
