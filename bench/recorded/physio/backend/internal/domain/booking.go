package domain

import (
	"time"
)

// Booking is one booking as stored and sent.
type Booking struct {
	ID          int64     `json:"id"`
	Title       string    `json:"title"`
	SlotID      int64     `json:"slot_id"`
	PatientID   int64     `json:"patient_id"`
	PatientName string    `json:"patient_name"`
	StartsAt    time.Time `json:"starts_at"`
	State       string    `json:"state"`
}

// BookingInput holds the fields that a client may set; nil means absent.
type BookingInput struct {
}

// BookingQuery filters and sorts a list of bookings.
type BookingQuery struct {
	Page   Paging
	Order  Sorting
	Search string
	State  *string
	// PatientID is the account whose bookings are listed; 0 lists everybody's.
	PatientID int64
}

// BookingOrders are the fields that bookings can be sorted by.
var BookingOrders = []string{"id", "title", "slot_id", "patient_id", "patient_name", "starts_at", "state"}

// BookingStateValues are the values that state can take.
var BookingStateValues = []string{"open", "cancelled", "done", "missed"}

// Validate turns an input into a booking, or reports every invalid field.
func (in BookingInput) Validate() (Booking, error) {
	var v validation
	booking := Booking{
		State: "open",
	}
	if err := v.err(); err != nil {
		return Booking{}, err
	}
	return booking, nil
}
