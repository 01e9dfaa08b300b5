package domain

import "slices"

// Credentials are what a person signs in with; nil means absent.
type Credentials struct {
	Login    *string `json:"phone"`
	Password *string `json:"password"`
}

// Validate reports credentials that are missing.
func (in Credentials) Validate() error {
	var v validation
	if in.Login == nil {
		v.add("phone", "is required")
	}
	if in.Password == nil {
		v.add("password", "is required")
	}
	return v.err()
}

// HasRole reports whether the account has one of the roles; without roles every account has them.
func (account Account) HasRole(roles ...string) bool {
	return len(roles) == 0 || slices.Contains(roles, account.Role)
}
