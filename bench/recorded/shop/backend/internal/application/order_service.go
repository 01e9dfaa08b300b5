package application

import (
	"context"
	"time"

	"shop/backend/internal/domain"
)

// OrderRepository stores orders and what was ordered.
type OrderRepository interface {
	Create(ctx context.Context, order domain.Order, lines []domain.OrderLine) (domain.Order, error)
	Get(ctx context.Context, id int64) (domain.Order, error)
	List(ctx context.Context, query domain.OrderQuery) ([]domain.Order, int, error)
	Replace(ctx context.Context, order domain.Order) error
	Lines(ctx context.Context, order int64) ([]domain.OrderLine, error)
	Sales(ctx context.Context) ([]domain.Sale, error)
}

// Carrier takes parcels to customers.
type Carrier interface {
	// Announce tells of a parcel; domain.ErrCarrier says that it was not taken.
	Announce(ctx context.Context, order domain.Order) error
}

// OrderPorts are what an OrderService needs from outside.
type OrderPorts struct {
	Transactor Transactor
	Orders     OrderRepository
	CartLines  CartLineRepository
	Products   ProductRepository
	StockMoves StockMoveRepository
	Carrier    Carrier
	Now        func() time.Time
}

// OrderService is what can be done with orders.
type OrderService struct {
	ports OrderPorts
}

// NewOrderService wires a service to its ports.
func NewOrderService(ports OrderPorts) *OrderService {
	return &OrderService{ports: ports}
}

// Checkout orders what is in the cart of the account that asks: all of it, or nothing.
func (s *OrderService) Checkout(ctx context.Context, customer int64, in domain.OrderInput) (domain.Order, error) {
	order, err := in.Validate()
	if err != nil {
		return domain.Order{}, err
	}
	order.Customer = customer
	order.CreatedAt = s.ports.Now().UTC()
	order.UpdatedAt = order.CreatedAt
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		cart, err := s.ports.CartLines.Of(ctx, customer)
		if err != nil {
			return err
		}
		if len(cart) == 0 {
			return &domain.RuleError{Message: "Your cart is empty."}
		}
		lines := make([]domain.OrderLine, len(cart))
		for i, line := range cart {
			if lines[i], err = s.take(ctx, line, order.CreatedAt); err != nil {
				return err
			}
		}
		order.Total = domain.Total(lines)
		if order, err = s.ports.Orders.Create(ctx, order, lines); err != nil {
			return err
		}
		return s.ports.CartLines.Empty(ctx, customer)
	})
	return order, err
}

// take moves what a line of a cart asks for out of the stock.
func (s *OrderService) take(ctx context.Context, line domain.CartLine, now time.Time) (domain.OrderLine, error) {
	product, err := s.ports.Products.Get(ctx, line.Product)
	if err != nil {
		return domain.OrderLine{}, err
	}
	if err := product.CanMove(-line.Quantity); err != nil {
		return domain.OrderLine{}, err
	}
	_, err = s.ports.StockMoves.Create(ctx, domain.StockMove{
		Reason: "Ordered", Product: product.ID, Quantity: -line.Quantity, CreatedAt: now, UpdatedAt: now,
	})
	return domain.OrderLine{Product: product.ID, Name: product.Name, Quantity: line.Quantity, Price: product.Price}, err
}

// Get reads an order that the account may see: its own, or any where it is an admin's.
func (s *OrderService) Get(ctx context.Context, account domain.Account, id int64) (domain.Order, error) {
	order, err := s.ports.Orders.Get(ctx, id)
	if err == nil && account.Role != domain.Admin && order.Customer != account.ID {
		return domain.Order{}, domain.ErrNotFound
	}
	return order, err
}

// Lines reads what was ordered with an order that the account may see.
func (s *OrderService) Lines(ctx context.Context, account domain.Account, id int64) ([]domain.OrderLine, error) {
	if _, err := s.Get(ctx, account, id); err != nil {
		return nil, err
	}
	return s.ports.Orders.Lines(ctx, id)
}

// List reads a page of the orders that the account may see and how many match in all.
func (s *OrderService) List(ctx context.Context, account domain.Account, query domain.OrderQuery) ([]domain.Order, int, error) {
	if account.Role != domain.Admin {
		query.Customer = &account.ID
	}
	return s.ports.Orders.List(ctx, query)
}

// Ship hands an order to the carrier, once; what the carrier does not take is not shipped.
func (s *OrderService) Ship(ctx context.Context, id int64) (domain.Order, error) {
	var shipped domain.Order
	err := s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		stored, err := s.ports.Orders.Get(ctx, id)
		if err != nil {
			return err
		}
		if shipped, err = stored.Ship(); err != nil {
			return err
		}
		shipped.UpdatedAt = s.ports.Now().UTC()
		if err := s.ports.Orders.Replace(ctx, shipped); err != nil {
			return err
		}
		return s.ports.Carrier.Announce(ctx, shipped)
	})
	return shipped, err
}

// Sales adds up what was sold of each product.
func (s *OrderService) Sales(ctx context.Context) ([]domain.Sale, error) {
	return s.ports.Orders.Sales(ctx)
}
