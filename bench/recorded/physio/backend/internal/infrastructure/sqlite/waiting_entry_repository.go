package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"physio-practice/backend/internal/domain"
)

// WaitingEntryRepository stores waiting list in a table.
type WaitingEntryRepository struct {
	store *Store
}

// WaitingEntries gives access to the stored waiting list.
func (s *Store) WaitingEntries() *WaitingEntryRepository { return &WaitingEntryRepository{store: s} }

const waitingEntryColumns = `"id", "title", "slot_id", "patient_id", "patient_name", "state"`

// Create stores a new waiting list entry with an identifier that was never used.
func (r *WaitingEntryRepository) Create(ctx context.Context, waitingEntry domain.WaitingEntry) (domain.WaitingEntry, error) {
	result, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "waiting_entries" ("title", "slot_id", "patient_id", "patient_name", "state") VALUES (?, ?, ?, ?, ?)`,
		waitingEntry.Title,
		waitingEntry.SlotID,
		waitingEntry.PatientID,
		waitingEntry.PatientName,
		waitingEntry.State)
	if err != nil {
		return domain.WaitingEntry{}, translate(err)
	}
	waitingEntry.ID, err = result.LastInsertId()
	return waitingEntry, err
}

// Get reads one waiting list entry.
func (r *WaitingEntryRepository) Get(ctx context.Context, id int64) (domain.WaitingEntry, error) {
	row := r.store.queryer(ctx).QueryRowContext(ctx, "SELECT "+waitingEntryColumns+` FROM "waiting_entries" WHERE "id" = ?`, id)
	waitingEntry, err := scanWaitingEntry(row)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.WaitingEntry{}, domain.ErrNotFound
	}
	return waitingEntry, err
}

// List reads a page and counts all that match.
func (r *WaitingEntryRepository) List(ctx context.Context, query domain.WaitingEntryQuery) ([]domain.WaitingEntry, int, error) {
	matching := waitingEntryConditions(query)
	var total int
	count := r.store.queryer(ctx).QueryRowContext(ctx, `SELECT count(*) FROM "waiting_entries"`+matching.where(), matching.args...)
	if err := count.Scan(&total); err != nil {
		return nil, 0, err
	}
	// query.Order.Field comes from a fixed list (domain.WaitingEntryOrders), never directly from a client.
	order := ` ORDER BY "` + query.Order.Field + `"` + direction(query.Order) + `, "id"` + direction(query.Order)
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		"SELECT "+waitingEntryColumns+` FROM "waiting_entries"`+matching.where()+order+" LIMIT ? OFFSET ?",
		append(matching.args, query.Page.Limit, query.Page.Offset)...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	waitingEntries := []domain.WaitingEntry{}
	for rows.Next() {
		waitingEntry, err := scanWaitingEntry(rows)
		if err != nil {
			return nil, 0, err
		}
		waitingEntries = append(waitingEntries, waitingEntry)
	}
	return waitingEntries, total, rows.Err()
}

func waitingEntryConditions(query domain.WaitingEntryQuery) conditions {
	var matching conditions
	if query.State != nil {
		matching.add(`"state" = ?`, *query.State)
	}
	if query.PatientID != 0 {
		matching.add(`"patient_id" = ?`, query.PatientID)
	}
	return matching
}

func scanWaitingEntry(row interface{ Scan(...any) error }) (domain.WaitingEntry, error) {
	var waitingEntry domain.WaitingEntry
	err := row.Scan(&waitingEntry.ID, &waitingEntry.Title, &waitingEntry.SlotID, &waitingEntry.PatientID, &waitingEntry.PatientName, &waitingEntry.State)
	return waitingEntry, err
}
