package domain

import (
	"errors"
	"strings"
	"testing"
)

func validLessonInput() LessonInput {
	return LessonInput{
		Title:  pointer[string]("amber title"),
		Starts: pointer[string]("2024-03-10T09:30:00Z"),
		Places: pointer[int64](2),
	}
}

func TestLessonInputAccepts(t *testing.T) {
	lesson, err := validLessonInput().Validate()
	if err != nil {
		t.Fatalf("a valid input was refused: %v", err)
	}
	if got, want := lesson.Title, "amber title"; got != want {
		t.Errorf("title = %q, want %q", got, want)
	}
}

func TestLessonInputRefuses(t *testing.T) {
	cases := []struct {
		name  string
		field string
		spoil func(*LessonInput)
	}{
		{"title missing", "title", func(in *LessonInput) { in.Title = nil }},
		{"title too long", "title", func(in *LessonInput) { in.Title = pointer[string](strings.Repeat("x", 81)) }},
		{"starts missing", "starts", func(in *LessonInput) { in.Starts = nil }},
		{"starts wrong format", "starts", func(in *LessonInput) { in.Starts = pointer[string]("yesterday at noon") }},
		{"places missing", "places", func(in *LessonInput) { in.Places = nil }},
		{"places below min", "places", func(in *LessonInput) { in.Places = pointer[int64](0) }},
		{"places above max", "places", func(in *LessonInput) { in.Places = pointer[int64](51) }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := validLessonInput()
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
