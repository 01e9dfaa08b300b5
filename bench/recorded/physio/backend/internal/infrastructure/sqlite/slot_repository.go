package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"physio-practice/backend/internal/domain"
)

// SlotRepository stores slots in a table.
type SlotRepository struct {
	store *Store
}

// Slots gives access to the stored slots.
func (s *Store) Slots() *SlotRepository { return &SlotRepository{store: s} }

const slotColumns = `"id", "title", "starts_at", "minutes", "room_id", "therapist_id", "ends_at", "state"`

// Create stores a new slot with an identifier that was never used.
func (r *SlotRepository) Create(ctx context.Context, slot domain.Slot) (domain.Slot, error) {
	result, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "slots" ("title", "starts_at", "minutes", "room_id", "therapist_id", "ends_at", "state") VALUES (?, ?, ?, ?, ?, ?, ?)`,
		slot.Title,
		formatInstant(slot.StartsAt),
		slot.Minutes,
		slot.RoomID,
		slot.TherapistID,
		formatInstant(slot.EndsAt),
		slot.State)
	if err != nil {
		return domain.Slot{}, translate(err)
	}
	slot.ID, err = result.LastInsertId()
	return slot, err
}

// Get reads one slot.
func (r *SlotRepository) Get(ctx context.Context, id int64) (domain.Slot, error) {
	row := r.store.queryer(ctx).QueryRowContext(ctx, "SELECT "+slotColumns+` FROM "slots" WHERE "id" = ?`, id)
	slot, err := scanSlot(row)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Slot{}, domain.ErrNotFound
	}
	return slot, err
}

// List reads a page and counts all that match.
func (r *SlotRepository) List(ctx context.Context, query domain.SlotQuery) ([]domain.Slot, int, error) {
	matching := slotConditions(query)
	var total int
	count := r.store.queryer(ctx).QueryRowContext(ctx, `SELECT count(*) FROM "slots"`+matching.where(), matching.args...)
	if err := count.Scan(&total); err != nil {
		return nil, 0, err
	}
	// query.Order.Field comes from a fixed list (domain.SlotOrders), never directly from a client.
	order := ` ORDER BY "` + query.Order.Field + `"` + direction(query.Order) + `, "id"` + direction(query.Order)
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		"SELECT "+slotColumns+` FROM "slots"`+matching.where()+order+" LIMIT ? OFFSET ?",
		append(matching.args, query.Page.Limit, query.Page.Offset)...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	slots := []domain.Slot{}
	for rows.Next() {
		slot, err := scanSlot(rows)
		if err != nil {
			return nil, 0, err
		}
		slots = append(slots, slot)
	}
	return slots, total, rows.Err()
}

func slotConditions(query domain.SlotQuery) conditions {
	var matching conditions
	if query.Minutes != nil {
		matching.add(`"minutes" = ?`, *query.Minutes)
	}
	if query.RoomID != nil {
		matching.add(`"room_id" = ?`, *query.RoomID)
	}
	if query.State != nil {
		matching.add(`"state" = ?`, *query.State)
	}
	return matching
}

// BreaksRoomHasOneSlotAtATime reports whether a slot breaks this rule: It overlaps another slot.
func (r *SlotRepository) BreaksRoomHasOneSlotAtATime(ctx context.Context, slot domain.Slot) (broken bool, err error) {
	row := r.store.queryer(ctx).QueryRowContext(ctx,
		`SELECT EXISTS (SELECT 1 FROM "slots" WHERE "id" <> ? AND "room_id" = ? AND "starts_at" < ? AND "ends_at" > ?)`,
		slot.ID, slot.RoomID, formatInstant(slot.EndsAt), formatInstant(slot.StartsAt))
	err = row.Scan(&broken)
	return broken, err
}

// BreaksTherapistHasOneSlotAtATime reports whether a slot breaks this rule: It overlaps another slot.
func (r *SlotRepository) BreaksTherapistHasOneSlotAtATime(ctx context.Context, slot domain.Slot) (broken bool, err error) {
	row := r.store.queryer(ctx).QueryRowContext(ctx,
		`SELECT EXISTS (SELECT 1 FROM "slots" WHERE "id" <> ? AND "therapist_id" = ? AND "starts_at" < ? AND "ends_at" > ?)`,
		slot.ID, slot.TherapistID, formatInstant(slot.EndsAt), formatInstant(slot.StartsAt))
	err = row.Scan(&broken)
	return broken, err
}

func scanSlot(row interface{ Scan(...any) error }) (domain.Slot, error) {
	var slot domain.Slot
	var startsAtText string
	var endsAtText string
	err := row.Scan(&slot.ID, &slot.Title, &startsAtText, &slot.Minutes, &slot.RoomID, &slot.TherapistID, &endsAtText, &slot.State)
	if err != nil {
		return domain.Slot{}, err
	}
	if slot.StartsAt, err = time.Parse(instantFormat, startsAtText); err != nil {
		return domain.Slot{}, err
	}
	if slot.EndsAt, err = time.Parse(instantFormat, endsAtText); err != nil {
		return domain.Slot{}, err
	}
	return slot, err
}
