package application

import (
	"context"
	"errors"
	"time"

	"physio-practice/backend/internal/domain"
)

// PracticePorts are the dependencies of a PracticeService.
type PracticePorts struct {
	Transactor Transactor
	Accounts   interface {
		Get(ctx context.Context, id int64) (domain.Account, error)
		// AddMissed adds one to the count of missed bookings.
		AddMissed(ctx context.Context, id int64, now time.Time) error
		ResetMissed(ctx context.Context, id int64, now time.Time) error
		// PatientsWithMissed reads patients with the highest count first, then by name.
		PatientsWithMissed(ctx context.Context) ([]domain.Account, error)
	}
	Slots interface {
		Get(ctx context.Context, id int64) (domain.Slot, error)
		SetState(ctx context.Context, id int64, state string) error
		// StartingAfter reads slots with the earliest start first.
		StartingAfter(ctx context.Context, now time.Time) ([]domain.Slot, error)
		// OfTherapist reads the slots that start from one instant up to another, the earliest first.
		OfTherapist(ctx context.Context, therapist int64, from, to time.Time) ([]domain.TodaysSlot, error)
	}
	Bookings interface {
		Create(ctx context.Context, booking domain.Booking) (domain.Booking, error)
		Get(ctx context.Context, id int64) (domain.Booking, error)
		SetState(ctx context.Context, id int64, state string) error
		CountOpen(ctx context.Context, patient int64) (int, error)
		HasOpen(ctx context.Context, patient, slot int64) (bool, error)
		// OfPatient reads all bookings of a patient, the earliest start first.
		OfPatient(ctx context.Context, patient int64) ([]domain.Booking, error)
	}
	WaitingEntries interface {
		Create(ctx context.Context, entry domain.WaitingEntry) (domain.WaitingEntry, error)
		Get(ctx context.Context, id int64) (domain.WaitingEntry, error)
		SetState(ctx context.Context, id int64, state string) error
		// FirstWaiting reads the entry that has waited longest for a slot.
		FirstWaiting(ctx context.Context, slot int64) (domain.WaitingEntry, error)
		// IsListed reports whether a patient waits for a slot or is offered it.
		IsListed(ctx context.Context, patient, slot int64) (bool, error)
	}
	Notes interface {
		Create(ctx context.Context, note domain.Note) (domain.Note, error)
	}
	Now func() time.Time
}

// PracticeService books slots, keeps their waiting lists and records what became of bookings.
type PracticeService struct {
	ports PracticePorts
}

// NewPracticeService returns a service that uses these ports.
func NewPracticeService(ports PracticePorts) *PracticeService {
	return &PracticeService{ports: ports}
}

func (s *PracticeService) now() time.Time { return s.ports.Now().UTC() }

// ComingSlots reads the slots that have not started, the earliest first.
func (s *PracticeService) ComingSlots(ctx context.Context) ([]domain.Slot, error) {
	return s.ports.Slots.StartingAfter(ctx, s.now())
}

// Book books a free slot for the caller.
func (s *PracticeService) Book(ctx context.Context, caller domain.Account, slotID int64) (booking domain.Booking, err error) {
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		slot, err := s.ports.Slots.Get(ctx, slotID)
		if err != nil {
			return err
		}
		if slot.State != domain.SlotFree {
			return &domain.RuleError{Message: "The slot is not free."}
		}
		booking, err = s.take(ctx, caller, slot)
		return err
	})
	return booking, err
}

// take gives a slot to a patient who may book it; it runs in a transaction.
func (s *PracticeService) take(ctx context.Context, caller domain.Account, slot domain.Slot) (domain.Booking, error) {
	if slot.HasStarted(s.now()) {
		return domain.Booking{}, &domain.RuleError{Message: "The slot has started."}
	}
	patient, err := s.ports.Accounts.Get(ctx, caller.ID)
	if err != nil {
		return domain.Booking{}, err
	}
	open, err := s.ports.Bookings.CountOpen(ctx, patient.ID)
	if err != nil {
		return domain.Booking{}, err
	}
	if err := patient.CheckMayBook(open); err != nil {
		return domain.Booking{}, err
	}
	if err := s.ports.Slots.SetState(ctx, slot.ID, domain.SlotTaken); err != nil {
		return domain.Booking{}, err
	}
	return s.ports.Bookings.Create(ctx, domain.Booking{
		Title:       slot.Title,
		SlotID:      slot.ID,
		PatientID:   patient.ID,
		PatientName: patient.Name,
		StartsAt:    slot.StartsAt,
		State:       domain.BookingOpen,
	})
}

