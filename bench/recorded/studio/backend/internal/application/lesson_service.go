package application

import (
	"context"
	"time"

	"studio/backend/internal/domain"
)

// LessonRepository stores lessons.
type LessonRepository interface {
	Create(ctx context.Context, lesson domain.Lesson) (domain.Lesson, error)
	Get(ctx context.Context, id int64) (domain.Lesson, error)
	List(ctx context.Context, query domain.LessonQuery) ([]domain.Lesson, int, error)
	Replace(ctx context.Context, lesson domain.Lesson) error
	Delete(ctx context.Context, id int64) error
}

// LessonPorts are what a LessonService needs from outside.
type LessonPorts struct {
	Transactor Transactor
	Lessons    LessonRepository
	Now        func() time.Time
}

// LessonService is what can be done with lessons.
type LessonService struct {
	ports LessonPorts
}

// NewLessonService wires a service to its ports.
func NewLessonService(ports LessonPorts) *LessonService {
	return &LessonService{ports: ports}
}

// Create validates and stores a new lesson.
func (s *LessonService) Create(ctx context.Context, in domain.LessonInput) (domain.Lesson, error) {
	lesson, err := in.Validate()
	if err != nil {
		return domain.Lesson{}, err
	}
	lesson.CreatedAt = s.ports.Now().UTC()
	lesson.UpdatedAt = lesson.CreatedAt
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		var err error
		lesson, err = s.ports.Lessons.Create(ctx, lesson)
		return err
	})
	return lesson, err
}

// Get reads one lesson.
func (s *LessonService) Get(ctx context.Context, id int64) (domain.Lesson, error) {
	return s.ports.Lessons.Get(ctx, id)
}

// List reads a page of lessons and how many match in all.
func (s *LessonService) List(ctx context.Context, query domain.LessonQuery) ([]domain.Lesson, int, error) {
	return s.ports.Lessons.List(ctx, query)
}

// Replace overwrites every field that a client may set.
func (s *LessonService) Replace(ctx context.Context, id int64, in domain.LessonInput) (domain.Lesson, error) {
	lesson, err := in.Validate()
	if err != nil {
		// An unknown record is a 404 whatever the body says.
		if _, missing := s.ports.Lessons.Get(ctx, id); missing != nil {
			return domain.Lesson{}, missing
		}
		return domain.Lesson{}, err
	}
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		stored, err := s.ports.Lessons.Get(ctx, id)
		if err != nil {
			return err
		}
		if lesson.Places < stored.Booked {
			return &domain.RuleError{Message: "More places than that are booked."}
		}
		lesson.ID = id
		lesson.Booked, lesson.Status = stored.Booked, stored.Status
		lesson.CreatedAt = stored.CreatedAt
		lesson.UpdatedAt = s.ports.Now().UTC()
		return s.ports.Lessons.Replace(ctx, lesson)
	})
	return lesson, err
}

// Close ends the bookings of a lesson, once.
func (s *LessonService) Close(ctx context.Context, id int64) (domain.Lesson, error) {
	var closed domain.Lesson
	err := s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		stored, err := s.ports.Lessons.Get(ctx, id)
		if err != nil {
			return err
		}
		if closed, err = stored.Close(); err != nil {
			return err
		}
		closed.UpdatedAt = s.ports.Now().UTC()
		return s.ports.Lessons.Replace(ctx, closed)
	})
	return closed, err
}

// Delete removes a lesson that nothing refers to.
func (s *LessonService) Delete(ctx context.Context, id int64) error {
	return s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		return s.ports.Lessons.Delete(ctx, id)
	})
}
