// Package domain holds the records of Shop and the rules they obey.
package domain

import (
	"errors"
	"fmt"
	"strings"
)

// ErrNotFound says that no record has the given identifier.
var ErrNotFound = errors.New("not found")

// ErrInUse says that other records still refer to this one.
var ErrInUse = errors.New("other records still refer to it")

// ErrCarrier says that the carrier did not take a parcel.
var ErrCarrier = errors.New("the carrier did not take the parcel")

// FieldError says what is wrong with one field, in words for a person.
type FieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// ValidationError lists every field that was not acceptable.
type ValidationError struct {
	Fields []FieldError
}

func (e *ValidationError) Error() string {
	parts := make([]string, len(e.Fields))
	for i, field := range e.Fields {
		parts[i] = field.Field + " " + field.Message
	}
	return strings.Join(parts, "; ")
}

// RuleError says, to a person, which rule over several records forbids it.
type RuleError struct {
	Message string
}

func (e *RuleError) Error() string { return e.Message }

// ConflictError says that a value that must be unique is taken.
type ConflictError struct {
	Field string
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("%s is already taken", e.Field)
}
