package domain

import (
	"errors"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2030, 5, 6, 12, 0, 0, 0, time.UTC)

func wantRefused(t *testing.T, what string, err error, refused bool) {
	t.Helper()
	var broken *RuleError
	if errors.As(err, &broken) != refused || (err != nil) != refused {
		t.Errorf("%s: error = %v, want a refusal: %v", what, err, refused)
	}
}

func TestASlotEndsAfterItsMinutes(t *testing.T) {
	for minutes, want := range map[string]time.Duration{"20": 20 * time.Minute, "40": 40 * time.Minute} {
		in := validSlotInput()
		in.Minutes = &minutes
		slot, err := in.Validate()
		if err != nil || slot.EndsAt.Sub(slot.StartsAt) != want {
			t.Errorf("%s minutes: from %v to %v, %v", minutes, slot.StartsAt, slot.EndsAt, err)
		}
	}
}

func TestASlotIsNamedByItsStartInUTC(t *testing.T) {
	slot := Slot{StartsAt: time.Date(2027, 3, 1, 10, 5, 0, 0, time.FixedZone("", 3600))}
	if got := slot.TitleOf("Room 1", "Anna Berg"); got != "2027-03-01 09:05, Room 1, Anna Berg" {
		t.Errorf("title = %q", got)
	}
}

func TestStarted(t *testing.T) {
	for start, want := range map[time.Duration]bool{time.Second: false, 0: true, -time.Second: true} {
		if got := (Slot{StartsAt: noon.Add(start)}).HasStarted(noon); got != want {
			t.Errorf("a slot in %v has started = %v", start, got)
		}
		if got := (Booking{StartsAt: noon.Add(start)}).HasStarted(noon); got != want {
			t.Errorf("a booking in %v has started = %v", start, got)
		}
	}
}

func TestCheckMayBook(t *testing.T) {
	for _, c := range []struct {
		missed  int64
		open    int
		refused bool
	}{{0, 0, false}, {2, 1, false}, {0, 2, true}, {3, 0, true}, {4, 3, true}} {
		wantRefused(t, "booking", Account{MissedCount: c.missed}.CheckMayBook(c.open), c.refused)
	}
}

func TestCheckCancel(t *testing.T) {
	for _, c := range []struct {
		name      string
		in        time.Duration
		state     string
		byPatient bool
		refused   bool
	}{
		{"24 hours before", 24 * time.Hour, BookingOpen, true, false},
		{"less than 24 hours before", 24*time.Hour - time.Second, BookingOpen, true, true},
		{"by the therapist, just before", time.Second, BookingOpen, false, false},
		{"by the therapist, at the start", 0, BookingOpen, false, true},
		{"twice", 48 * time.Hour, BookingCancelled, true, true},
		{"when done", 48 * time.Hour, BookingDone, false, true},
	} {
		booking := Booking{State: c.state, StartsAt: noon.Add(c.in)}
		wantRefused(t, c.name, booking.CheckCancel(noon, c.byPatient), c.refused)
	}
}

func TestCheckMarkAndNote(t *testing.T) {
	for _, c := range []struct {
		in         time.Duration
		state      string
		mark, note bool
	}{
		{0, BookingOpen, false, false},
		{time.Second, BookingOpen, true, true},
		{-time.Hour, BookingDone, true, false},
		{-time.Hour, BookingMissed, true, false},
		{-time.Hour, BookingCancelled, true, true},
	} {
		booking := Booking{State: c.state, StartsAt: noon.Add(c.in)}
		wantRefused(t, "mark", booking.CheckMark(noon), c.mark)
		wantRefused(t, "note", booking.CheckNote(noon), c.note)
	}
}

func TestNoteText(t *testing.T) {
	if text, err := (NoteText{Text: pointer(strings.Repeat("x", 4000))}).Validate(); err != nil || len(text) != 4000 {
		t.Errorf("4000 characters: %v", err)
	}
	for _, wrong := range []*string{nil, pointer(""), pointer(strings.Repeat("x", 4001))} {
		var invalid *ValidationError
		if _, err := (NoteText{Text: wrong}).Validate(); !errors.As(err, &invalid) || invalid.Fields[0].Field != "text" {
			t.Errorf("error = %v, want one of the text", err)
		}
	}
}

func TestSplitBookings(t *testing.T) {
	split := SplitBookings([]Booking{
		{ID: 1, State: BookingDone, StartsAt: noon.Add(-time.Hour)},
		{ID: 2, State: BookingOpen, StartsAt: noon},
		{ID: 3, State: BookingOpen, StartsAt: noon.Add(time.Hour)},
		{ID: 4, State: BookingCancelled, StartsAt: noon.Add(2 * time.Hour)},
		{ID: 5, State: BookingOpen, StartsAt: noon.Add(3 * time.Hour)},
	}, noon)
	if len(split.Next) != 2 || split.Next[0].ID != 3 || split.Next[1].ID != 5 {
		t.Errorf("next = %v, want 3 and 5", split.Next)
	}
	if len(split.Past) != 3 || split.Past[0].ID != 4 || split.Past[1].ID != 2 || split.Past[2].ID != 1 {
		t.Errorf("past = %v, want 4, 2 and 1", split.Past)
	}
}
