package domain

import (
	"errors"
	"testing"
)

func validNoteInput() NoteInput {
	return NoteInput{}
}

func TestNoteInputAccepts(t *testing.T) {
	note, err := validNoteInput().Validate()
	if err != nil {
		t.Fatalf("a valid input was refused: %v", err)
	}
	_ = note
}

func TestNoteInputRefuses(t *testing.T) {
	cases := []struct {
		name  string
		field string
		spoil func(*NoteInput)
	}{}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := validNoteInput()
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
