// Package domain holds the records of Physiotherapy practice and their rules.
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

// ErrUnsigned says that nobody is signed in, or that no account has these credentials.
var ErrUnsigned = errors.New("nobody is signed in")

// ErrOtherTherapist says that only the therapist of the slot may do it.
var ErrOtherTherapist = errors.New("another therapist's slot")

// RuleError says that a rule over several records does not allow it; Message is for the user.
type RuleError struct {
	Message string
}

func (e *RuleError) Error() string { return e.Message }

// FieldError describes one invalid field in words for the user.
type FieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// ValidationError lists every invalid field.
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

// ConflictError says that a unique value is already in use.
type ConflictError struct {
	Field string
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("%s is already taken", e.Field)
}
