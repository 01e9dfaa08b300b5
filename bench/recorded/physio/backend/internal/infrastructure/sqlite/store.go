// Package sqlite stores Physiotherapy practice in one SQLite file.
package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"physio-practice/backend/internal/domain"
)

//go:embed migrations/*.sql
var migrations embed.FS

// instantFormat has a fixed width, so that text order is time order.
const instantFormat = "2006-01-02T15:04:05.000000000Z"

// Open opens the file and migrates its schema; it creates the file and its folder if they are missing.
func Open(ctx context.Context, path string) (*sql.DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	if err := lowerCase(); err != nil {
		return nil, err
	}
	options := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
	}}
	address := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: options.Encode()}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// migrate applies, in order, the numbered files that were not yet applied to the database.
func migrate(ctx context.Context, db *sql.DB) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	for number, name := range names {
		if number < version {
			continue
		}
		script, err := migrations.ReadFile(name)
		if err != nil {
			return err
		}
		if err := apply(ctx, db, string(script), number+1); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func apply(ctx context.Context, db *sql.DB, script string, version int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // a rollback after a commit reports ErrTxDone
	if _, err := tx.ExecContext(ctx, script); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
		return err
	}
	return tx.Commit()
}

// Store gives access to the repositories and to transactions over them.
type Store struct {
	db     *sql.DB
	writer sync.Mutex
}

// NewStore wraps an open database.
func NewStore(db *sql.DB) *Store { return &Store{db: db} }

// Ping returns an error if the database is not available.
func (s *Store) Ping(ctx context.Context) error { return s.db.PingContext(ctx) }

type transactionKey struct{}

// Within runs work in one transaction. SQLite has one writer at a time; waiting for the lock here is cheaper than retrying.
func (s *Store) Within(ctx context.Context, work func(ctx context.Context) error) error {
	s.writer.Lock()
	defer s.writer.Unlock()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := work(context.WithValue(ctx, transactionKey{}, tx)); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

type queryer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func (s *Store) queryer(ctx context.Context) queryer {
	if tx, ok := ctx.Value(transactionKey{}).(*sql.Tx); ok {
		return tx
	}
	return s.db
}

// translate maps SQLite's constraint errors to the domain's.
func translate(err error) error {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return err
	}
	switch failure.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE:
		_, column, _ := strings.Cut(failure.Error(), "UNIQUE constraint failed: ")
		_, column, _ = strings.Cut(column, ".")
		column, _, _ = strings.Cut(column, " ")
		return &domain.ConflictError{Field: column}
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, sqlite3.SQLITE_CONSTRAINT_TRIGGER:
		return domain.ErrInUse
	}
	return err
}

// oneChanged returns ErrNotFound if a statement changed no row.
func oneChanged(result sql.Result, err error) error {
	if err != nil {
		return translate(err)
	}
	changed, err := result.RowsAffected()
	if err == nil && changed == 0 {
		return domain.ErrNotFound
	}
	return err
}

// conditions joins conditions with AND into a WHERE clause.
type conditions struct {
	parts []string
	args  []any
}

func (c *conditions) add(part string, args ...any) {
	c.parts = append(c.parts, part)
	c.args = append(c.args, args...)
}

func (c *conditions) where() string {
	if len(c.parts) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.parts, " AND ")
}

// lowerCase adds lower_case() to SQLite, whose own lower() and LIKE handle ASCII only.
var lowerCase = sync.OnceValue(func() error {
	return sqlite.RegisterDeterministicScalarFunction("lower_case", 1,
		func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			if text, ok := args[0].(string); ok {
				return strings.ToLower(text), nil
			}
			return args[0], nil
		})
})

// IsSeeded is true once the first records were stored.
func (s *Store) IsSeeded(ctx context.Context) (bool, error) {
	var done bool
	err := s.queryer(ctx).QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM "first_records")`).Scan(&done)
	return done, err
}

// MarkSeeded notes that the first records were stored.
func (s *Store) MarkSeeded(ctx context.Context, now time.Time) error {
	_, err := s.queryer(ctx).ExecContext(ctx, `INSERT INTO "first_records" ("done_at") VALUES (?)`, formatInstant(now))
	return err
}

func direction(order domain.Sorting) string {
	if order.Descending {
		return " DESC"
	}
	return " ASC"
}

func formatInstant(instant time.Time) string { return instant.UTC().Format(instantFormat) }
