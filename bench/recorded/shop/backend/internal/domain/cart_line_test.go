package domain

import (
	"errors"
	"testing"
)

func validCartLineInput() CartLineInput {
	return CartLineInput{
		Product:  pointer[int64](1),
		Quantity: pointer[int64](2),
	}
}

func TestCartLineInputAccepts(t *testing.T) {
	cartLine, err := validCartLineInput().Validate()
	if err != nil {
		t.Fatalf("a valid input was refused: %v", err)
	}
	if got, want := cartLine.Quantity, int64(2); got != want {
		t.Errorf("quantity = %d, want %d", got, want)
	}
}

func TestCartLineInputRefuses(t *testing.T) {
	cases := []struct {
		name  string
		field string
		spoil func(*CartLineInput)
	}{
		{"product missing", "product", func(in *CartLineInput) { in.Product = nil }},
		{"product impossible", "product", func(in *CartLineInput) { in.Product = pointer[int64](-1) }},
		{"quantity missing", "quantity", func(in *CartLineInput) { in.Quantity = nil }},
		{"quantity below min", "quantity", func(in *CartLineInput) { in.Quantity = pointer[int64](0) }},
		{"quantity above max", "quantity", func(in *CartLineInput) { in.Quantity = pointer[int64](21) }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := validCartLineInput()
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
