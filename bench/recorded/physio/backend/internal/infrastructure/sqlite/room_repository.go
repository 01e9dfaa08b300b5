package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"physio-practice/backend/internal/domain"
)

// RoomRepository stores rooms in a table.
type RoomRepository struct {
	store *Store
}

// Rooms gives access to the stored rooms.
func (s *Store) Rooms() *RoomRepository { return &RoomRepository{store: s} }

const roomColumns = `"id", "name"`

// Create stores a new room with an identifier that was never used.
func (r *RoomRepository) Create(ctx context.Context, room domain.Room) (domain.Room, error) {
	result, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "rooms" ("name") VALUES (?)`,
		room.Name)
	if err != nil {
		return domain.Room{}, translate(err)
	}
	room.ID, err = result.LastInsertId()
	return room, err
}

// Get reads one room.
func (r *RoomRepository) Get(ctx context.Context, id int64) (domain.Room, error) {
	row := r.store.queryer(ctx).QueryRowContext(ctx, "SELECT "+roomColumns+` FROM "rooms" WHERE "id" = ?`, id)
	room, err := scanRoom(row)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Room{}, domain.ErrNotFound
	}
	return room, err
}

// List reads a page and counts all that match.
func (r *RoomRepository) List(ctx context.Context, query domain.RoomQuery) ([]domain.Room, int, error) {
	matching := roomConditions(query)
	var total int
	count := r.store.queryer(ctx).QueryRowContext(ctx, `SELECT count(*) FROM "rooms"`+matching.where(), matching.args...)
	if err := count.Scan(&total); err != nil {
		return nil, 0, err
	}
	// query.Order.Field comes from a fixed list (domain.RoomOrders), never directly from a client.
	order := ` ORDER BY "` + query.Order.Field + `"` + direction(query.Order) + `, "id"` + direction(query.Order)
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		"SELECT "+roomColumns+` FROM "rooms"`+matching.where()+order+" LIMIT ? OFFSET ?",
		append(matching.args, query.Page.Limit, query.Page.Offset)...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	rooms := []domain.Room{}
	for rows.Next() {
		room, err := scanRoom(rows)
		if err != nil {
			return nil, 0, err
		}
		rooms = append(rooms, room)
	}
	return rooms, total, rows.Err()
}

func roomConditions(query domain.RoomQuery) conditions {
	var matching conditions
	if query.Search != "" {
		text := strings.ToLower(query.Search)
		matching.add(`(instr(lower_case("name"), ?) > 0)`, text)
	}
	return matching
}

func scanRoom(row interface{ Scan(...any) error }) (domain.Room, error) {
	var room domain.Room
	err := row.Scan(&room.ID, &room.Name)
	return room, err
}
