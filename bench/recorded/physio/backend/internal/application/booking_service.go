package application

import (
	"context"
	"time"

	"physio-practice/backend/internal/domain"
)

// BookingRepository stores bookings.
type BookingRepository interface {
	Create(ctx context.Context, booking domain.Booking) (domain.Booking, error)
	Get(ctx context.Context, id int64) (domain.Booking, error)
	List(ctx context.Context, query domain.BookingQuery) ([]domain.Booking, int, error)
}

// BookingPorts are the dependencies of a BookingService.
type BookingPorts struct {
	Transactor Transactor
	Bookings   BookingRepository
	Now        func() time.Time
}

// BookingService holds the use cases of bookings.
type BookingService struct {
	ports BookingPorts
}

// NewBookingService returns a service that uses these ports.
func NewBookingService(ports BookingPorts) *BookingService {
	return &BookingService{ports: ports}
}

// Get reads one booking of the caller.
func (s *BookingService) Get(ctx context.Context, caller domain.Account, id int64) (domain.Booking, error) {
	return s.own(ctx, caller, id)
}

// List reads a page of bookings that the caller may see and the total number of matches.
func (s *BookingService) List(ctx context.Context, caller domain.Account, query domain.BookingQuery) ([]domain.Booking, int, error) {
	if !caller.HasRole("therapist") {
		query.PatientID = caller.ID
	}
	return s.ports.Bookings.List(ctx, query)
}

// own reads a booking that the caller may change; another's looks like one that does not exist.
func (s *BookingService) own(ctx context.Context, caller domain.Account, id int64) (domain.Booking, error) {
	booking, err := s.ports.Bookings.Get(ctx, id)
	if err == nil && !caller.HasRole("therapist") && booking.PatientID != caller.ID {
		return domain.Booking{}, domain.ErrNotFound
	}
	return booking, err
}
