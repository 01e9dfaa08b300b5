package application

import (
	"context"
	"errors"
	"time"

	"harbour-museum-audio-guide/backend/internal/domain"
)

// Register creates an account and signs it in.
func (s *Service) Register(ctx context.Context, input domain.NewVisitor) (*domain.Visitor, string, error) {
	errs := domain.FieldErrors{}
	input.Validate(errs)
	if err := errs.Err(); err != nil {
		return nil, "", err
	}
	hash, err := s.hasher.Hash(input.Password)
	if err != nil {
		return nil, "", err
	}
	visitor := &domain.Visitor{
		Username: input.Username, Email: input.Email, PasswordHash: hash,
		Language: input.Language, Role: domain.RoleVisitor,
	}
	token, err := s.tokens.New()
	if err != nil {
		return nil, "", err
	}
	now := s.now()
	err = s.store.Write(ctx, func(tx Tx) error {
		if err := tx.AddVisitor(visitor, now); err != nil {
			return err
		}
		return s.signIn(tx, visitor.ID, token, now)
	})
	if err != nil {
		return nil, "", named(err)
	}
	return visitor, token, nil
}

// Login signs in with an address and a password.
func (s *Service) Login(ctx context.Context, email, password string) (*domain.Visitor, string, error) {
	var visitor *domain.Visitor
	err := s.store.Read(ctx, func(tx Tx) (err error) {
		visitor, err = tx.VisitorByEmail(email)
		return err
	})
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return nil, "", err
	}
	if visitor == nil {
		s.hasher.Verify(s.decoy, password)
		return nil, "", domain.ErrUnauthorized
	}
	if !s.hasher.Verify(visitor.PasswordHash, password) {
		return nil, "", domain.ErrUnauthorized
	}
	token, err := s.tokens.New()
	if err != nil {
		return nil, "", err
	}
	now := s.now()
	err = s.store.Write(ctx, func(tx Tx) error {
		if err := tx.DropExpiredSessions(now); err != nil {
			return err
		}
		return s.signIn(tx, visitor.ID, token, now)
	})
	if err != nil {
		return nil, "", err
	}
	return visitor, token, nil
}

func (s *Service) signIn(tx Tx, visitorID int64, token string, now time.Time) error {
	return tx.AddSession(s.tokens.Digest(token), visitorID, now.Add(SessionLength))
}

// Authenticate finds the account of a token; ErrUnauthorized if there is none.
func (s *Service) Authenticate(ctx context.Context, token string) (*domain.Visitor, error) {
	if token == "" {
		return nil, domain.ErrUnauthorized
	}
	var visitor *domain.Visitor
	err := s.store.Read(ctx, func(tx Tx) (err error) {
		visitor, err = tx.VisitorBySession(s.tokens.Digest(token), s.now())
		return err
	})
	if errors.Is(err, domain.ErrNotFound) {
		return nil, domain.ErrUnauthorized
	}
	return visitor, err
}

// ChangeVisitor changes the fields of the account that are set.
func (s *Service) ChangeVisitor(ctx context.Context, viewer *domain.Visitor, change domain.VisitorChange) (*domain.Visitor, error) {
	errs := domain.FieldErrors{}
	change.Validate(errs)
	if err := errs.Err(); err != nil {
		return nil, err
	}
	hash := ""
	if change.Password.Set {
		var err error
		if hash, err = s.hasher.Hash(change.Password.Value); err != nil {
			return nil, err
		}
	}
	var visitor *domain.Visitor
	err := s.store.Write(ctx, func(tx Tx) (err error) {
		if visitor, err = tx.VisitorByID(viewer.ID); err != nil {
			return err
		}
		if change.Email.Set {
			visitor.Email = change.Email.Value
		}
		if change.Language.Set {
			visitor.Language = change.Language.Value
		}
		if change.Password.Set {
			visitor.PasswordHash = hash
		}
		return tx.SaveVisitor(visitor)
	})
	if err != nil {
		return nil, named(err)
	}
	return visitor, nil
}
