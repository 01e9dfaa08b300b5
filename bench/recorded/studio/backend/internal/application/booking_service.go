package application

import (
	"context"
	"errors"
	"time"

	"studio/backend/internal/domain"
)

// BookingRepository stores bookings.
type BookingRepository interface {
	Create(ctx context.Context, booking domain.Booking) (domain.Booking, error)
	Get(ctx context.Context, id int64) (domain.Booking, error)
	List(ctx context.Context, query domain.BookingQuery) ([]domain.Booking, int, error)
	Has(ctx context.Context, lesson, member int64) (bool, error)
	Delete(ctx context.Context, id int64) error
}

// BookingPorts are what a BookingService needs from outside.
type BookingPorts struct {
	Transactor Transactor
	Bookings   BookingRepository
	Lessons    LessonRepository
	Now        func() time.Time
}

// BookingService is what can be done with bookings.
type BookingService struct {
	ports BookingPorts
}

// NewBookingService wires a service to its ports.
func NewBookingService(ports BookingPorts) *BookingService {
	return &BookingService{ports: ports}
}

// Create books a place for the account that asks: one each, and only while there are places.
func (s *BookingService) Create(ctx context.Context, member int64, in domain.BookingInput) (domain.Booking, error) {
	booking, err := in.Validate()
	if err != nil {
		return domain.Booking{}, err
	}
	booking.Member = member
	booking.CreatedAt = s.ports.Now().UTC()
	booking.UpdatedAt = booking.CreatedAt
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		lesson, err := s.ports.Lessons.Get(ctx, booking.Lesson)
		if errors.Is(err, domain.ErrNotFound) {
			return &domain.ValidationError{Fields: []domain.FieldError{{Field: "lesson", Message: "does not exist"}}}
		}
		if err != nil {
			return err
		}
		booked, err := s.ports.Bookings.Has(ctx, lesson.ID, member)
		if err != nil {
			return err
		}
		if booked {
			return &domain.RuleError{Message: "You have booked this lesson already."}
		}
		if err := lesson.Admit(); err != nil {
			return err
		}
		booking, err = s.ports.Bookings.Create(ctx, booking)
		return err
	})
	return booking, err
}

// Get reads one booking of the account that asks; another's is as unknown as one that never was.
func (s *BookingService) Get(ctx context.Context, member, id int64) (domain.Booking, error) {
	booking, err := s.ports.Bookings.Get(ctx, id)
	if err == nil && booking.Member != member {
		return domain.Booking{}, domain.ErrNotFound
	}
	return booking, err
}

// List reads a page of an account's bookings and how many match in all.
func (s *BookingService) List(ctx context.Context, query domain.BookingQuery) ([]domain.Booking, int, error) {
	return s.ports.Bookings.List(ctx, query)
}

// Delete cancels a booking of the account that asks.
func (s *BookingService) Delete(ctx context.Context, member, id int64) error {
	return s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		if _, err := s.Get(ctx, member, id); err != nil {
			return err
		}
		return s.ports.Bookings.Delete(ctx, id)
	})
}
