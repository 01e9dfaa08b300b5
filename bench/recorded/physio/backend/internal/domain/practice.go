package domain

import (
	"slices"
	"time"
)

const (
	// MaxOpenBookings is how many open bookings a patient may have at once.
	MaxOpenBookings = 2
	// MaxMissed is the count of missed bookings with which a patient cannot book any more.
	MaxMissed = 3
	// CancelUntil is how long before the start a patient may still cancel.
	CancelUntil = 24 * time.Hour
)

// The states of slots, bookings and waiting list entries.
const (
	SlotFree    = "free"
	SlotOffered = "offered"
	SlotTaken   = "taken"

	BookingOpen      = "open"
	BookingCancelled = "cancelled"
	BookingDone      = "done"
	BookingMissed    = "missed"

	EntryWaiting  = "waiting"
	EntryOffered  = "offered"
	EntryAccepted = "accepted"
	EntryDeclined = "declined"
)

// CheckMayBook reports why a patient with so many open bookings cannot book one more.
func (account Account) CheckMayBook(open int) error {
	switch {
	case account.MissedCount >= MaxMissed:
		return &RuleError{Message: "Three bookings were missed; a therapist has to reset the count first."}
	case open >= MaxOpenBookings:
		return &RuleError{Message: "There are two open bookings already."}
	}
	return nil
}

// HasStarted reports whether the start of the booking's slot is not later than now.
func (booking Booking) HasStarted(now time.Time) bool { return !booking.StartsAt.After(now) }

// CheckCancel reports why a booking cannot be cancelled now, by its patient or by the therapist.
func (booking Booking) CheckCancel(now time.Time, byPatient bool) error {
	switch {
	case booking.State != BookingOpen:
		return &RuleError{Message: "The booking is not open."}
	case booking.HasStarted(now):
		return &RuleError{Message: "The booking has started."}
	case byPatient && booking.StartsAt.Before(now.Add(CancelUntil)):
		return &RuleError{Message: "Less than 24 hours before the start only the therapist can cancel."}
	}
	return nil
}

// CheckMark reports why a booking cannot be marked as done or missed now.
func (booking Booking) CheckMark(now time.Time) error {
	switch {
	case booking.State != BookingOpen:
		return &RuleError{Message: "The booking is not open."}
	case !booking.HasStarted(now):
		return &RuleError{Message: "The booking has not started."}
	}
	return nil
}

// CheckNote reports why a note cannot be written on a booking now.
func (booking Booking) CheckNote(now time.Time) error {
	switch {
	case booking.State == BookingCancelled:
		return &RuleError{Message: "The booking is cancelled."}
	case !booking.HasStarted(now):
		return &RuleError{Message: "The booking has not started."}
	}
	return nil
}

// NoteText is what a therapist writes; nil means absent.
type NoteText struct {
	Text *string `json:"text"`
}

// Validate returns the text, or reports what is wrong with it.
func (in NoteText) Validate() (string, error) {
	var v validation
	text := valueOr(v.text("text", in.Text, textRule{required: true, max: 4000}), "")
	return text, v.err()
}

// MyBookings are a patient's bookings.
type MyBookings struct {
	// Next are the open ones that have not started, the earliest first.
	Next []Booking `json:"next"`
	// Past are all the others, the latest first.
	Past []Booking `json:"past"`
}

// SplitBookings sorts a patient's bookings, given with the earliest first, into next and past ones.
func SplitBookings(bookings []Booking, now time.Time) MyBookings {
	split := MyBookings{Next: []Booking{}, Past: []Booking{}}
	for _, booking := range bookings {
		if booking.State == BookingOpen && !booking.HasStarted(now) {
			split.Next = append(split.Next, booking)
		} else {
			split.Past = append(split.Past, booking)
		}
	}
	slices.Reverse(split.Past)
	return split
}

// TodaysSlot is a slot of today with its booking, if there is one that is not cancelled.
type TodaysSlot struct {
	ID           int64     `json:"id"`
	Title        string    `json:"title"`
	StartsAt     time.Time `json:"starts_at"`
	EndsAt       time.Time `json:"ends_at"`
	State        string    `json:"state"`
	BookingID    *int64    `json:"booking_id"`
	BookingState *string   `json:"booking_state"`
	PatientName  *string   `json:"patient_name"`
}

// Today is a date and a therapist's slots on it.
type Today struct {
	Date  string       `json:"date"`
	Slots []TodaysSlot `json:"slots"`
}
