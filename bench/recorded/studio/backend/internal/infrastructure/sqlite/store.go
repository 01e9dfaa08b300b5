// Package sqlite stores Studio in one SQLite file.
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

	"studio/backend/internal/domain"
)

//go:embed migrations/*.sql
var migrations embed.FS

// instantFormat has a fixed width, so that text order is time order.
const instantFormat = "2006-01-02T15:04:05.000000000Z"

// Open opens the file, making it and its folder when missing, and brings its schema up to date.
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

// migrate applies, in order and once each, the numbered files that the database has not seen.
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

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.db.PingContext(ctx) }

type transactionKey struct{}

// Within runs work in one transaction. SQLite takes one writer at a time; waiting here is cheaper than retrying there.
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

// translate turns SQLite's constraint errors into the domain's.
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

// oneChanged reports ErrNotFound when a statement touched no row.
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

// conditions builds a WHERE clause from parts that are all true.
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

// lowerCase makes lower_case() known to SQLite, whose own lower() and LIKE know ASCII only.
var lowerCase = sync.OnceValue(func() error {
	return sqlite.RegisterDeterministicScalarFunction("lower_case", 1,
		func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			if text, ok := args[0].(string); ok {
				return strings.ToLower(text), nil
			}
			return args[0], nil
		})
})

func direction(order domain.Sorting) string {
	if order.Descending {
		return " DESC"
	}
	return " ASC"
}

func formatInstant(instant time.Time) string { return instant.UTC().Format(instantFormat) }
