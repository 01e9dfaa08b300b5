package domain

import (
	"errors"
	"strings"
	"testing"
)

func validRoomInput() RoomInput {
	return RoomInput{
		Name: pointer[string]("amber name"),
	}
}

func TestRoomInputAccepts(t *testing.T) {
	room, err := validRoomInput().Validate()
	if err != nil {
		t.Fatalf("a valid input was refused: %v", err)
	}
	if got, want := room.Name, "amber name"; got != want {
		t.Errorf("name = %q, want %q", got, want)
	}
}

func TestRoomInputRefuses(t *testing.T) {
	cases := []struct {
		name  string
		field string
		spoil func(*RoomInput)
	}{
		{"name missing", "name", func(in *RoomInput) { in.Name = nil }},
		{"name too long", "name", func(in *RoomInput) { in.Name = pointer[string](strings.Repeat("x", 61)) }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := validRoomInput()
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
