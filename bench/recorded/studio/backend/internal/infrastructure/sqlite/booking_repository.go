package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"studio/backend/internal/domain"
)

// BookingRepository keeps bookings in a table.
type BookingRepository struct {
	store *Store
}

// Bookings gives access to the stored bookings.
func (s *Store) Bookings() *BookingRepository { return &BookingRepository{store: s} }

const bookingColumns = `"id", "guest", "lesson", "member", "created_at", "updated_at"`

// Create stores a new booking and gives it an identifier that was never used.
func (r *BookingRepository) Create(ctx context.Context, booking domain.Booking) (domain.Booking, error) {
	result, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "bookings" ("guest", "lesson", "member", "created_at", "updated_at") VALUES (?, ?, ?, ?, ?)`,
		booking.Guest,
		booking.Lesson,
		booking.Member,
		formatInstant(booking.CreatedAt), formatInstant(booking.UpdatedAt))
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
	// query.Order.Field comes from a fixed list (domain.BookingOrders), never from a client as it stands.
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
	matching.add(`"member" = ?`, query.Member)
	if query.Search != "" {
		text := strings.ToLower(query.Search)
		matching.add(`(instr(lower_case("guest"), ?) > 0)`, text)
	}
	if query.Lesson != nil {
		matching.add(`"lesson" = ?`, *query.Lesson)
	}
	return matching
}

// Has reports whether a member has booked a lesson.
func (r *BookingRepository) Has(ctx context.Context, lesson, member int64) (bool, error) {
	var found bool
	err := r.store.queryer(ctx).QueryRowContext(ctx,
		`SELECT EXISTS (SELECT 1 FROM "bookings" WHERE "lesson" = ? AND "member" = ?)`, lesson, member).Scan(&found)
	return found, err
}

// Delete removes a booking.
func (r *BookingRepository) Delete(ctx context.Context, id int64) error {
	return oneChanged(r.store.queryer(ctx).ExecContext(ctx, `DELETE FROM "bookings" WHERE "id" = ?`, id))
}

func scanBooking(row interface{ Scan(...any) error }) (domain.Booking, error) {
	var booking domain.Booking
	var createdAt, updatedAt string
	err := row.Scan(&booking.ID, &booking.Guest, &booking.Lesson, &booking.Member, &createdAt, &updatedAt)
	if err != nil {
		return domain.Booking{}, err
	}
	if booking.CreatedAt, err = time.Parse(instantFormat, createdAt); err != nil {
		return domain.Booking{}, err
	}
	booking.UpdatedAt, err = time.Parse(instantFormat, updatedAt)
	return booking, err
}
