package domain

import "regexp"

// Roles of an account.
const (
	RoleVisitor = "visitor"
	RoleCurator = "curator"
)

// DefaultLanguage is the language of who names none.
const DefaultLanguage = "en"

var (
	languages       = []string{"en", "de", "fr", "es"}
	usernamePattern = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
)

// Visitor is an account.
type Visitor struct {
	ID           int64
	Username     string
	Email        string
	PasswordHash string
	Language     string
	Role         string
}

// IsCurator says whether the account may write and publish; nobody is not.
func (v *Visitor) IsCurator() bool {
	return v != nil && v.Role == RoleCurator
}

// NewVisitor is what somebody registers with.
type NewVisitor struct {
	Username string
	Email    string
	Password string
	Language string
}

// Validate notes what is wrong.
func (n NewVisitor) Validate(errs FieldErrors) {
	checkLength(errs, "username", n.Username, 3, 30)
	errs.Check("username", usernamePattern.MatchString(n.Username), "may have letters, digits, _ and - only")
	validateEmail(errs, n.Email)
	checkLength(errs, "password", n.Password, 8, 72)
	checkChoice(errs, "language", n.Language, languages)
}

// VisitorChange is what an account changes; fields that are not set stay.
type VisitorChange struct {
	Email    Optional[string]
	Password Optional[string]
	Language Optional[string]
}

// Validate notes what is wrong.
func (c VisitorChange) Validate(errs FieldErrors) {
	if c.Email.Set {
		validateEmail(errs, c.Email.Value)
	}
	if c.Password.Set {
		checkLength(errs, "password", c.Password.Value, 8, 72)
	}
	if c.Language.Set {
		checkChoice(errs, "language", c.Language.Value, languages)
	}
}

func validateEmail(errs FieldErrors, email string) {
	checkLength(errs, "email", email, 1, 200)
	errs.Check("email", IsEmail(email), "is not an e-mail address")
}
