package application

import (
	"context"
	"errors"
	"time"

	"physio-practice/backend/internal/domain"
)

// SlotRepository stores slots.
type SlotRepository interface {
	Create(ctx context.Context, slot domain.Slot) (domain.Slot, error)
	Get(ctx context.Context, id int64) (domain.Slot, error)
	List(ctx context.Context, query domain.SlotQuery) ([]domain.Slot, int, error)
	// BreaksRoomHasOneSlotAtATime: It overlaps another slot.
	BreaksRoomHasOneSlotAtATime(ctx context.Context, slot domain.Slot) (bool, error)
	// BreaksTherapistHasOneSlotAtATime: It overlaps another slot.
	BreaksTherapistHasOneSlotAtATime(ctx context.Context, slot domain.Slot) (bool, error)
}

// SlotPorts are the dependencies of a SlotService.
type SlotPorts struct {
	Transactor Transactor
	Slots      SlotRepository
	Rooms      RoomRepository
	Now        func() time.Time
}

// SlotService holds the use cases of slots.
type SlotService struct {
	ports SlotPorts
}

// NewSlotService returns a service that uses these ports.
func NewSlotService(ports SlotPorts) *SlotService {
	return &SlotService{ports: ports}
}

// Create validates and stores a new slot.
func (s *SlotService) Create(ctx context.Context, caller domain.Account, in domain.SlotInput) (domain.Slot, error) {
	slot, err := in.Validate()
	if err != nil {
		return domain.Slot{}, err
	}
	slot.TherapistID = caller.ID
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		if err := s.checkReferences(ctx, slot); err != nil {
			return err
		}
		room, err := s.ports.Rooms.Get(ctx, slot.RoomID)
		if err != nil {
			return err
		}
		slot.Title = slot.TitleOf(room.Name, caller.Name)
		if err := s.checkRules(ctx, slot); err != nil {
			return err
		}
		slot, err = s.ports.Slots.Create(ctx, slot)
		return err
	})
	return slot, err
}

// Get reads one slot.
func (s *SlotService) Get(ctx context.Context, id int64) (domain.Slot, error) {
	return s.ports.Slots.Get(ctx, id)
}

// List reads a page of slots and the total number of matches.
func (s *SlotService) List(ctx context.Context, query domain.SlotQuery) ([]domain.Slot, int, error) {
	return s.ports.Slots.List(ctx, query)
}

// checkRules reports the first rule over several records that a slot would break.
func (s *SlotService) checkRules(ctx context.Context, slot domain.Slot) error {
	for _, rule := range []struct {
		breaks  func(context.Context, domain.Slot) (bool, error)
		message string
	}{
		{s.ports.Slots.BreaksRoomHasOneSlotAtATime, "It overlaps another slot."},
		{s.ports.Slots.BreaksTherapistHasOneSlotAtATime, "It overlaps another slot."},
	} {
		if broken, err := rule.breaks(ctx, slot); err != nil {
			return err
		} else if broken {
			return &domain.RuleError{Message: rule.message}
		}
	}
	return nil
}

// checkReferences reports references of a slot to records that do not exist.
func (s *SlotService) checkReferences(ctx context.Context, slot domain.Slot) error {
	var missing []domain.FieldError
	if _, err := s.ports.Rooms.Get(ctx, slot.RoomID); errors.Is(err, domain.ErrNotFound) {
		missing = append(missing, domain.FieldError{Field: "room_id", Message: "does not exist"})
	} else if err != nil {
		return err
	}
	if len(missing) > 0 {
		return &domain.ValidationError{Fields: missing}
	}
	return nil
}