// release offers a slot to the first of its waiting list, or frees it; it runs in a transaction.
func (s *PracticeService) release(ctx context.Context, slotID int64) error {
	first, err := s.ports.WaitingEntries.FirstWaiting(ctx, slotID)
	if errors.Is(err, domain.ErrNotFound) {
		return s.ports.Slots.SetState(ctx, slotID, domain.SlotFree)
	}
	if err != nil {
		return err
	}
	if err := s.ports.WaitingEntries.SetState(ctx, first.ID, domain.EntryOffered); err != nil {
		return err
	}
	return s.ports.Slots.SetState(ctx, slotID, domain.SlotOffered)
}

// Join puts the caller at the end of a slot's waiting list.
func (s *PracticeService) Join(ctx context.Context, caller domain.Account, slotID int64) (entry domain.WaitingEntry, err error) {
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		slot, err := s.ports.Slots.Get(ctx, slotID)
		if err != nil {
			return err
		}
		if slot.State == domain.SlotFree {
			return &domain.RuleError{Message: "The slot is free; book it."}
		}
		if slot.HasStarted(s.now()) {
			return &domain.RuleError{Message: "The slot has started."}
		}
		if isListed, err := s.ports.WaitingEntries.IsListed(ctx, caller.ID, slot.ID); err != nil {
			return err
		} else if isListed {
			return &domain.RuleError{Message: "You are on the waiting list of this slot already."}
		}
		if isOwn, err := s.ports.Bookings.HasOpen(ctx, caller.ID, slot.ID); err != nil {
			return err
		} else if isOwn {
			return &domain.RuleError{Message: "You have booked this slot."}
		}
		entry, err = s.ports.WaitingEntries.Create(ctx, domain.WaitingEntry{
			Title:       slot.Title,
			SlotID:      slot.ID,
			PatientID:   caller.ID,
			PatientName: caller.Name,
			State:       domain.EntryWaiting,
		})
		return err
	})
	return entry, err
}

// Accept books the slot that the caller was offered.
func (s *PracticeService) Accept(ctx context.Context, caller domain.Account, id int64) (domain.WaitingEntry, error) {
	return s.answer(ctx, caller, id, domain.EntryAccepted, func(ctx context.Context, entry domain.WaitingEntry) error {
		slot, err := s.ports.Slots.Get(ctx, entry.SlotID)
		if err != nil {
			return err
		}
		_, err = s.take(ctx, caller, slot)
		return err
	})
}

// Decline gives the slot that the caller was offered to the next of the list.
func (s *PracticeService) Decline(ctx context.Context, caller domain.Account, id int64) (domain.WaitingEntry, error) {
	return s.answer(ctx, caller, id, domain.EntryDeclined, func(ctx context.Context, entry domain.WaitingEntry) error {
		return s.release(ctx, entry.SlotID)
	})
}

// answer ends an offer to the caller with a state and its effect.
func (s *PracticeService) answer(
	ctx context.Context, caller domain.Account, id int64, state string,
	effect func(ctx context.Context, entry domain.WaitingEntry) error,
) (entry domain.WaitingEntry, err error) {
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		var err error
		if entry, err = s.ports.WaitingEntries.Get(ctx, id); err != nil {
			return err
		}
		if entry.PatientID != caller.ID {
			return domain.ErrNotFound
		}
		if entry.State != domain.EntryOffered {
			return &domain.RuleError{Message: "The slot is not offered to you."}
		}
		entry.State = state
		if err := s.ports.WaitingEntries.SetState(ctx, entry.ID, state); err != nil {
			return err
		}
		return effect(ctx, entry)
	})
	return entry, err
}

// Cancel cancels an open booking, and offers or frees its slot.
func (s *PracticeService) Cancel(ctx context.Context, caller domain.Account, id int64) (domain.Booking, error) {
	return s.change(ctx, caller, id, domain.BookingCancelled,
		func(booking domain.Booking) error {
			return booking.CheckCancel(s.now(), !caller.HasRole("therapist"))
		},
		func(ctx context.Context, booking domain.Booking) error {
			return s.release(ctx, booking.SlotID)
		})
}

