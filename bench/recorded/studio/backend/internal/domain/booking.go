package domain

import (
	"time"
)

// Booking is one booking as stored and sent.
type Booking struct {
	ID        int64     `json:"id"`
	Guest     string    `json:"guest"`
	Lesson    int64     `json:"lesson"`
	Member    int64     `json:"member"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// BookingInput is what a client may set; nil means absent.
type BookingInput struct {
	Guest  *string `json:"guest"`
	Lesson *int64  `json:"lesson"`
}

// BookingQuery narrows and orders a list of bookings.
type BookingQuery struct {
	Page   Paging
	Order  Sorting
	Search string
	Lesson *int64
	// Member owns every booking of the list.
	Member int64
}

// BookingOrders are the fields that bookings can be sorted by.
var BookingOrders = []string{"id", "guest", "lesson", "member", "created_at", "updated_at"}

// Validate turns an input into a booking, or reports every field that is not acceptable.
func (in BookingInput) Validate() (Booking, error) {
	var v validation
	booking := Booking{
		Guest:  valueOr(v.text("guest", in.Guest, textRule{required: true, max: 80}), ""),
		Lesson: valueOr(v.reference("lesson", in.Lesson, true), 0),
	}
	if err := v.err(); err != nil {
		return Booking{}, err
	}
	return booking, nil
}
