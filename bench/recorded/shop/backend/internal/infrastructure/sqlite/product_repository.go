package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"shop/backend/internal/domain"
)

// ProductRepository keeps products in a table.
type ProductRepository struct {
	store *Store
}

// Products gives access to the stored products.
func (s *Store) Products() *ProductRepository { return &ProductRepository{store: s} }

const productColumns = `"id", "name", "description", "price",
	(SELECT coalesce(sum("quantity"), 0) FROM "stock_moves" WHERE "stock_moves"."product" = "products"."id") AS "stock",
	"created_at", "updated_at"`

// Create stores a new product and gives it an identifier that was never used.
func (r *ProductRepository) Create(ctx context.Context, product domain.Product) (domain.Product, error) {
	result, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "products" ("name", "description", "price", "created_at", "updated_at") VALUES (?, ?, ?, ?, ?)`,
		product.Name,
		product.Description,
		product.Price,
		formatInstant(product.CreatedAt), formatInstant(product.UpdatedAt))
	if err != nil {
		return domain.Product{}, translate(err)
	}
	product.ID, err = result.LastInsertId()
	return product, err
}

// Get reads one product.
func (r *ProductRepository) Get(ctx context.Context, id int64) (domain.Product, error) {
	row := r.store.queryer(ctx).QueryRowContext(ctx, "SELECT "+productColumns+` FROM "products" WHERE "id" = ?`, id)
	product, err := scanProduct(row)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Product{}, domain.ErrNotFound
	}
	return product, err
}

// List reads a page and counts all that match.
func (r *ProductRepository) List(ctx context.Context, query domain.ProductQuery) ([]domain.Product, int, error) {
	matching := productConditions(query)
	var total int
	count := r.store.queryer(ctx).QueryRowContext(ctx, `SELECT count(*) FROM "products"`+matching.where(), matching.args...)
	if err := count.Scan(&total); err != nil {
		return nil, 0, err
	}
	// query.Order.Field comes from a fixed list (domain.ProductOrders), never from a client as it stands.
	order := ` ORDER BY "` + query.Order.Field + `"` + direction(query.Order) + `, "id"` + direction(query.Order)
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		"SELECT "+productColumns+` FROM "products"`+matching.where()+order+" LIMIT ? OFFSET ?",
		append(matching.args, query.Page.Limit, query.Page.Offset)...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	products := []domain.Product{}
	for rows.Next() {
		product, err := scanProduct(rows)
		if err != nil {
			return nil, 0, err
		}
		products = append(products, product)
	}
	return products, total, rows.Err()
}

func productConditions(query domain.ProductQuery) conditions {
	var matching conditions
	if query.Search != "" {
		text := strings.ToLower(query.Search)
		matching.add(`(instr(lower_case("name"), ?) > 0 OR instr(lower_case("description"), ?) > 0)`, text, text)
	}
	return matching
}

// Replace overwrites a stored product.
func (r *ProductRepository) Replace(ctx context.Context, product domain.Product) error {
	return oneChanged(r.store.queryer(ctx).ExecContext(ctx,
		`UPDATE "products" SET "name" = ?, "description" = ?, "price" = ?, "updated_at" = ? WHERE "id" = ?`,
		product.Name,
		product.Description,
		product.Price,
		formatInstant(product.UpdatedAt), product.ID))
}

// Delete removes a product.
func (r *ProductRepository) Delete(ctx context.Context, id int64) error {
	return oneChanged(r.store.queryer(ctx).ExecContext(ctx, `DELETE FROM "products" WHERE "id" = ?`, id))
}

func scanProduct(row interface{ Scan(...any) error }) (domain.Product, error) {
	var product domain.Product
	var createdAt, updatedAt string
	err := row.Scan(&product.ID, &product.Name, &product.Description, &product.Price, &product.Stock, &createdAt, &updatedAt)
	if err != nil {
		return domain.Product{}, err
	}
	if product.CreatedAt, err = time.Parse(instantFormat, createdAt); err != nil {
		return domain.Product{}, err
	}
	product.UpdatedAt, err = time.Parse(instantFormat, updatedAt)
	return product, err
}
