package domain

import (
	"errors"
	"strings"
	"testing"
)

func validBookingInput() BookingInput {
	return BookingInput{
		Guest:  pointer[string]("amber guest"),
		Lesson: pointer[int64](1),
	}
}

func TestBookingInputAccepts(t *testing.T) {
	booking, err := validBookingInput().Validate()
	if err != nil {
		t.Fatalf("a valid input was refused: %v", err)
	}
	if got, want := booking.Guest, "amber guest"; got != want {
		t.Errorf("guest = %q, want %q", got, want)
	}
}

func TestBookingInputRefuses(t *testing.T) {
	cases := []struct {
		name  string
		field string
		spoil func(*BookingInput)
	}{
		{"guest missing", "guest", func(in *BookingInput) { in.Guest = nil }},
		{"guest too long", "guest", func(in *BookingInput) { in.Guest = pointer[string](strings.Repeat("x", 81)) }},
		{"lesson missing", "lesson", func(in *BookingInput) { in.Lesson = nil }},
		{"lesson impossible", "lesson", func(in *BookingInput) { in.Lesson = pointer[int64](-1) }},
	}
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
