package domain

import (
	"encoding/json"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"
)

// Optional is a value of a request that may be left out; null is sent, and is no value.
type Optional[T any] struct {
	IsSent bool
	Value  *T
}

// UnmarshalJSON notes that the value was sent.
func (o *Optional[T]) UnmarshalJSON(data []byte) error {
	o.IsSent = true
	return json.Unmarshal(data, &o.Value)
}

// Sent is a value that was sent.
func Sent[T any](value T) Optional[T] { return Optional[T]{IsSent: true, Value: &value} }

// validation collects what is wrong with an input, so that a person sees everything at once.
type validation struct {
	fields []FieldError
}

func (v *validation) add(field, message string) {
	v.fields = append(v.fields, FieldError{Field: field, Message: message})
}

func (v *validation) err() error {
	if len(v.fields) == 0 {
		return nil
	}
	return &ValidationError{Fields: v.fields}
}

// text keeps what was there before when nothing was sent; what is sent may not be empty.
func (v *validation) text(field string, sent Optional[string], before string, max int) string {
	if !sent.IsSent && before != "" {
		return before
	}
	if sent.Value == nil || strings.TrimSpace(*sent.Value) == "" {
		v.add(field, "is required")
		return before
	}
	text := strings.TrimSpace(*sent.Value)
	if utf8.RuneCountInString(text) > max {
		v.add(field, fmt.Sprintf("must have at most %d characters", max))
	}
	return text
}

func (v *validation) oneOf(field string, sent Optional[string], before string, allowed []string) string {
	if !sent.IsSent && before != "" {
		return before
	}
	if sent.Value == nil || !slices.Contains(allowed, *sent.Value) {
		v.add(field, "must be one of "+strings.Join(allowed, ", "))
		return before
	}
	return *sent.Value
}

func (v *validation) email(field string, sent Optional[string], max int) string {
	text := v.text(field, sent, "", max)
	address, err := mail.ParseAddress(text)
	if text != "" && (err != nil || address.Address != text) {
		v.add(field, "must be an email address")
	}
	return text
}
