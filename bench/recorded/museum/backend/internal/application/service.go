package application

import (
	"context"
	"errors"
	"time"

	"harbour-museum-audio-guide/backend/internal/domain"
)

// SessionLength is how long a sign-in lasts.
const SessionLength = 720 * time.Hour

// Service runs the use cases.
type Service struct {
	store  Store
	hasher Hasher
	tokens Tokens
	clock  Clock
	// decoy is verified for an unknown login, so that the answer takes as long.
	decoy string
}

// NewService wires the use cases.
func NewService(store Store, hasher Hasher, tokens Tokens, clock Clock) (*Service, error) {
	decoy, err := hasher.Hash("no account has this one")
	if err != nil {
		return nil, err
	}
	return &Service{store: store, hasher: hasher, tokens: tokens, clock: clock, decoy: decoy}, nil
}

func (s *Service) now() time.Time {
	return s.clock().UTC().Truncate(time.Millisecond)
}

// Ready says whether the store answers.
func (s *Service) Ready(ctx context.Context) error {
	return s.store.Ping(ctx)
}

// named turns the errors of the store about unique values into messages about fields.
func named(err error) error {
	switch {
	case errors.Is(err, ErrUsernameTaken):
		return domain.OneField("username", "has already been taken")
	case errors.Is(err, ErrEmailTaken):
		return domain.OneField("email", "has already been taken")
	case errors.Is(err, ErrNumberTaken):
		return domain.OneField("number", "has already been taken")
	}
	return err
}

func freeSlug(tx Tx, kind, title string) (string, error) {
	base := domain.Slug(title, kind)
	for n := 1; ; n++ {
		slug := domain.NumberedSlug(base, n)
		taken, err := tx.SlugTaken(kind, slug)
		if err != nil {
			return "", err
		}
		if !taken {
			return slug, nil
		}
	}
}
