package domain

import (
	"errors"
	"time"
	"unicode/utf8"
)

// Role says what an account may do.
type Role string

// The roles of the shop; who registers is a customer.
const (
	Customer Role = "customer"
	Admin    Role = "admin"
)

// ErrUnsigned says that nobody is signed in, or that the credentials are wrong.
var ErrUnsigned = errors.New("nobody is signed in")

// ErrForbidden says that the account's role may not do it.
var ErrForbidden = errors.New("the account may not do it")

// Account is one person as stored and sent; the password's digest never leaves the server.
type Account struct {
	ID        int64     `json:"id"`
	Name      string    `json:"name"`
	Email     string    `json:"email"`
	Role      Role      `json:"role"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
	Digest    string    `json:"-"`
}

// AccountInput is what a person registers with; nil means absent.
type AccountInput struct {
	Name     *string `json:"name"`
	Email    *string `json:"email"`
	Password *string `json:"password"`
}

// Credentials are what a person signs in with.
type Credentials struct {
	Email    *string `json:"email"`
	Password *string `json:"password"`
}

const (
	minPassword = 8
	maxPassword = 72
)

// Validate turns an input into an account without its digest, or reports every bad field.
func (in AccountInput) Validate() (Account, error) {
	var v validation
	account := Account{
		Name:  valueOr(v.text("name", in.Name, textRule{required: true, max: 80}), ""),
		Email: valueOr(v.text("email", in.Email, textRule{required: true, max: 200, form: asEmail}), ""),
		Role:  Customer,
	}
	password := valueOr(in.Password, "")
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
	for field, value := range map[string]*string{"email": in.Email, "password": in.Password} {
		if value == nil || *value == "" {
			v.add(field, "is required")
		}
	}
	return v.err()
}
