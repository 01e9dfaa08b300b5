package domain

import (
	"time"
)

// CartLine is one cart line as stored and sent.
type CartLine struct {
	ID        int64     `json:"id"`
	Product   int64     `json:"product"`
	Quantity  int64     `json:"quantity"`
	Customer  int64     `json:"customer"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// CartLineInput is what a client may set; nil means absent.
type CartLineInput struct {
	Product  *int64 `json:"product"`
	Quantity *int64 `json:"quantity"`
}

// CartLineQuery narrows and orders a list of cart lines.
type CartLineQuery struct {
	Page    Paging
	Order   Sorting
	Product *int64
	// Customer owns every line of the list.
	Customer int64
}

// CartLineOrders are the fields that cart lines can be sorted by.
var CartLineOrders = []string{"id", "product", "quantity", "customer", "created_at", "updated_at"}

// Validate turns an input into a cart line, or reports every field that is not acceptable.
func (in CartLineInput) Validate() (CartLine, error) {
	var v validation
	cartLine := CartLine{
		Product:  valueOr(v.reference("product", in.Product, true), 0),
		Quantity: valueOr(checkNumber(&v, "quantity", in.Quantity, numberRule[int64]{required: true, min: limit[int64](1), max: limit[int64](20)}), 0),
	}
	if err := v.err(); err != nil {
		return CartLine{}, err
	}
	return cartLine, nil
}