// MarkDone marks a booking that has started as done.
func (s *PracticeService) MarkDone(ctx context.Context, caller domain.Account, id int64) (domain.Booking, error) {
	return s.change(ctx, caller, id, domain.BookingDone,
		func(booking domain.Booking) error { return booking.CheckMark(s.now()) },
		func(context.Context, domain.Booking) error { return nil })
}

// MarkMissed marks a booking that has started as missed, and counts it.
func (s *PracticeService) MarkMissed(ctx context.Context, caller domain.Account, id int64) (domain.Booking, error) {
	return s.change(ctx, caller, id, domain.BookingMissed,
		func(booking domain.Booking) error { return booking.CheckMark(s.now()) },
		func(ctx context.Context, booking domain.Booking) error {
			return s.ports.Accounts.AddMissed(ctx, booking.PatientID, s.now())
		})
}

// change moves a booking of the caller to a state, if it may be moved there, with its effect.
func (s *PracticeService) change(
	ctx context.Context, caller domain.Account, id int64, state string,
	check func(booking domain.Booking) error,
	effect func(ctx context.Context, booking domain.Booking) error,
) (booking domain.Booking, err error) {
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		var err error
		if booking, err = s.bookingOf(ctx, caller, id); err != nil {
			return err
		}
		if err := check(booking); err != nil {
			return err
		}
		booking.State = state
		if err := s.ports.Bookings.SetState(ctx, booking.ID, state); err != nil {
			return err
		}
		return effect(ctx, booking)
	})
	return booking, err
}

// bookingOf reads a booking that the caller made, or of a slot whose therapist the caller is.
func (s *PracticeService) bookingOf(ctx context.Context, caller domain.Account, id int64) (domain.Booking, error) {
	booking, err := s.ports.Bookings.Get(ctx, id)
	if err != nil {
		return domain.Booking{}, err
	}
	if !caller.HasRole("therapist") {
		if booking.PatientID != caller.ID {
			return domain.Booking{}, domain.ErrNotFound
		}
		return booking, nil
	}
	slot, err := s.ports.Slots.Get(ctx, booking.SlotID)
	if err != nil {
		return domain.Booking{}, err
	}
	if slot.TherapistID != caller.ID {
		return domain.Booking{}, domain.ErrOtherTherapist
	}
	return booking, nil
}

// WriteNote writes a note on a booking that has started.
func (s *PracticeService) WriteNote(ctx context.Context, caller domain.Account, id int64, in domain.NoteText) (note domain.Note, err error) {
	text, err := in.Validate()
	if err != nil {
		return domain.Note{}, err
	}
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		booking, err := s.bookingOf(ctx, caller, id)
		if err != nil {
			return err
		}
		if err := booking.CheckNote(s.now()); err != nil {
			return err
		}
		note, err = s.ports.Notes.Create(ctx, domain.Note{
			Title:     booking.Title + ", " + booking.PatientName,
			BookingID: booking.ID,
			Text:      text,
		})
		return err
	})
	return note, err
}

// ResetMissed sets the count of an account's missed bookings to 0.
func (s *PracticeService) ResetMissed(ctx context.Context, id int64) (account domain.Account, err error) {
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		if err := s.ports.Accounts.ResetMissed(ctx, id, s.now()); err != nil {
			return err
		}
		var err error
		account, err = s.ports.Accounts.Get(ctx, id)
		return err
	})
	return account, err
}

// MissedPatients reads the patients with missed bookings.
func (s *PracticeService) MissedPatients(ctx context.Context) ([]domain.Account, error) {
	return s.ports.Accounts.PatientsWithMissed(ctx)
}

// MyBookings reads the caller's bookings, next and past ones.
func (s *PracticeService) MyBookings(ctx context.Context, caller domain.Account) (domain.MyBookings, error) {
	bookings, err := s.ports.Bookings.OfPatient(ctx, caller.ID)
	if err != nil {
		return domain.MyBookings{}, err
	}
	return domain.SplitBookings(bookings, s.now()), nil
}

// Today reads today's date in UTC and the caller's slots on it.
func (s *PracticeService) Today(ctx context.Context, caller domain.Account) (domain.Today, error) {
	from := s.now().Truncate(24 * time.Hour)
	slots, err := s.ports.Slots.OfTherapist(ctx, caller.ID, from, from.AddDate(0, 0, 1))
	return domain.Today{Date: from.Format(time.DateOnly), Slots: slots}, err
}
