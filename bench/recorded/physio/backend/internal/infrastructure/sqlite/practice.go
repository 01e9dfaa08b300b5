package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"physio-practice/backend/internal/domain"
)

// collect reads every row.
func collect[T any](rows *sql.Rows, scan func(row interface{ Scan(...any) error }) (T, error)) ([]T, error) {
	defer rows.Close()
	records := []T{}
	for rows.Next() {
		record, err := scan(rows)
		if err != nil {
			return nil, err
		}
		records = append(records, record)
	}
	return records, rows.Err()
}

// AddMissed adds one to an account's count of missed bookings.
func (r *AccountRepository) AddMissed(ctx context.Context, id int64, now time.Time) error {
	return oneChanged(r.store.queryer(ctx).ExecContext(ctx,
		`UPDATE "accounts" SET "missed_count" = "missed_count" + 1, "updated_at" = ? WHERE "id" = ?`, formatInstant(now), id))
}

// ResetMissed sets an account's count of missed bookings to 0.
func (r *AccountRepository) ResetMissed(ctx context.Context, id int64, now time.Time) error {
	return oneChanged(r.store.queryer(ctx).ExecContext(ctx,
		`UPDATE "accounts" SET "missed_count" = 0, "updated_at" = ? WHERE "id" = ?`, formatInstant(now), id))
}

// PatientsWithMissed reads the patients who missed bookings, the highest count first, then by name.
func (r *AccountRepository) PatientsWithMissed(ctx context.Context) ([]domain.Account, error) {
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		"SELECT "+accountColumns+` FROM "accounts" WHERE "role" = 'patient' AND "missed_count" > 0 ORDER BY "missed_count" DESC, "name", "id"`)
	if err != nil {
		return nil, err
	}
	return collect(rows, scanAccount)
}

// SetState changes the state of a slot.
func (r *SlotRepository) SetState(ctx context.Context, id int64, state string) error {
	return oneChanged(r.store.queryer(ctx).ExecContext(ctx, `UPDATE "slots" SET "state" = ? WHERE "id" = ?`, state, id))
}

// StartingAfter reads the slots that start later, the earliest first.
func (r *SlotRepository) StartingAfter(ctx context.Context, now time.Time) ([]domain.Slot, error) {
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		"SELECT "+slotColumns+` FROM "slots" WHERE "starts_at" > ? ORDER BY "starts_at", "id"`, formatInstant(now))
	if err != nil {
		return nil, err
	}
	return collect(rows, scanSlot)
}

// OfTherapist reads a therapist's slots that start in a span of time, each with its booking that is not cancelled.
func (r *SlotRepository) OfTherapist(ctx context.Context, therapist int64, from, to time.Time) ([]domain.TodaysSlot, error) {
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		`SELECT s."id", s."title", s."starts_at", s."ends_at", s."state", b."id", b."state", b."patient_name"
		FROM "slots" s LEFT JOIN "bookings" b ON b."slot_id" = s."id" AND b."state" <> 'cancelled'
		WHERE s."therapist_id" = ? AND s."starts_at" >= ? AND s."starts_at" < ? ORDER BY s."starts_at", s."id"`,
		therapist, formatInstant(from), formatInstant(to))
	if err != nil {
		return nil, err
	}
	return collect(rows, scanTodaysSlot)
}

func scanTodaysSlot(row interface{ Scan(...any) error }) (domain.TodaysSlot, error) {
	var slot domain.TodaysSlot
	var startsAt, endsAt string
	err := row.Scan(&slot.ID, &slot.Title, &startsAt, &endsAt, &slot.State, &slot.BookingID, &slot.BookingState, &slot.PatientName)
	if err != nil {
		return domain.TodaysSlot{}, err
	}
	if slot.StartsAt, err = time.Parse(instantFormat, startsAt); err != nil {
		return domain.TodaysSlot{}, err
	}
	slot.EndsAt, err = time.Parse(instantFormat, endsAt)
	return slot, err
}

// SetState changes the state of a booking.
func (r *BookingRepository) SetState(ctx context.Context, id int64, state string) error {
	return oneChanged(r.store.queryer(ctx).ExecContext(ctx, `UPDATE "bookings" SET "state" = ? WHERE "id" = ?`, state, id))
}

// CountOpen counts the open bookings of a patient.
func (r *BookingRepository) CountOpen(ctx context.Context, patient int64) (count int, err error) {
	err = r.store.queryer(ctx).QueryRowContext(ctx,
		`SELECT count(*) FROM "bookings" WHERE "patient_id" = ? AND "state" = 'open'`, patient).Scan(&count)
	return count, err
}

// HasOpen reports whether a patient has an open booking of a slot.
func (r *BookingRepository) HasOpen(ctx context.Context, patient, slot int64) (has bool, err error) {
	err = r.store.queryer(ctx).QueryRowContext(ctx,
		`SELECT EXISTS (SELECT 1 FROM "bookings" WHERE "patient_id" = ? AND "slot_id" = ? AND "state" = 'open')`, patient, slot).Scan(&has)
	return has, err
}

// OfPatient reads all bookings of a patient, the earliest start first.
func (r *BookingRepository) OfPatient(ctx context.Context, patient int64) ([]domain.Booking, error) {
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		"SELECT "+bookingColumns+` FROM "bookings" WHERE "patient_id" = ? ORDER BY "starts_at", "id"`, patient)
	if err != nil {
		return nil, err
	}
	return collect(rows, scanBooking)
}

// SetState changes the state of a waiting list entry.
func (r *WaitingEntryRepository) SetState(ctx context.Context, id int64, state string) error {
	return oneChanged(r.store.queryer(ctx).ExecContext(ctx, `UPDATE "waiting_entries" SET "state" = ? WHERE "id" = ?`, state, id))
}

// FirstWaiting reads the entry that has waited longest for a slot.
func (r *WaitingEntryRepository) FirstWaiting(ctx context.Context, slot int64) (domain.WaitingEntry, error) {
	entry, err := scanWaitingEntry(r.store.queryer(ctx).QueryRowContext(ctx,
		"SELECT "+waitingEntryColumns+` FROM "waiting_entries" WHERE "slot_id" = ? AND "state" = 'waiting' ORDER BY "id" LIMIT 1`, slot))
	if errors.Is(err, sql.ErrNoRows) {
		return domain.WaitingEntry{}, domain.ErrNotFound
	}
	return entry, err
}

// IsListed reports whether a patient waits for a slot or is offered it.
func (r *WaitingEntryRepository) IsListed(ctx context.Context, patient, slot int64) (is bool, err error) {
	err = r.store.queryer(ctx).QueryRowContext(ctx,
		`SELECT EXISTS (SELECT 1 FROM "waiting_entries" WHERE "patient_id" = ? AND "slot_id" = ? AND "state" IN ('waiting', 'offered'))`,
		patient, slot).Scan(&is)
	return is, err
}
