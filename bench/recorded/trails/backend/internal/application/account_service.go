package application

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"sync"
	"time"

	"trails/backend/internal/domain"
)

// TokenLifetime is how long a token is taken after it was given out.
const TokenLifetime = 30 * 24 * time.Hour

// AccountRepository stores accounts and tokens.
type AccountRepository interface {
	Create(ctx context.Context, account domain.Account) (domain.Account, error)
	ByEmail(ctx context.Context, email string) (domain.Account, error)
	ByToken(ctx context.Context, digest string, now time.Time) (domain.Account, error)
	KeepToken(ctx context.Context, digest string, account int64, now, expires time.Time) error
}

// Passwords digests passwords, slowly on purpose.
type Passwords interface {
	Digest(password string) (string, error)
	Matches(digest, password string) bool
}

// AccountPorts are what an AccountService needs from outside.
type AccountPorts struct {
	Transactor Transactor
	Accounts   AccountRepository
	Passwords  Passwords
	Now        func() time.Time
}

// Session is an account that signed in, and the token that proves it.
type Session struct {
	Token   string
	Account domain.Account
}

// AccountService is what can be done with accounts.
type AccountService struct {
	ports AccountPorts
	// nobody is compared with where there is no account, so that both take as long.
	nobody func() (string, error)
}

// NewAccountService wires a service to its ports.
func NewAccountService(ports AccountPorts) *AccountService {
	return &AccountService{ports: ports, nobody: sync.OnceValues(func() (string, error) {
		return ports.Passwords.Digest("nobody has this password")
	})}
}

// Register makes an account and signs it in.
func (s *AccountService) Register(ctx context.Context, in domain.AccountInput) (Session, error) {
	account, err := in.Validate()
	if err != nil {
		return Session{}, err
	}
	if account.Digest, err = s.ports.Passwords.Digest(*in.Password.Value); err != nil {
		return Session{}, err
	}
	account.CreatedAt = s.ports.Now().UTC()
	var session Session
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		if account, err = s.ports.Accounts.Create(ctx, account); err != nil {
			return err
		}
		session, err = s.open(ctx, account)
		return err
	})
	return session, err
}

// SignIn gives a token to who knows the password. It tells nobody which accounts there are.
func (s *AccountService) SignIn(ctx context.Context, in domain.Credentials) (Session, error) {
	if err := in.Validate(); err != nil {
		return Session{}, err
	}
	account, err := s.ports.Accounts.ByEmail(ctx, *in.Email.Value)
	if errors.Is(err, domain.ErrNotFound) {
		account.Digest, err = s.nobody()
	}
	if err != nil {
		return Session{}, err
	}
	if !s.ports.Passwords.Matches(account.Digest, *in.Password.Value) || account.ID == 0 {
		return Session{}, domain.ErrUnsigned
	}
	var session Session
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		session, err = s.open(ctx, account)
		return err
	})
	return session, err
}

// Identify tells whose token it is.
func (s *AccountService) Identify(ctx context.Context, token string) (domain.Account, error) {
	account, err := s.ports.Accounts.ByToken(ctx, digest(token), s.ports.Now().UTC())
	if errors.Is(err, domain.ErrNotFound) {
		return domain.Account{}, domain.ErrUnsigned
	}
	return account, err
}

func (s *AccountService) open(ctx context.Context, account domain.Account) (Session, error) {
	token := newToken()
	now := s.ports.Now().UTC()
	err := s.ports.Accounts.KeepToken(ctx, digest(token), account.ID, now, now.Add(TokenLifetime))
	return Session{Token: token, Account: account}, err
}

func newToken() string {
	random := make([]byte, 32)
	_, _ = rand.Read(random) // crypto/rand never fails: it ends the process instead
	return base64.RawURLEncoding.EncodeToString(random)
}

// digest is what is stored of a token: who reads the database cannot sign in with it.
func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
