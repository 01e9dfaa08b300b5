package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"physio-practice/backend/internal/domain"
)

// NoteRepository stores notes in a table.
type NoteRepository struct {
	store *Store
}

// Notes gives access to the stored notes.
func (s *Store) Notes() *NoteRepository { return &NoteRepository{store: s} }

const noteColumns = `"id", "title", "booking_id", "text"`

// Create stores a new note with an identifier that was never used.
func (r *NoteRepository) Create(ctx context.Context, note domain.Note) (domain.Note, error) {
	result, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "notes" ("title", "booking_id", "text") VALUES (?, ?, ?)`,
		note.Title,
		note.BookingID,
		note.Text)
	if err != nil {
		return domain.Note{}, translate(err)
	}
	note.ID, err = result.LastInsertId()
	return note, err
}

// Get reads one note.
func (r *NoteRepository) Get(ctx context.Context, id int64) (domain.Note, error) {
	row := r.store.queryer(ctx).QueryRowContext(ctx, "SELECT "+noteColumns+` FROM "notes" WHERE "id" = ?`, id)
	note, err := scanNote(row)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Note{}, domain.ErrNotFound
	}
	return note, err
}

// List reads a page and counts all that match.
func (r *NoteRepository) List(ctx context.Context, query domain.NoteQuery) ([]domain.Note, int, error) {
	matching := noteConditions(query)
	var total int
	count := r.store.queryer(ctx).QueryRowContext(ctx, `SELECT count(*) FROM "notes"`+matching.where(), matching.args...)
	if err := count.Scan(&total); err != nil {
		return nil, 0, err
	}
	// query.Order.Field comes from a fixed list (domain.NoteOrders), never directly from a client.
	order := ` ORDER BY "` + query.Order.Field + `"` + direction(query.Order) + `, "id"` + direction(query.Order)
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		"SELECT "+noteColumns+` FROM "notes"`+matching.where()+order+" LIMIT ? OFFSET ?",
		append(matching.args, query.Page.Limit, query.Page.Offset)...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	notes := []domain.Note{}
	for rows.Next() {
		note, err := scanNote(rows)
		if err != nil {
			return nil, 0, err
		}
		notes = append(notes, note)
	}
	return notes, total, rows.Err()
}

func noteConditions(query domain.NoteQuery) conditions {
	var matching conditions
	return matching
}

func scanNote(row interface{ Scan(...any) error }) (domain.Note, error) {
	var note domain.Note
	err := row.Scan(&note.ID, &note.Title, &note.BookingID, &note.Text)
	return note, err
}
