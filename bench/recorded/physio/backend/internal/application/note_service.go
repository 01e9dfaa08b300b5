package application

import (
	"context"
	"time"

	"physio-practice/backend/internal/domain"
)

// NoteRepository stores notes.
type NoteRepository interface {
	Create(ctx context.Context, note domain.Note) (domain.Note, error)
	Get(ctx context.Context, id int64) (domain.Note, error)
	List(ctx context.Context, query domain.NoteQuery) ([]domain.Note, int, error)
}

// NotePorts are the dependencies of a NoteService.
type NotePorts struct {
	Transactor Transactor
	Notes      NoteRepository
	Now        func() time.Time
}

// NoteService holds the use cases of notes.
type NoteService struct {
	ports NotePorts
}

// NewNoteService returns a service that uses these ports.
func NewNoteService(ports NotePorts) *NoteService {
	return &NoteService{ports: ports}
}

// Get reads one note.
func (s *NoteService) Get(ctx context.Context, id int64) (domain.Note, error) {
	return s.ports.Notes.Get(ctx, id)
}

// List reads a page of notes and the total number of matches.
func (s *NoteService) List(ctx context.Context, query domain.NoteQuery) ([]domain.Note, int, error) {
	return s.ports.Notes.List(ctx, query)
}
