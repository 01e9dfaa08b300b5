package domain

import (
	"time"
)

// Status says whether a lesson takes bookings.
type Status string

// A lesson is open until it is closed, and never open again.
const (
	Open   Status = "open"
	Closed Status = "closed"
)

// Lesson is one lesson as stored and sent.
type Lesson struct {
	ID        int64     `json:"id"`
	Title     string    `json:"title"`
	Starts    time.Time `json:"starts"`
	Places    int64     `json:"places"`
	Booked    int64     `json:"booked"`
	Status    Status    `json:"status"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// LessonInput is what a client may set; nil means absent.
type LessonInput struct {
	Title  *string `json:"title"`
	Starts *string `json:"starts"`
	Places *int64  `json:"places"`
}

// LessonQuery narrows and orders a list of lessons.
type LessonQuery struct {
	Page   Paging
	Order  Sorting
	Search string
}

// LessonOrders are the fields that lessons can be sorted by.
var LessonOrders = []string{"id", "title", "starts", "places", "booked", "status", "created_at", "updated_at"}

// Validate turns an input into a lesson, or reports every field that is not acceptable.
func (in LessonInput) Validate() (Lesson, error) {
	var v validation
	lesson := Lesson{
		Title:  valueOr(v.text("title", in.Title, textRule{required: true, max: 80}), ""),
		Starts: valueOr(v.instant("starts", in.Starts, true), time.Time{}),
		Status: Open,
		Places: valueOr(checkNumber(&v, "places", in.Places, numberRule[int64]{required: true, min: limit[int64](1), max: limit[int64](50)}), 0),
	}
	if err := v.err(); err != nil {
		return Lesson{}, err
	}
	return lesson, nil
}

// Close ends the bookings of a lesson that is open.
func (l Lesson) Close() (Lesson, error) {
	if l.Status == Closed {
		return l, &RuleError{Message: "This lesson is closed already."}
	}
	l.Status = Closed
	return l, nil
}

// Admit says whether a lesson takes one more booking.
func (l Lesson) Admit() error {
	switch {
	case l.Status == Closed:
		return &RuleError{Message: "This lesson is closed; it takes no bookings."}
	case l.Booked >= l.Places:
		return &RuleError{Message: "There is no place left."}
	}
	return nil
}
