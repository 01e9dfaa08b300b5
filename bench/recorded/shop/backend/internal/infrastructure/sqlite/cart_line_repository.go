package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"shop/backend/internal/domain"
)

// CartLineRepository keeps cart lines in a table.
type CartLineRepository struct {
	store *Store
}

// CartLines gives access to the stored cart lines.
func (s *Store) CartLines() *CartLineRepository { return &CartLineRepository{store: s} }

const cartLineColumns = `"id", "product", "quantity", "customer", "created_at", "updated_at"`

// Create stores a new cart line and gives it an identifier that was never used.
func (r *CartLineRepository) Create(ctx context.Context, cartLine domain.CartLine) (domain.CartLine, error) {
	result, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "cart_lines" ("product", "quantity", "customer", "created_at", "updated_at") VALUES (?, ?, ?, ?, ?)`,
		cartLine.Product,
		cartLine.Quantity,
		cartLine.Customer,
		formatInstant(cartLine.CreatedAt), formatInstant(cartLine.UpdatedAt))
	if err != nil {
		return domain.CartLine{}, translate(err)
	}
	cartLine.ID, err = result.LastInsertId()
	return cartLine, err
}

// Get reads one cart line.
func (r *CartLineRepository) Get(ctx context.Context, id int64) (domain.CartLine, error) {
	row := r.store.queryer(ctx).QueryRowContext(ctx, "SELECT "+cartLineColumns+` FROM "cart_lines" WHERE "id" = ?`, id)
	cartLine, err := scanCartLine(row)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.CartLine{}, domain.ErrNotFound
	}
	return cartLine, err
}

// List reads a page and counts all that match.
func (r *CartLineRepository) List(ctx context.Context, query domain.CartLineQuery) ([]domain.CartLine, int, error) {
	matching := cartLineConditions(query)
	var total int
	count := r.store.queryer(ctx).QueryRowContext(ctx, `SELECT count(*) FROM "cart_lines"`+matching.where(), matching.args...)
	if err := count.Scan(&total); err != nil {
		return nil, 0, err
	}
	// query.Order.Field comes from a fixed list (domain.CartLineOrders), never from a client as it stands.
	order := ` ORDER BY "` + query.Order.Field + `"` + direction(query.Order) + `, "id"` + direction(query.Order)
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		"SELECT "+cartLineColumns+` FROM "cart_lines"`+matching.where()+order+" LIMIT ? OFFSET ?",
		append(matching.args, query.Page.Limit, query.Page.Offset)...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	cartLines := []domain.CartLine{}
	for rows.Next() {
		cartLine, err := scanCartLine(rows)
		if err != nil {
			return nil, 0, err
		}
		cartLines = append(cartLines, cartLine)
	}
	return cartLines, total, rows.Err()
}

func cartLineConditions(query domain.CartLineQuery) conditions {
	var matching conditions
	matching.add(`"customer" = ?`, query.Customer)
	if query.Product != nil {
		matching.add(`"product" = ?`, *query.Product)
	}
	return matching
}

// Replace overwrites a stored cart line.
func (r *CartLineRepository) Replace(ctx context.Context, cartLine domain.CartLine) error {
	return oneChanged(r.store.queryer(ctx).ExecContext(ctx,
		`UPDATE "cart_lines" SET "product" = ?, "quantity" = ?, "updated_at" = ? WHERE "id" = ?`,
		cartLine.Product,
		cartLine.Quantity,
		formatInstant(cartLine.UpdatedAt), cartLine.ID))
}

// Delete removes a cart line.
func (r *CartLineRepository) Delete(ctx context.Context, id int64) error {
	return oneChanged(r.store.queryer(ctx).ExecContext(ctx, `DELETE FROM "cart_lines" WHERE "id" = ?`, id))
}

// Of reads the whole cart of a customer, oldest first.
func (r *CartLineRepository) Of(ctx context.Context, customer int64) ([]domain.CartLine, error) {
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		"SELECT "+cartLineColumns+` FROM "cart_lines" WHERE "customer" = ? ORDER BY "id"`, customer)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var lines []domain.CartLine
	for rows.Next() {
		line, err := scanCartLine(rows)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, rows.Err()
}

// Empty removes every line of a customer's cart.
func (r *CartLineRepository) Empty(ctx context.Context, customer int64) error {
	_, err := r.store.queryer(ctx).ExecContext(ctx, `DELETE FROM "cart_lines" WHERE "customer" = ?`, customer)
	return err
}

func scanCartLine(row interface{ Scan(...any) error }) (domain.CartLine, error) {
	var cartLine domain.CartLine
	var createdAt, updatedAt string
	err := row.Scan(&cartLine.ID, &cartLine.Product, &cartLine.Quantity, &cartLine.Customer, &createdAt, &updatedAt)
	if err != nil {
		return domain.CartLine{}, err
	}
	if cartLine.CreatedAt, err = time.Parse(instantFormat, createdAt); err != nil {
		return domain.CartLine{}, err
	}
	cartLine.UpdatedAt, err = time.Parse(instantFormat, updatedAt)
	return cartLine, err
}
