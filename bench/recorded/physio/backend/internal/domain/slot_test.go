package domain

import (
	"errors"
	"testing"
)

func validSlotInput() SlotInput {
	return SlotInput{
		StartsAt: pointer[string]("2024-03-10T09:30:00Z"),
		Minutes:  pointer[string]("20"),
		RoomID:   pointer[int64](1),
	}
}

func TestSlotInputAccepts(t *testing.T) {
	slot, err := validSlotInput().Validate()
	if err != nil {
		t.Fatalf("a valid input was refused: %v", err)
	}
	_ = slot
}

func TestSlotInputRefuses(t *testing.T) {
	cases := []struct {
		name  string
		field string
		spoil func(*SlotInput)
	}{
		{"starts_at missing", "starts_at", func(in *SlotInput) { in.StartsAt = nil }},
		{"starts_at wrong format", "starts_at", func(in *SlotInput) { in.StartsAt = pointer[string]("yesterday at noon") }},
		{"minutes missing", "minutes", func(in *SlotInput) { in.Minutes = nil }},
		{"minutes not a member", "minutes", func(in *SlotInput) { in.Minutes = pointer[string]("not-one-of-them") }},
		{"room_id missing", "room_id", func(in *SlotInput) { in.RoomID = nil }},
		{"room_id impossible", "room_id", func(in *SlotInput) { in.RoomID = pointer[int64](-1) }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := validSlotInput()
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
