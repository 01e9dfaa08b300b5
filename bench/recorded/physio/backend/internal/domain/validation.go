package domain

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// validation collects every error of an input, so that the user sees all of them at once.
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

type textRule struct {
	required bool
	min, max int
	pattern  *regexp.Regexp
	form     func(string) error
}

// text trims; an optional text that is empty counts as absent.
func (v *validation) text(field string, value *string, rule textRule) *string {
	if value == nil || strings.TrimSpace(*value) == "" {
		if rule.required {
			v.add(field, "is required")
		}
		return nil
	}
	text := strings.TrimSpace(*value)
	length := utf8.RuneCountInString(text)
	switch {
	case length < rule.min:
		v.add(field, fmt.Sprintf("must have at least %d characters", rule.min))
	case rule.max > 0 && length > rule.max:
		v.add(field, fmt.Sprintf("must have at most %d characters", rule.max))
	case rule.pattern != nil && !rule.pattern.MatchString(text):
		v.add(field, "does not have the expected form")
	case rule.form != nil:
		if err := rule.form(text); err != nil {
			v.add(field, err.Error())
		}
	}
	return &text
}

// password takes a password as it is: every character of it counts, spaces too.
func (v *validation) password(field string, value *string, rule textRule) {
	password := valueOr(value, "")
	length := utf8.RuneCountInString(password)
	switch {
	case length == 0:
		v.add(field, "is required")
	case length < rule.min:
		v.add(field, fmt.Sprintf("must have at least %d characters", rule.min))
	case rule.max > 0 && length > rule.max:
		v.add(field, fmt.Sprintf("must have at most %d characters", rule.max))
	case rule.pattern != nil && !rule.pattern.MatchString(password):
		v.add(field, "does not have the expected form")
	}
}

func (v *validation) oneOf(field string, value *string, required bool, allowed []string) *string {
	switch {
	case value == nil && required:
		v.add(field, "is required")
	case value != nil && !slices.Contains(allowed, *value):
		v.add(field, fmt.Sprintf("must be one of %s", strings.Join(allowed, ", ")))
	}
	return value
}

func (v *validation) reference(field string, value *int64, required bool) *int64 {
	switch {
	case value == nil && required:
		v.add(field, "is required")
	case value != nil && *value < 1:
		v.add(field, "does not exist")
	}
	return value
}

func (v *validation) instant(field string, value *string, required bool) *time.Time {
	text := v.text(field, value, textRule{required: required})
	if text == nil {
		return nil
	}
	instant, err := time.Parse(time.RFC3339Nano, *text)
	if err != nil {
		v.add(field, "must be a date and time such as 2024-03-10T09:30:00Z")
		return nil
	}
	instant = instant.UTC()
	return &instant
}

func asDate(text string) error {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return errors.New("must be a date such as 2024-03-10")
	}
	return nil
}

func valueOr[T any](value *T, fallback T) T {
	if value == nil {
		return fallback
	}
	return *value
}

// years reports an instant whose year cannot be written with four digits.
func (v *validation) years(field string, from, to time.Time) {
	if len(v.fields) == 0 && (from.Year() < 1 || to.Year() > 9999) {
		v.add(field, "must be in the years 1 to 9999")
	}
}
