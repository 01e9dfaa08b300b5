package domain

import (
	"errors"
	"strings"
	"testing"
)

func validProductInput() ProductInput {
	return ProductInput{
		Name:        pointer[string]("amber name"),
		Description: pointer[string]("amber description"),
		Price:       pointer[int64](2),
	}
}

func TestProductInputAccepts(t *testing.T) {
	product, err := validProductInput().Validate()
	if err != nil {
		t.Fatalf("a valid input was refused: %v", err)
	}
	if got, want := product.Name, "amber name"; got != want {
		t.Errorf("name = %q, want %q", got, want)
	}
}

func TestProductInputRefuses(t *testing.T) {
	cases := []struct {
		name  string
		field string
		spoil func(*ProductInput)
	}{
		{"name missing", "name", func(in *ProductInput) { in.Name = nil }},
		{"name too long", "name", func(in *ProductInput) { in.Name = pointer[string](strings.Repeat("x", 81)) }},
		{"description too long", "description", func(in *ProductInput) { in.Description = pointer[string](strings.Repeat("x", 501)) }},
		{"price missing", "price", func(in *ProductInput) { in.Price = nil }},
		{"price below min", "price", func(in *ProductInput) { in.Price = pointer[int64](0) }},
		{"price above max", "price", func(in *ProductInput) { in.Price = pointer[int64](1000001) }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := validProductInput()
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
