package application

import (
	"context"
	"errors"
	"time"

	"shop/backend/internal/domain"
)

// CartLineRepository stores cart lines.
type CartLineRepository interface {
	Create(ctx context.Context, cartLine domain.CartLine) (domain.CartLine, error)
	Get(ctx context.Context, id int64) (domain.CartLine, error)
	List(ctx context.Context, query domain.CartLineQuery) ([]domain.CartLine, int, error)
	Replace(ctx context.Context, cartLine domain.CartLine) error
	Delete(ctx context.Context, id int64) error
	// Of reads the whole cart of a customer, oldest first.
	Of(ctx context.Context, customer int64) ([]domain.CartLine, error)
	// Empty removes every line of a customer's cart.
	Empty(ctx context.Context, customer int64) error
}

// CartLinePorts are what a CartLineService needs from outside.
type CartLinePorts struct {
	Transactor Transactor
	CartLines  CartLineRepository
	Products   ProductRepository
	Now        func() time.Time
}

// CartLineService is what can be done with cart lines.
type CartLineService struct {
	ports CartLinePorts
}

// NewCartLineService wires a service to its ports.
func NewCartLineService(ports CartLinePorts) *CartLineService {
	return &CartLineService{ports: ports}
}

// Create puts a product into the cart of the account that asks; each product is there once.
func (s *CartLineService) Create(ctx context.Context, customer int64, in domain.CartLineInput) (domain.CartLine, error) {
	cartLine, err := in.Validate()
	if err != nil {
		return domain.CartLine{}, err
	}
	cartLine.Customer = customer
	cartLine.CreatedAt = s.ports.Now().UTC()
	cartLine.UpdatedAt = cartLine.CreatedAt
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		if err := s.checkReferences(ctx, cartLine); err != nil {
			return err
		}
		var err error
		cartLine, err = s.ports.CartLines.Create(ctx, cartLine)
		return onceEach(err)
	})
	return cartLine, err
}

// Get reads one line of the account that asks; another's is as unknown as one that never was.
func (s *CartLineService) Get(ctx context.Context, customer, id int64) (domain.CartLine, error) {
	line, err := s.ports.CartLines.Get(ctx, id)
	if err == nil && line.Customer != customer {
		return domain.CartLine{}, domain.ErrNotFound
	}
	return line, err
}

// List reads a page of cart lines and how many match in all.
func (s *CartLineService) List(ctx context.Context, query domain.CartLineQuery) ([]domain.CartLine, int, error) {
	return s.ports.CartLines.List(ctx, query)
}

// Replace overwrites every field that a client may set.
func (s *CartLineService) Replace(ctx context.Context, customer, id int64, in domain.CartLineInput) (domain.CartLine, error) {
	cartLine, err := in.Validate()
	if err != nil {
		// An unknown record is a 404 whatever the body says.
		if _, missing := s.Get(ctx, customer, id); missing != nil {
			return domain.CartLine{}, missing
		}
		return domain.CartLine{}, err
	}
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		stored, err := s.Get(ctx, customer, id)
		if err != nil {
			return err
		}
		cartLine.ID, cartLine.Customer = id, customer
		cartLine.CreatedAt = stored.CreatedAt
		cartLine.UpdatedAt = s.ports.Now().UTC()
		if err := s.checkReferences(ctx, cartLine); err != nil {
			return err
		}
		return onceEach(s.ports.CartLines.Replace(ctx, cartLine))
	})
	return cartLine, err
}

// Delete takes a product out of the cart of the account that asks.
func (s *CartLineService) Delete(ctx context.Context, customer, id int64) error {
	return s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		if _, err := s.Get(ctx, customer, id); err != nil {
			return err
		}
		return s.ports.CartLines.Delete(ctx, id)
	})
}

// checkReferences makes sure that the product exists.
func (s *CartLineService) checkReferences(ctx context.Context, cartLine domain.CartLine) error {
	_, err := s.ports.Products.Get(ctx, cartLine.Product)
	if errors.Is(err, domain.ErrNotFound) {
		return &domain.ValidationError{Fields: []domain.FieldError{{Field: "product", Message: "does not exist"}}}
	}
	return err
}

// onceEach tells of a product that is in the cart already.
func onceEach(err error) error {
	var conflict *domain.ConflictError
	if errors.As(err, &conflict) {
		return &domain.RuleError{Message: "This product is in your cart already; change its quantity there."}
	}
	return err
}
