// Package application holds the use cases, their ports and their transactions.
package application

import (
	"context"
	"errors"
	"time"

	"harbour-museum-audio-guide/backend/internal/domain"
)

// Errors of a store about values that must be unique.
var (
	ErrUsernameTaken = errors.New("username taken")
	ErrEmailTaken    = errors.New("email taken")
	ErrNumberTaken   = errors.New("number taken")
)

// Store keeps the records. Write gives a transaction that is applied whole or not at all.
type Store interface {
	Read(ctx context.Context, use func(Tx) error) error
	Write(ctx context.Context, use func(Tx) error) error
	Ping(ctx context.Context) error
}

// Tx reads and writes inside one transaction. What is not there is domain.ErrNotFound.
type Tx interface {
	Empty() (bool, error)

	AddVisitor(visitor *domain.Visitor, now time.Time) error
	VisitorByEmail(email string) (*domain.Visitor, error)
	VisitorByID(id int64) (*domain.Visitor, error)
	SaveVisitor(visitor *domain.Visitor) error
	AddSession(digest []byte, visitorID int64, expires time.Time) error
	VisitorBySession(digest []byte, now time.Time) (*domain.Visitor, error)
	DropExpiredSessions(now time.Time) error

	SlugTaken(kind, slug string) (bool, error)
	AddExhibition(exhibition *domain.Exhibition) error
	Exhibition(slug string) (*domain.Exhibition, error)
	Exhibitions(page Page) ([]domain.Exhibition, int, error)

	AddExhibit(exhibit *domain.Exhibit) error
	SaveExhibit(exhibit *domain.Exhibit) error
	Exhibit(slug string, viewerID int64) (*domain.Exhibit, error)
	Exhibits(filter ExhibitFilter, page Page, viewerID int64) ([]domain.Exhibit, int, error)
	SetFavorite(exhibitID, visitorID int64, marked bool) error

	AddComment(comment *domain.Comment) error
	Comment(exhibitID, id int64) (*domain.Comment, error)
	Comments(exhibitID int64, page Page) ([]domain.Comment, int, error)
	DeleteComment(id int64) error
}

// Kinds of records with a slug.
const (
	KindExhibition = "exhibition"
	KindExhibit    = "exhibit"
)

// Page says which part of a list is asked for.
type Page struct {
	Limit  int
	Offset int
}

// ExhibitFilter says which exhibits are asked for; nil means any.
type ExhibitFilter struct {
	Tag           *string
	Exhibition    *string
	FavoritedBy   *string
	PublishedOnly bool
}

// Hasher hashes passwords.
type Hasher interface {
	Hash(password string) (string, error)
	Verify(hash, password string) bool
}

// Tokens makes tokens and their digests.
type Tokens interface {
	New() (string, error)
	Digest(token string) []byte
}

// Clock tells the time.
type Clock func() time.Time
