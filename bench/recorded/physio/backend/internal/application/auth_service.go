package application

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"sync"
	"time"

	"physio-practice/backend/internal/domain"
)

// TokenLifetime is how long a token is valid.
const TokenLifetime = 720 * time.Hour

// AuthRepository stores accounts, and the digests of their tokens.
type AuthRepository interface {
	Create(ctx context.Context, account domain.Account) (domain.Account, error)
	ByLogin(ctx context.Context, login string) (domain.Account, error)
	ByToken(ctx context.Context, digest string, now time.Time) (domain.Account, error)
	// KeepToken stores a digest, and removes those that have expired.
	KeepToken(ctx context.Context, digest string, account int64, now, expires time.Time) error
}

// Passwords hashes passwords, slowly on purpose.
type Passwords interface {
	Hash(password string) (string, error)
	Matches(hash, password string) bool
}

// AuthPorts are the dependencies of an AuthService.
type AuthPorts struct {
	Transactor Transactor
	Accounts   AuthRepository
	Passwords  Passwords
	Now        func() time.Time
}

// Signed is an account that signed in, and its token.
type Signed struct {
	Token   string         `json:"token"`
	Account domain.Account `json:"account"`
}

// AuthService registers accounts and signs them in.
type AuthService struct {
	ports AuthPorts
	// unknown is compared with where there is no such account, so that both take the same time.
	unknown func() (string, error)
}

// NewAuthService returns a service that uses these ports.
func NewAuthService(ports AuthPorts) *AuthService {
	return &AuthService{ports: ports, unknown: sync.OnceValues(func() (string, error) {
		return ports.Passwords.Hash(newToken())
	})}
}

// Register creates an account with the role of new accounts and signs it in.
func (s *AuthService) Register(ctx context.Context, in domain.AccountInput) (Signed, error) {
	account, err := in.Validate()
	if err != nil {
		return Signed{}, err
	}
	if account.PasswordHash, err = s.ports.Passwords.Hash(*in.Password); err != nil {
		return Signed{}, err
	}
	account.CreatedAt = s.ports.Now().UTC()
	account.UpdatedAt = account.CreatedAt
	var signed Signed
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		account, err := s.ports.Accounts.Create(ctx, account)
		if err != nil {
			return err
		}
		signed, err = s.open(ctx, account)
		return err
	})
	return signed, err
}

// SignIn returns a new token for the right password. Wrong passwords and unknown accounts look the same.
func (s *AuthService) SignIn(ctx context.Context, in domain.Credentials) (Signed, error) {
	if err := in.Validate(); err != nil {
		return Signed{}, err
	}
	account, err := s.ports.Accounts.ByLogin(ctx, *in.Login)
	isUnknown := errors.Is(err, domain.ErrNotFound)
	if isUnknown {
		account.PasswordHash, err = s.unknown()
	}
	if err != nil {
		return Signed{}, err
	}
	if !s.ports.Passwords.Matches(account.PasswordHash, *in.Password) || isUnknown {
		return Signed{}, domain.ErrUnsigned
	}
	var signed Signed
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		signed, err = s.open(ctx, account)
		return err
	})
	return signed, err
}

// Identify returns the account that a token belongs to.
func (s *AuthService) Identify(ctx context.Context, token string) (domain.Account, error) {
	account, err := s.ports.Accounts.ByToken(ctx, tokenDigest(token), s.ports.Now().UTC())
	if errors.Is(err, domain.ErrNotFound) {
		return domain.Account{}, domain.ErrUnsigned
	}
	return account, err
}

func (s *AuthService) open(ctx context.Context, account domain.Account) (Signed, error) {
	token, now := newToken(), s.ports.Now().UTC()
	err := s.ports.Accounts.KeepToken(ctx, tokenDigest(token), account.ID, now, now.Add(TokenLifetime))
	return Signed{Token: token, Account: account}, err
}

func newToken() string {
	random := make([]byte, 32)
	_, _ = rand.Read(random) // crypto/rand never returns an error: it aborts the process
	return base64.RawURLEncoding.EncodeToString(random)
}

// tokenDigest is what is stored of a token: nobody can sign in with a copy of the database.
func tokenDigest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
