package domain

import (
	"regexp"
	"time"
)

// Account is one account as stored and sent; the hash of the password never leaves the server.
type Account struct {
	ID           int64     `json:"id"`
	Name         string    `json:"name"`
	Phone        string    `json:"phone"`
	DateOfBirth  string    `json:"date_of_birth"`
	PasswordHash string    `json:"-"`
	Role         string    `json:"role"`
	MissedCount  int64     `json:"missed_count"`
	CreatedAt    time.Time `json:"-"`
	UpdatedAt    time.Time `json:"-"`
}

// AccountInput holds the fields that a client may set; nil means absent.
type AccountInput struct {
	Name        *string `json:"name"`
	Phone       *string `json:"phone"`
	DateOfBirth *string `json:"date_of_birth"`
	Password    *string `json:"password"`
}

// AccountQuery filters and sorts a list of accounts.
type AccountQuery struct {
	Page   Paging
	Order  Sorting
	Search string
}

// AccountOrders are the fields that accounts can be sorted by.
var AccountOrders = []string{"id", "name", "phone", "date_of_birth", "role", "missed_count"}

// AccountRoleValues are the values that role can take.
var AccountRoleValues = []string{"patient", "therapist"}

var accountPhonePattern = regexp.MustCompile("^\\+?[0-9]{6,15}$")

// Validate turns an input into an account, or reports every invalid field.
func (in AccountInput) Validate() (Account, error) {
	var v validation
	account := Account{
		Name:        valueOr(v.text("name", in.Name, textRule{required: true, max: 100}), ""),
		Phone:       valueOr(v.text("phone", in.Phone, textRule{required: true, pattern: accountPhonePattern}), ""),
		DateOfBirth: valueOr(v.text("date_of_birth", in.DateOfBirth, textRule{required: true, form: asDate}), ""),
		Role:        "patient",
		MissedCount: 0,
	}
	v.password("password", in.Password, textRule{required: true, min: 8, max: 72})
	if err := v.err(); err != nil {
		return Account{}, err
	}
	return account, nil
}
