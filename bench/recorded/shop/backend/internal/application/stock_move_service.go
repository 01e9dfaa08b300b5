package application

import (
	"context"
	"errors"
	"time"

	"shop/backend/internal/domain"
)

// StockMoveRepository stores stock moves.
type StockMoveRepository interface {
	Create(ctx context.Context, stockMove domain.StockMove) (domain.StockMove, error)
	Get(ctx context.Context, id int64) (domain.StockMove, error)
	List(ctx context.Context, query domain.StockMoveQuery) ([]domain.StockMove, int, error)
}

// StockMovePorts are what a StockMoveService needs from outside.
type StockMovePorts struct {
	Transactor Transactor
	StockMoves StockMoveRepository
	Products   ProductRepository
	Now        func() time.Time
}

// StockMoveService is what can be done with stock moves.
type StockMoveService struct {
	ports StockMovePorts
}

// NewStockMoveService wires a service to its ports.
func NewStockMoveService(ports StockMovePorts) *StockMoveService {
	return &StockMoveService{ports: ports}
}

// Create writes a new stock move into the ledger; what is in stock never falls below zero.
func (s *StockMoveService) Create(ctx context.Context, in domain.StockMoveInput) (domain.StockMove, error) {
	stockMove, err := in.Validate()
	if err != nil {
		return domain.StockMove{}, err
	}
	stockMove.CreatedAt = s.ports.Now().UTC()
	stockMove.UpdatedAt = stockMove.CreatedAt
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		product, err := s.ports.Products.Get(ctx, stockMove.Product)
		if errors.Is(err, domain.ErrNotFound) {
			return &domain.ValidationError{Fields: []domain.FieldError{{Field: "product", Message: "does not exist"}}}
		}
		if err != nil {
			return err
		}
		if err := product.CanMove(stockMove.Quantity); err != nil {
			return err
		}
		stockMove, err = s.ports.StockMoves.Create(ctx, stockMove)
		return err
	})
	return stockMove, err
}

// Get reads one stock move.
func (s *StockMoveService) Get(ctx context.Context, id int64) (domain.StockMove, error) {
	return s.ports.StockMoves.Get(ctx, id)
}

// List reads a page of stock moves and how many match in all.
func (s *StockMoveService) List(ctx context.Context, query domain.StockMoveQuery) ([]domain.StockMove, int, error) {
	return s.ports.StockMoves.List(ctx, query)
}
