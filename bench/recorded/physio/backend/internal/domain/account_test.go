package domain

import (
	"errors"
	"strings"
	"testing"
)

func validAccountInput() AccountInput {
	return AccountInput{
		Name:        pointer[string]("amber name"),
		Phone:       pointer[string]("+4930123456"),
		DateOfBirth: pointer[string]("2024-03-10"),
		Password:    pointer[string]("amber password"),
	}
}

func TestAccountInputAccepts(t *testing.T) {
	account, err := validAccountInput().Validate()
	if err != nil {
		t.Fatalf("a valid input was refused: %v", err)
	}
	if got, want := account.Name, "amber name"; got != want {
		t.Errorf("name = %q, want %q", got, want)
	}
}

func TestAccountInputRefuses(t *testing.T) {
	cases := []struct {
		name  string
		field string
		spoil func(*AccountInput)
	}{
		{"name missing", "name", func(in *AccountInput) { in.Name = nil }},
		{"name too short", "name", func(in *AccountInput) { in.Name = pointer[string]("") }},
		{"name too long", "name", func(in *AccountInput) { in.Name = pointer[string](strings.Repeat("x", 101)) }},
		{"phone missing", "phone", func(in *AccountInput) { in.Phone = nil }},
		{"phone pattern", "phone", func(in *AccountInput) { in.Phone = pointer[string]("☃ does not fit ☃") }},
		{"date_of_birth missing", "date_of_birth", func(in *AccountInput) { in.DateOfBirth = nil }},
		{"date_of_birth impossible date", "date_of_birth", func(in *AccountInput) { in.DateOfBirth = pointer[string]("2024-02-30") }},
		{"date_of_birth wrong format", "date_of_birth", func(in *AccountInput) { in.DateOfBirth = pointer[string]("yesterday") }},
		{"password missing", "password", func(in *AccountInput) { in.Password = nil }},
		{"password too short", "password", func(in *AccountInput) { in.Password = pointer[string]("xxxxxxx") }},
		{"password too long", "password", func(in *AccountInput) { in.Password = pointer[string](strings.Repeat("x", 73)) }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := validAccountInput()
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
