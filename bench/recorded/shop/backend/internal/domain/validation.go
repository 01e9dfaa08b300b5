package domain

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

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

type number interface{ ~int64 | ~float64 }

type numberRule[N number] struct {
	required bool
	min, max *N
}

func checkNumber[N number](v *validation, field string, value *N, rule numberRule[N]) *N {
	switch {
	case value == nil && rule.required:
		v.add(field, "is required")
	case value == nil:
	case rule.min != nil && *value < *rule.min:
		v.add(field, fmt.Sprintf("must be at least %v", *rule.min))
	case rule.max != nil && *value > *rule.max:
		v.add(field, fmt.Sprintf("must be at most %v", *rule.max))
	}
	return value
}

func (v *validation) oneOf(field string, value *string, required bool, allowed []string) *string {
	switch {
	case value == nil && required:
		v.add(field, "is required")
	case value != nil && !slices.Contains(allowed, *value):
		v.add(field, "must be one of "+strings.Join(allowed, ", "))
	}
	return value
}

func (v *validation) flag(field string, value *bool, required bool) *bool {
	if value == nil && required {
		v.add(field, "is required")
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
		return fmt.Errorf("must be a date such as 2024-03-10")
	}
	return nil
}

func asEmail(text string) error {
	address, err := mail.ParseAddress(text)
	if err != nil || address.Address != text {
		return fmt.Errorf("must be an email address")
	}
	return nil
}

func asURL(text string) error {
	parsed, err := url.Parse(text)
	if err != nil || parsed.Host == "" || (parsed.Scheme != "http" && parsed.Scheme != "https") {
		return fmt.Errorf("must be a web address that starts with http:// or https://")
	}
	return nil
}

func valueOr[T any](value *T, fallback T) T {
	if value == nil {
		return fallback
	}
	return *value
}

// limit gives a bound an address, so that nil can mean none.
func limit[N number](value N) *N { return &value }
