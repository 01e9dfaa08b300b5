package domain

import (
	"errors"
	"strings"
	"testing"
)

func validStockMoveInput() StockMoveInput {
	return StockMoveInput{
		Reason:   pointer[string]("amber reason"),
		Product:  pointer[int64](1),
		Quantity: pointer[int64](-999),
	}
}

func TestStockMoveInputAccepts(t *testing.T) {
	stockMove, err := validStockMoveInput().Validate()
	if err != nil {
		t.Fatalf("a valid input was refused: %v", err)
	}
	if got, want := stockMove.Reason, "amber reason"; got != want {
		t.Errorf("reason = %q, want %q", got, want)
	}
}

func TestStockMoveInputRefuses(t *testing.T) {
	cases := []struct {
		name  string
		field string
		spoil func(*StockMoveInput)
	}{
		{"reason missing", "reason", func(in *StockMoveInput) { in.Reason = nil }},
		{"reason too long", "reason", func(in *StockMoveInput) { in.Reason = pointer[string](strings.Repeat("x", 81)) }},
		{"product missing", "product", func(in *StockMoveInput) { in.Product = nil }},
		{"product impossible", "product", func(in *StockMoveInput) { in.Product = pointer[int64](-1) }},
		{"quantity missing", "quantity", func(in *StockMoveInput) { in.Quantity = nil }},
		{"quantity below min", "quantity", func(in *StockMoveInput) { in.Quantity = pointer[int64](-1001) }},
		{"quantity above max", "quantity", func(in *StockMoveInput) { in.Quantity = pointer[int64](1001) }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := validStockMoveInput()
			c.spoil(&in)
			_, err := in.Validate()
			var invalid *ValidationError
			if !errors.As(err, &invalid) {
				t.Fatalf("error = %v, want a ValidationError", err)
			}
			if len(invalid.Fields) != 1 || invalid.Fields[0].Field != c.field {
				t.Errorf("fields = %+v, want only %s", invalid.Fields, c.field)
			}
		})
	}
}
