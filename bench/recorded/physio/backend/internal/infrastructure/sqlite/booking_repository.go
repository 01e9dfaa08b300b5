package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"physio-practice/backend/internal/domain"
)

// BookingRepository stores bookings in a table.
type BookingRepository struct {
	store *Store
}

// Bookings gives access to the stored bookings.
func (s *Store) Bookings() *BookingRepository { return &BookingRepository{store: s} }

const bookingColumns = `"id", "title", "slot_id", "patient_id", "patient_name", "starts_at", "state"`

// Create stores a new booking with an identifier that was never used.
func (r *BookingRepository) Create(ctx context.Context, booking domain.Booking) (domain.Booking, error) {
	result, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "bookings" ("title", "slot_id", "patient_id", "patient_name", "starts_at", "state") VALUES (?, ?, ?, ?, ?, ?)`,
		booking.Title,
		booking.SlotID,
		booking.PatientID,
		booking.PatientName,
		formatInstant(booking.StartsAt),
		booking.State)
	if err != nil {
		return domain.Booking{}, translate(err)
	}
	booking.ID, err = result.LastInsertId()
	return booking, err
}

// Get reads one booking.
func (r *BookingRepository) Get(ctx context.Context, id int64) (domain.Booking, error) {
	row := r.store.queryer(ctx).QueryRowContext(ctx, "SELECT "+bookingColumns+` FROM "bookings" WHERE "id" = ?`, id)
	booking, err := scanBooking(row)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Booking{}, domain.ErrNotFound
	}
	return booking, err
}

// List reads a page and counts all that match.
func (r *BookingRepository) List(ctx context.Context, query domain.BookingQuery) ([]domain.Booking, int, error) {
	matching := bookingConditions(query)
	var total int
	count := r.store.queryer(ctx).QueryRowContext(ctx, `SELECT count(*) FROM "bookings"`+matching.where(), matching.args...)
	if err := count.Scan(&total); err != nil {
		return nil, 0, err
	}
	// query.Order.Field comes from a fixed list (domain.BookingOrders), never directly from a client.
	order := ` ORDER BY "` + query.Order.Field + `"` + direction(query.Order) + `, "id"` + direction(query.Order)
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		"SELECT "+bookingColumns+` FROM "bookings"`+matching.where()+order+" LIMIT ? OFFSET ?",
		append(matching.args, query.Page.Limit, query.Page.Offset)...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	bookings := []domain.Booking{}
	for rows.Next() {
		booking, err := scanBooking(rows)
		if err != nil {
			return nil, 0, err
		}
		bookings = append(bookings, booking)
	}
	return bookings, total, rows.Err()
}

func bookingConditions(query domain.BookingQuery) conditions {
	var matching conditions
	if query.Search != "" {
		text := strings.ToLower(query.Search)
		matching.add(`(instr(lower_case("title"), ?) > 0 OR instr(lower_case("patient_name"), ?) > 0)`, text, text)
	}
	if query.State != nil {
		matching.add(`"state" = ?`, *query.State)
	}
	if query.PatientID != 0 {
		matching.add(`"patient_id" = ?`, query.PatientID)
	}
	return matching
}

func scanBooking(row interface{ Scan(...any) error }) (domain.Booking, error) {
	var booking domain.Booking
	var startsAtText string
	err := row.Scan(&booking.ID, &booking.Title, &booking.SlotID, &booking.PatientID, &booking.PatientName, &startsAtText, &booking.State)
	if err != nil {
		return domain.Booking{}, err
	}
	if booking.StartsAt, err = time.Parse(instantFormat, startsAtText); err != nil {
		return domain.Booking{}, err
	}
	return booking, err
}
