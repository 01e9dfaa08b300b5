package domain

import (
	"fmt"
	"time"
)

// Product is one product as stored and sent.
type Product struct {
	ID          int64   `json:"id"`
	Name        string  `json:"name"`
	Description *string `json:"description"`
	Price       int64   `json:"price"`
	// Stock is the sum of the product's stock moves.
	Stock     int64     `json:"stock"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// ProductInput is what a client may set; nil means absent.
type ProductInput struct {
	Name        *string `json:"name"`
	Description *string `json:"description"`
	Price       *int64  `json:"price"`
}

// ProductQuery narrows and orders a list of products.
type ProductQuery struct {
	Page   Paging
	Order  Sorting
	Search string
}

// ProductOrders are the fields that products can be sorted by.
var ProductOrders = []string{"id", "name", "description", "price", "stock", "created_at", "updated_at"}

// Validate turns an input into a product, or reports every field that is not acceptable.
func (in ProductInput) Validate() (Product, error) {
	var v validation
	product := Product{
		Name:        valueOr(v.text("name", in.Name, textRule{required: true, max: 80}), ""),
		Description: v.text("description", in.Description, textRule{max: 500}),
		Price:       valueOr(checkNumber(&v, "price", in.Price, numberRule[int64]{required: true, min: limit[int64](1), max: limit[int64](1000000)}), 0),
	}
	if err := v.err(); err != nil {
		return Product{}, err
	}
	return product, nil
}

// CanMove says whether so many may be put into the stock, or be taken out of it.
func (p Product) CanMove(quantity int64) error {
	if p.Stock+quantity < 0 {
		return &RuleError{Message: fmt.Sprintf("There is not enough of %s: %d in stock.", p.Name, p.Stock)}
	}
	return nil
}
