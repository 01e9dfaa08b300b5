package domain

import (
	"strings"
	"testing"
)

func pointer[T any](value T) *T { return &value }

func TestErrorsAreReadable(t *testing.T) {
	invalid := &ValidationError{Fields: []FieldError{{Field: "a", Message: "is required"}, {Field: "b", Message: "is late"}}}
	conflict := &ConflictError{Field: "code"}
	for _, c := range []struct {
		err  error
		want string
	}{
		{invalid, "a is required; b is late"},
		{conflict, "code is already taken"},
	} {
		if got := c.err.Error(); !strings.Contains(got, c.want) {
			t.Errorf("error = %q, want it to say %q", got, c.want)
		}
	}
}

func TestARuleErrorSaysWhatIsBroken(t *testing.T) {
	if got := (&RuleError{Message: "It is full."}).Error(); got != "It is full." {
		t.Errorf("error = %q, want the message", got)
	}
}
