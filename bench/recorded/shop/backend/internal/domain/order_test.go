package domain

import (
	"errors"
	"strings"
	"testing"
)

func TestAnOrderNeedsAnAddress(t *testing.T) {
	for name, c := range map[string]struct {
		address  *string
		accepted bool
	}{
		"an address":        {pointer("1 Harbor Street"), true},
		"the longest":       {pointer(strings.Repeat("x", 200)), true},
		"longer than that":  {pointer(strings.Repeat("x", 201)), false},
		"nothing":           {nil, false},
		"nothing but space": {pointer("  "), false},
	} {
		order, err := OrderInput{Address: c.address}.Validate()
		var invalid *ValidationError
		switch {
		case c.accepted && (err != nil || order.Address != *c.address || order.Status != Placed):
			t.Errorf("%s: %+v, %v", name, order, err)
		case !c.accepted && (!errors.As(err, &invalid) || invalid.Fields[0].Field != "address"):
			t.Errorf("%s: error = %v, want one about the address", name, err)
		}
	}
}

func TestTotalAddsUpPriceTimesQuantity(t *testing.T) {
	lines := []OrderLine{{Quantity: 2, Price: 1250}, {Quantity: 4, Price: 300}}
	if got := Total(lines); got != 3700 {
		t.Errorf("total = %d, want 3700", got)
	}
}

func TestAnOrderIsShippedOnce(t *testing.T) {
	shipped, err := Order{Status: Placed}.Ship()
	if err != nil || shipped.Status != Shipped {
		t.Fatalf("ship = %+v, %v", shipped, err)
	}
	var rule *RuleError
	if _, err := shipped.Ship(); !errors.As(err, &rule) {
		t.Errorf("shipping again = %v, want a rule's refusal", err)
	}
}

func TestStockIsNeverTakenBelowZero(t *testing.T) {
	product := Product{Name: "Teapot", Stock: 3}
	for quantity, allowed := range map[int64]bool{1: true, -3: true, -4: false} {
		if err := product.CanMove(quantity); (err == nil) != allowed {
			t.Errorf("moving %d = %v, want allowed %t", quantity, err, allowed)
		}
	}
}
