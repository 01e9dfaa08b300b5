package domain

import (
	"time"
)

// StockMove is one stock move as stored and sent.
type StockMove struct {
	ID        int64     `json:"id"`
	Reason    string    `json:"reason"`
	Product   int64     `json:"product"`
	Quantity  int64     `json:"quantity"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// StockMoveInput is what a client may set; nil means absent.
type StockMoveInput struct {
	Reason   *string `json:"reason"`
	Product  *int64  `json:"product"`
	Quantity *int64  `json:"quantity"`
}

// StockMoveQuery narrows and orders a list of stock moves.
type StockMoveQuery struct {
	Page    Paging
	Order   Sorting
	Search  string
	Product *int64
}

// StockMoveOrders are the fields that stock moves can be sorted by.
var StockMoveOrders = []string{"id", "reason", "product", "quantity", "created_at", "updated_at"}

// Validate turns an input into a stock move, or reports every field that is not acceptable.
func (in StockMoveInput) Validate() (StockMove, error) {
	var v validation
	stockMove := StockMove{
		Reason:   valueOr(v.text("reason", in.Reason, textRule{required: true, max: 80}), ""),
		Product:  valueOr(v.reference("product", in.Product, true), 0),
		Quantity: valueOr(checkNumber(&v, "quantity", in.Quantity, numberRule[int64]{required: true, min: limit[int64](-1000), max: limit[int64](1000)}), 0),
	}
	if err := v.err(); err != nil {
		return StockMove{}, err
	}
	return stockMove, nil
}
