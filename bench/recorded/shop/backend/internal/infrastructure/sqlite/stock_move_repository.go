package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"shop/backend/internal/domain"
)

// StockMoveRepository keeps stock moves in a table.
type StockMoveRepository struct {
	store *Store
}

// StockMoves gives access to the stored stock moves.
func (s *Store) StockMoves() *StockMoveRepository { return &StockMoveRepository{store: s} }

const stockMoveColumns = `"id", "reason", "product", "quantity", "created_at", "updated_at"`

// Create stores a new stock move and gives it an identifier that was never used.
func (r *StockMoveRepository) Create(ctx context.Context, stockMove domain.StockMove) (domain.StockMove, error) {
	result, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "stock_moves" ("reason", "product", "quantity", "created_at", "updated_at") VALUES (?, ?, ?, ?, ?)`,
		stockMove.Reason,
		stockMove.Product,
		stockMove.Quantity,
		formatInstant(stockMove.CreatedAt), formatInstant(stockMove.UpdatedAt))
	if err != nil {
		return domain.StockMove{}, translate(err)
	}
	stockMove.ID, err = result.LastInsertId()
	return stockMove, err
}

// Get reads one stock move.
func (r *StockMoveRepository) Get(ctx context.Context, id int64) (domain.StockMove, error) {
	row := r.store.queryer(ctx).QueryRowContext(ctx, "SELECT "+stockMoveColumns+` FROM "stock_moves" WHERE "id" = ?`, id)
	stockMove, err := scanStockMove(row)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.StockMove{}, domain.ErrNotFound
	}
	return stockMove, err
}

// List reads a page and counts all that match.
func (r *StockMoveRepository) List(ctx context.Context, query domain.StockMoveQuery) ([]domain.StockMove, int, error) {
	matching := stockMoveConditions(query)
	var total int
	count := r.store.queryer(ctx).QueryRowContext(ctx, `SELECT count(*) FROM "stock_moves"`+matching.where(), matching.args...)
	if err := count.Scan(&total); err != nil {
		return nil, 0, err
	}
	// query.Order.Field comes from a fixed list (domain.StockMoveOrders), never from a client as it stands.
	order := ` ORDER BY "` + query.Order.Field + `"` + direction(query.Order) + `, "id"` + direction(query.Order)
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		"SELECT "+stockMoveColumns+` FROM "stock_moves"`+matching.where()+order+" LIMIT ? OFFSET ?",
		append(matching.args, query.Page.Limit, query.Page.Offset)...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	stockMoves := []domain.StockMove{}
	for rows.Next() {
		stockMove, err := scanStockMove(rows)
		if err != nil {
			return nil, 0, err
		}
		stockMoves = append(stockMoves, stockMove)
	}
	return stockMoves, total, rows.Err()
}

func stockMoveConditions(query domain.StockMoveQuery) conditions {
	var matching conditions
	if query.Search != "" {
		text := strings.ToLower(query.Search)
		matching.add(`(instr(lower_case("reason"), ?) > 0)`, text)
	}
	if query.Product != nil {
		matching.add(`"product" = ?`, *query.Product)
	}
	return matching
}

func scanStockMove(row interface{ Scan(...any) error }) (domain.StockMove, error) {
	var stockMove domain.StockMove
	var createdAt, updatedAt string
	err := row.Scan(&stockMove.ID, &stockMove.Reason, &stockMove.Product, &stockMove.Quantity, &createdAt, &updatedAt)
	if err != nil {
		return domain.StockMove{}, err
	}
	if stockMove.CreatedAt, err = time.Parse(instantFormat, createdAt); err != nil {
		return domain.StockMove{}, err
	}
	stockMove.UpdatedAt, err = time.Parse(instantFormat, updatedAt)
	return stockMove, err
}
