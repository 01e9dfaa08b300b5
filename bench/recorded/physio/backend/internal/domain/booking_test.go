package domain

import (
	"errors"
	"testing"
)

func validBookingInput() BookingInput {
	return BookingInput{}
}

func TestBookingInputAccepts(t *testing.T) {
	booking, err := validBookingInput().Validate()
	if err != nil {
		t.Fatalf("a valid input was refused: %v", err)
	}
	_ = booking
}

func TestBookingInputRefuses(t *testing.T) {
	cases := []struct {
		name  string
		field string
		spoil func(*BookingInput)
	}{}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := validBookingInput()
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
