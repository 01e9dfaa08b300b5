package domain

import (
	"fmt"
	"net/mail"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

func checkLength(errs FieldErrors, field, value string, least, most int) {
	n := utf8.RuneCountInString(value)
	switch {
	case n < least && least == 1:
		errs.Check(field, false, "can't be empty")
	case n < least:
		errs.Check(field, false, fmt.Sprintf("must have at least %d characters", least))
	case n > most:
		errs.Check(field, false, fmt.Sprintf("must have at most %d characters", most))
	}
}

func checkRange(errs FieldErrors, field string, value, least, most int) {
	errs.Check(field, value >= least && value <= most, fmt.Sprintf("must be from %d to %d", least, most))
}

func oneOf(value string, allowed []string) bool {
	for _, each := range allowed {
		if value == each {
			return true
		}
	}
	return false
}

func checkChoice(errs FieldErrors, field, value string, allowed []string) {
	errs.Check(field, oneOf(value, allowed), "must be one of "+strings.Join(allowed, ", "))
}

// IsEmail says whether a text is an e-mail address.
func IsEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Name == "" && address.Address == text && !strings.ContainsAny(text, " <>\"")
}

// IsURL says whether a text is an absolute address on the web.
func IsURL(text string) bool {
	address, err := url.Parse(text)
	return err == nil && (address.Scheme == "http" || address.Scheme == "https") && address.Host != "" && !strings.ContainsAny(text, " \t\r\n<>\"")
}

// IsDate says whether a text is a day of the calendar.
func IsDate(text string) bool {
	_, err := time.Parse("2006-01-02", text)
	return err == nil
}
