package application

import (
	"context"
	"time"

	"physio-practice/backend/internal/domain"
)

// WaitingEntryRepository stores waiting list.
type WaitingEntryRepository interface {
	Create(ctx context.Context, waitingEntry domain.WaitingEntry) (domain.WaitingEntry, error)
	Get(ctx context.Context, id int64) (domain.WaitingEntry, error)
	List(ctx context.Context, query domain.WaitingEntryQuery) ([]domain.WaitingEntry, int, error)
}

// WaitingEntryPorts are the dependencies of a WaitingEntryService.
type WaitingEntryPorts struct {
	Transactor     Transactor
	WaitingEntries WaitingEntryRepository
	Now            func() time.Time
}

// WaitingEntryService holds the use cases of waiting list.
type WaitingEntryService struct {
	ports WaitingEntryPorts
}

// NewWaitingEntryService returns a service that uses these ports.
func NewWaitingEntryService(ports WaitingEntryPorts) *WaitingEntryService {
	return &WaitingEntryService{ports: ports}
}

// Get reads one waiting list entry of the caller.
func (s *WaitingEntryService) Get(ctx context.Context, caller domain.Account, id int64) (domain.WaitingEntry, error) {
	return s.own(ctx, caller, id)
}

// List reads a page of waiting list that the caller may see and the total number of matches.
func (s *WaitingEntryService) List(ctx context.Context, caller domain.Account, query domain.WaitingEntryQuery) ([]domain.WaitingEntry, int, error) {
	if !caller.HasRole("therapist") {
		query.PatientID = caller.ID
	}
	return s.ports.WaitingEntries.List(ctx, query)
}

// own reads a waiting list entry that the caller may change; another's looks like one that does not exist.
func (s *WaitingEntryService) own(ctx context.Context, caller domain.Account, id int64) (domain.WaitingEntry, error) {
	waitingEntry, err := s.ports.WaitingEntries.Get(ctx, id)
	if err == nil && !caller.HasRole("therapist") && waitingEntry.PatientID != caller.ID {
		return domain.WaitingEntry{}, domain.ErrNotFound
	}
	return waitingEntry, err
}
