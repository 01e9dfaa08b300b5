package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"shop/backend/internal/domain"
)

// OrderRepository keeps orders, and what was ordered, in two tables.
type OrderRepository struct {
	store *Store
}

// Orders gives access to the stored orders.
func (s *Store) Orders() *OrderRepository { return &OrderRepository{store: s} }

const orderColumns = `"id", "address", "customer", "total", "status", "created_at", "updated_at"`

// Create stores a new order with its lines.
func (r *OrderRepository) Create(ctx context.Context, order domain.Order, lines []domain.OrderLine) (domain.Order, error) {
	result, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "orders" ("address", "customer", "total", "status", "created_at", "updated_at") VALUES (?, ?, ?, ?, ?, ?)`,
		order.Address, order.Customer, order.Total, order.Status,
		formatInstant(order.CreatedAt), formatInstant(order.UpdatedAt))
	if err != nil {
		return domain.Order{}, translate(err)
	}
	if order.ID, err = result.LastInsertId(); err != nil {
		return domain.Order{}, err
	}
	for _, line := range lines {
		if _, err := r.store.queryer(ctx).ExecContext(ctx,
			`INSERT INTO "order_lines" ("order", "product", "name", "quantity", "price") VALUES (?, ?, ?, ?, ?)`,
			order.ID, line.Product, line.Name, line.Quantity, line.Price); err != nil {
			return domain.Order{}, translate(err)
		}
	}
	return order, nil
}

// Get reads one order.
func (r *OrderRepository) Get(ctx context.Context, id int64) (domain.Order, error) {
	row := r.store.queryer(ctx).QueryRowContext(ctx, "SELECT "+orderColumns+` FROM "orders" WHERE "id" = ?`, id)
	order, err := scanOrder(row)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Order{}, domain.ErrNotFound
	}
	return order, err
}

// List reads a page and counts all that match.
func (r *OrderRepository) List(ctx context.Context, query domain.OrderQuery) ([]domain.Order, int, error) {
	var matching conditions
	if query.Customer != nil {
		matching.add(`"customer" = ?`, *query.Customer)
	}
	if query.Search != "" {
		matching.add(`(instr(lower_case("address"), ?) > 0)`, strings.ToLower(query.Search))
	}
	var total int
	count := r.store.queryer(ctx).QueryRowContext(ctx, `SELECT count(*) FROM "orders"`+matching.where(), matching.args...)
	if err := count.Scan(&total); err != nil {
		return nil, 0, err
	}
	// query.Order.Field comes from a fixed list (domain.OrderOrders), never from a client as it stands.
	order := ` ORDER BY "` + query.Order.Field + `"` + direction(query.Order) + `, "id"` + direction(query.Order)
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		"SELECT "+orderColumns+` FROM "orders"`+matching.where()+order+" LIMIT ? OFFSET ?",
		append(matching.args, query.Page.Limit, query.Page.Offset)...)
	if err != nil {
		return nil, 0, err
	}
	orders, err := collect(rows, func() (domain.Order, error) { return scanOrder(rows) })
	return orders, total, err
}

// Replace overwrites a stored order.
func (r *OrderRepository) Replace(ctx context.Context, order domain.Order) error {
	return oneChanged(r.store.queryer(ctx).ExecContext(ctx,
		`UPDATE "orders" SET "status" = ?, "updated_at" = ? WHERE "id" = ?`,
		order.Status, formatInstant(order.UpdatedAt), order.ID))
}

// Lines reads what was ordered, by name.
func (r *OrderRepository) Lines(ctx context.Context, order int64) ([]domain.OrderLine, error) {
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		`SELECT "product", "name", "quantity", "price" FROM "order_lines" WHERE "order" = ? ORDER BY "name", "product"`, order)
	if err != nil {
		return nil, err
	}
	return collect(rows, func() (line domain.OrderLine, err error) {
		err = rows.Scan(&line.Product, &line.Name, &line.Quantity, &line.Price)
		return line, err
	})
}

// Sales adds up, for each product that was ordered, how many and for how much; best sellers first.
func (r *OrderRepository) Sales(ctx context.Context) ([]domain.Sale, error) {
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		`SELECT "product", "products"."name", sum("quantity") AS "sold", sum("quantity" * "order_lines"."price")
			FROM "order_lines" JOIN "products" ON "products"."id" = "product"
			GROUP BY "product" ORDER BY "sold" DESC, "product"`)
	if err != nil {
		return nil, err
	}
	return collect(rows, func() (sale domain.Sale, err error) {
		err = rows.Scan(&sale.Product, &sale.Name, &sale.Sold, &sale.Revenue)
		return sale, err
	})
}

// collect reads every row, and gives an empty list where there is none.
func collect[T any](rows *sql.Rows, scan func() (T, error)) ([]T, error) {
	defer rows.Close()
	records := []T{}
	for rows.Next() {
		record, err := scan()
		if err != nil {
			return nil, err
		}
		records = append(records, record)
	}
	return records, rows.Err()
}

func scanOrder(row interface{ Scan(...any) error }) (domain.Order, error) {
	var order domain.Order
	var createdAt, updatedAt string
	err := row.Scan(&order.ID, &order.Address, &order.Customer, &order.Total, &order.Status, &createdAt, &updatedAt)
	if err != nil {
		return domain.Order{}, err
	}
	if order.CreatedAt, err = time.Parse(instantFormat, createdAt); err != nil {
		return domain.Order{}, err
	}
	order.UpdatedAt, err = time.Parse(instantFormat, updatedAt)
	return order, err
}
