// Package domain holds the records of the audio guide, their rules and the named errors.
package domain

import (
	"errors"
	"sort"
	"strings"
)

// Named errors of the use cases.
var (
	ErrNotFound     = errors.New("not found")
	ErrForbidden    = errors.New("forbidden")
	ErrUnauthorized = errors.New("unauthorized")
)

// FieldErrors are the messages about the fields of a request.
type FieldErrors map[string][]string

// Add notes a message about a field.
func (e FieldErrors) Add(field, message string) {
	e[field] = append(e[field], message)
}

// Check notes the message unless the condition holds or the field is already known to be wrong.
func (e FieldErrors) Check(field string, ok bool, message string) {
	if !ok && len(e[field]) == 0 {
		e.Add(field, message)
	}
}

// Error lists the messages in the order of the field names.
func (e FieldErrors) Error() string {
	names := make([]string, 0, len(e))
	for name := range e {
		names = append(names, name)
	}
	sort.Strings(names)
	parts := make([]string, 0, len(names))
	for _, name := range names {
		parts = append(parts, name+" "+strings.Join(e[name], ", "))
	}
	return strings.Join(parts, "; ")
}

// Err is nil if nothing was noted.
func (e FieldErrors) Err() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// OneField is an error about a single field.
func OneField(field, message string) error {
	return FieldErrors{field: {message}}
}

// Optional is a value that a request may leave out.
type Optional[T any] struct {
	Set   bool
	Value T
}

// Some is a value that was sent.
func Some[T any](value T) Optional[T] {
	return Optional[T]{Set: true, Value: value}
}
