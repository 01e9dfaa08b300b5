package domain

import (
	"fmt"
	"time"
)

// Slot is one slot as stored and sent.
type Slot struct {
	ID          int64     `json:"id"`
	Title       string    `json:"title"`
	StartsAt    time.Time `json:"starts_at"`
	Minutes     string    `json:"minutes"`
	RoomID      int64     `json:"room_id"`
	TherapistID int64     `json:"therapist_id"`
	EndsAt      time.Time `json:"ends_at"`
	State       string    `json:"state"`
}

// SlotInput holds the fields that a client may set; nil means absent.
type SlotInput struct {
	StartsAt *string `json:"starts_at"`
	Minutes  *string `json:"minutes"`
	RoomID   *int64  `json:"room_id"`
}

// SlotQuery filters and sorts a list of slots.
type SlotQuery struct {
	Page    Paging
	Order   Sorting
	Search  string
	Minutes *string
	RoomID  *int64
	State   *string
}

// SlotOrders are the fields that slots can be sorted by.
var SlotOrders = []string{"id", "title", "starts_at", "minutes", "room_id", "therapist_id", "ends_at", "state"}

// SlotMinutesValues are the values that minutes can take.
var SlotMinutesValues = []string{"20", "40"}

// SlotStateValues are the values that state can take.
var SlotStateValues = []string{"free", "offered", "taken"}

// slotLengths are how long a slot takes, by its minutes.
var slotLengths = map[string]time.Duration{"20": 20 * time.Minute, "40": 40 * time.Minute}

// TitleOf names a slot by its start, its room and its therapist.
func (slot Slot) TitleOf(room, therapist string) string {
	return fmt.Sprintf("%s, %s, %s", slot.StartsAt.UTC().Format("2006-01-02 15:04"), room, therapist)
}

// HasStarted reports whether the slot's start is not later than now.
func (slot Slot) HasStarted(now time.Time) bool { return !slot.StartsAt.After(now) }

// Validate turns an input into a slot, or reports every invalid field.
func (in SlotInput) Validate() (Slot, error) {
	var v validation
	slot := Slot{
		StartsAt: valueOr(v.instant("starts_at", in.StartsAt, true), time.Time{}),
		Minutes:  valueOr(v.oneOf("minutes", in.Minutes, true, SlotMinutesValues), ""),
		RoomID:   valueOr(v.reference("room_id", in.RoomID, true), 0),
		State:    "free",
	}
	slot.EndsAt = slot.StartsAt.Add(slotLengths[slot.Minutes])
	v.years("starts_at", slot.StartsAt, slot.EndsAt)
	if err := v.err(); err != nil {
		return Slot{}, err
	}
	return slot, nil
}
