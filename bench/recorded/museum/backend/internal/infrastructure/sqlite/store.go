// Package sqlite stores the records in SQLite.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	sqlite3 "modernc.org/sqlite"

	"harbour-museum-audio-guide/backend/internal/application"
)

const schema = `
CREATE TABLE IF NOT EXISTS visitors (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	username TEXT NOT NULL UNIQUE,
	email TEXT NOT NULL UNIQUE COLLATE NOCASE,
	password_hash TEXT NOT NULL,
	language TEXT NOT NULL,
	role TEXT NOT NULL,
	created_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS sessions (
	digest BLOB PRIMARY KEY,
	visitor_id INTEGER NOT NULL REFERENCES visitors(id) ON DELETE CASCADE,
	expires_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS exhibitions (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	slug TEXT NOT NULL UNIQUE,
	title TEXT NOT NULL,
	description TEXT NOT NULL,
	floor INTEGER NOT NULL,
	opens_on TEXT NOT NULL,
	closes_on TEXT,
	created_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS exhibits (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	slug TEXT NOT NULL UNIQUE,
	title TEXT NOT NULL,
	number INTEGER NOT NULL UNIQUE,
	body TEXT NOT NULL,
	audio_url TEXT,
	duration_seconds INTEGER,
	status TEXT NOT NULL,
	tags TEXT NOT NULL,
	exhibition_id INTEGER NOT NULL REFERENCES exhibitions(id),
	published_at TEXT,
	created_at TEXT NOT NULL,
	updated_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS exhibits_of_exhibition ON exhibits(exhibition_id, status);
CREATE TABLE IF NOT EXISTS favorites (
	exhibit_id INTEGER NOT NULL REFERENCES exhibits(id) ON DELETE CASCADE,
	visitor_id INTEGER NOT NULL REFERENCES visitors(id) ON DELETE CASCADE,
	PRIMARY KEY (exhibit_id, visitor_id)
);
CREATE INDEX IF NOT EXISTS favorites_of_visitor ON favorites(visitor_id);
CREATE TABLE IF NOT EXISTS comments (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	exhibit_id INTEGER NOT NULL REFERENCES exhibits(id) ON DELETE CASCADE,
	author_id INTEGER NOT NULL REFERENCES visitors(id) ON DELETE CASCADE,
	body TEXT NOT NULL,
	created_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS comments_of_exhibit ON comments(exhibit_id, id);
`

// Store keeps the records in one file.
type Store struct {
	// readers and writer are separate: one connection writes, so that writes wait in line here.
	readers *sql.DB
	writer  *sql.DB
}

// Open opens the file, and creates it with its folder if it is not there.
func Open(path string) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return nil, fmt.Errorf("folder of the database: %w", err)
	}
	dsn := "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() +
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)"
	writer, err := sql.Open("sqlite", dsn+"&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	writer.SetMaxOpenConns(1)
	if _, err := writer.Exec(schema); err != nil {
		return nil, errors.Join(fmt.Errorf("create tables: %w", err), writer.Close())
	}
	readers, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), writer.Close())
	}
	readers.SetMaxOpenConns(8)
	return &Store{readers: readers, writer: writer}, nil
}

// Close closes the file.
func (s *Store) Close() error {
	return errors.Join(s.readers.Close(), s.writer.Close())
}

// Ping says whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.readers.PingContext(ctx)
}

// Read runs a transaction that only reads.
func (s *Store) Read(ctx context.Context, use func(application.Tx) error) error {
	return run(ctx, s.readers, use)
}

// Write runs a transaction that is applied whole or not at all.
func (s *Store) Write(ctx context.Context, use func(application.Tx) error) error {
	return run(ctx, s.writer, use)
}

func run(ctx context.Context, db *sql.DB, use func(application.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := use(&transaction{ctx: ctx, tx: tx}); err != nil {
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// taken turns a violation of a unique column into its named error.
func taken(err error) error {
	var failure *sqlite3.Error
	if !errors.As(err, &failure) {
		return err
	}
	text := failure.Error()
	switch {
	case !strings.Contains(text, "UNIQUE constraint failed"):
		return err
	case strings.Contains(text, "visitors.username"):
		return application.ErrUsernameTaken
	case strings.Contains(text, "visitors.email"):
		return application.ErrEmailTaken
	case strings.Contains(text, "exhibits.number"):
		return application.ErrNumberTaken
	}
	return err
}
