package domain

import (
	"errors"
	"time"
	"unicode/utf8"
)

// ErrUnsigned says that nobody is signed in, or that the credentials are wrong.
var ErrUnsigned = errors.New("nobody is signed in")

// ErrForbidden says that what is asked for is another account's to do.
var ErrForbidden = errors.New("it is somebody else's")

// Account is one person; the password's digest never leaves the server.
type Account struct {
	ID        int64
	Username  string
	Email     string
	Digest    string
	CreatedAt time.Time
}

// AccountInput is what a person registers with.
type AccountInput struct {
	Username Optional[string] `json:"username"`
	Email    Optional[string] `json:"email"`
	Password Optional[string] `json:"password"`
}

// Credentials are what a person signs in with.
type Credentials struct {
	Email    Optional[string] `json:"email"`
	Password Optional[string] `json:"password"`
}

const (
	minPassword = 8
	maxPassword = 72
)

// Validate turns an input into an account without its digest, or reports every bad field.
func (in AccountInput) Validate() (Account, error) {
	var v validation
	account := Account{
		Username: v.text("username", in.Username, "", 40),
		Email:    v.email("email", in.Email, 200),
	}
	password := ""
	if in.Password.Value != nil {
		password = *in.Password.Value
	}
	switch length := utf8.RuneCountInString(password); {
	case length < minPassword:
		v.add("password", "must have at least 8 characters")
	case length > maxPassword:
		v.add("password", "must have at most 72 characters")
	}
	if err := v.err(); err != nil {
		return Account{}, err
	}
	return account, nil
}

// Validate reports credentials that cannot be anybody's.
func (in Credentials) Validate() error {
	var v validation
	for field, sent := range map[string]Optional[string]{"email": in.Email, "password": in.Password} {
		if sent.Value == nil || *sent.Value == "" {
			v.add(field, "is required")
		}
	}
	return v.err()
}
