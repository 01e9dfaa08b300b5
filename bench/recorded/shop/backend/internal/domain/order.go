package domain

import (
	"time"
)

// OrderStatus says how far an order has come.
type OrderStatus string

// An order is placed until it is shipped, once.
const (
	Placed  OrderStatus = "placed"
	Shipped OrderStatus = "shipped"
)

// Order is one order as stored and sent; Total is in cents.
type Order struct {
	ID        int64       `json:"id"`
	Address   string      `json:"address"`
	Customer  int64       `json:"customer"`
	Total     int64       `json:"total"`
	Status    OrderStatus `json:"status"`
	CreatedAt time.Time   `json:"created_at"`
	UpdatedAt time.Time   `json:"updated_at"`
}

// OrderLine is what was ordered of one product, under the name and at the price of that moment.
type OrderLine struct {
	Product  int64  `json:"product"`
	Name     string `json:"name"`
	Quantity int64  `json:"quantity"`
	Price    int64  `json:"price"`
}

// Sale is what was sold of one product in all; Revenue is in cents.
type Sale struct {
	Product int64  `json:"product"`
	Name    string `json:"name"`
	Sold    int64  `json:"sold"`
	Revenue int64  `json:"revenue"`
}

// OrderInput is what a customer says at the checkout; nil means absent.
type OrderInput struct {
	Address *string `json:"address"`
}

// OrderQuery narrows and orders a list of orders.
type OrderQuery struct {
	Page   Paging
	Order  Sorting
	Search string
	// Customer owns every order of the list; nil lists everybody's.
	Customer *int64
}

// OrderOrders are the fields that orders can be sorted by.
var OrderOrders = []string{"id", "address", "customer", "total", "status", "created_at", "updated_at"}

// Validate turns an input into an order that is placed, or reports every bad field.
func (in OrderInput) Validate() (Order, error) {
	var v validation
	order := Order{
		Address: valueOr(v.text("address", in.Address, textRule{required: true, max: 200}), ""),
		Status:  Placed,
	}
	if err := v.err(); err != nil {
		return Order{}, err
	}
	return order, nil
}

// Total adds up what lines cost.
func Total(lines []OrderLine) int64 {
	var total int64
	for _, line := range lines {
		total += line.Price * line.Quantity
	}
	return total
}

// Ship sends an order that was not shipped yet.
func (o Order) Ship() (Order, error) {
	if o.Status == Shipped {
		return o, &RuleError{Message: "This order was shipped already."}
	}
	o.Status = Shipped
	return o, nil
}
