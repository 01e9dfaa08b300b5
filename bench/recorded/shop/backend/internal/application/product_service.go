package application

import (
	"context"
	"time"

	"shop/backend/internal/domain"
)

// ProductRepository stores products.
type ProductRepository interface {
	Create(ctx context.Context, product domain.Product) (domain.Product, error)
	Get(ctx context.Context, id int64) (domain.Product, error)
	List(ctx context.Context, query domain.ProductQuery) ([]domain.Product, int, error)
	Replace(ctx context.Context, product domain.Product) error
	Delete(ctx context.Context, id int64) error
}

// ProductPorts are what a ProductService needs from outside.
type ProductPorts struct {
	Transactor Transactor
	Products   ProductRepository
	Now        func() time.Time
}

// ProductService is what can be done with products.
type ProductService struct {
	ports ProductPorts
}

// NewProductService wires a service to its ports.
func NewProductService(ports ProductPorts) *ProductService {
	return &ProductService{ports: ports}
}

// Create validates and stores a new product.
func (s *ProductService) Create(ctx context.Context, in domain.ProductInput) (domain.Product, error) {
	product, err := in.Validate()
	if err != nil {
		return domain.Product{}, err
	}
	product.CreatedAt = s.ports.Now().UTC()
	product.UpdatedAt = product.CreatedAt
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		var err error
		product, err = s.ports.Products.Create(ctx, product)
		return err
	})
	return product, err
}

// Get reads one product.
func (s *ProductService) Get(ctx context.Context, id int64) (domain.Product, error) {
	return s.ports.Products.Get(ctx, id)
}

// List reads a page of products and how many match in all.
func (s *ProductService) List(ctx context.Context, query domain.ProductQuery) ([]domain.Product, int, error) {
	return s.ports.Products.List(ctx, query)
}

// Replace overwrites every field that a client may set.
func (s *ProductService) Replace(ctx context.Context, id int64, in domain.ProductInput) (domain.Product, error) {
	product, err := in.Validate()
	if err != nil {
		// An unknown record is a 404 whatever the body says.
		if _, missing := s.ports.Products.Get(ctx, id); missing != nil {
			return domain.Product{}, missing
		}
		return domain.Product{}, err
	}
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		stored, err := s.ports.Products.Get(ctx, id)
		if err != nil {
			return err
		}
		product.ID, product.Stock = id, stored.Stock
		product.CreatedAt = stored.CreatedAt
		product.UpdatedAt = s.ports.Now().UTC()
		return s.ports.Products.Replace(ctx, product)
	})
	return product, err
}

// Delete removes a product that nothing refers to.
func (s *ProductService) Delete(ctx context.Context, id int64) error {
	return s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		return s.ports.Products.Delete(ctx, id)
	})
}
