package httpapi_test

import (
	"net/http"
	"testing"
)

// add creates a record and returns the status.
func add(t *testing.T, api http.Handler, path string, body map[string]any) int {
	t.Helper()
	status, _ := call(t, api, http.MethodPost, path, body)
	return status
}

// overlaps are slots beside one of 40 minutes at 10:00; the server derives their ends from the minutes.
var overlaps = []struct {
	start, minutes string
	status         int
}{
	{"2031-03-10T10:39:00Z", "20", http.StatusConflict},
	{"2031-03-10T10:00:00Z", "40", http.StatusConflict},
	{"2031-03-10T10:10:00Z", "20", http.StatusConflict},
	{"2031-03-10T09:41:00Z", "20", http.StatusConflict},
	{"2031-03-10T09:40:00Z", "20", http.StatusCreated},
	{"2031-03-10T10:40:00Z", "40", http.StatusCreated},
}

func TestSlotBreaksRoomHasOneSlotAtATime(t *testing.T) {
	api := emptyAPI(t)
	anna, ben := therapist(t, api, "+4930100001"), therapist(t, api, "+4930100002")
	rooms := getList(t, anna, "/rooms")
	create(t, anna, "/slots", map[string]any{"starts_at": "2031-03-10T10:00:00Z", "minutes": "40", "room_id": rooms[0]["id"]})
	for _, c := range overlaps {
		body := map[string]any{"starts_at": c.start, "minutes": c.minutes, "room_id": rooms[0]["id"]}
		count := len(getList(t, anna, "/slots"))
		if status := add(t, ben, "/slots", body); status != c.status {
			t.Errorf("%s minutes from %s in the same room = %d, want %d", c.minutes, c.start, status, c.status)
		}
		if c.status == http.StatusConflict && len(getList(t, anna, "/slots")) != count {
			t.Errorf("%s minutes from %s: a refused slot was stored", c.minutes, c.start)
		}
	}
	if status := add(t, ben, "/slots", map[string]any{"starts_at": "2031-03-10T10:10:00Z", "minutes": "20", "room_id": rooms[1]["id"]}); status != http.StatusCreated {
		t.Errorf("another therapist in another room = %d, want 201", status)
	}
}

func TestSlotBreaksTherapistHasOneSlotAtATime(t *testing.T) {
	api := emptyAPI(t)
	anna := therapist(t, api, "+4930100001")
	rooms := getList(t, anna, "/rooms")
	create(t, anna, "/slots", map[string]any{"starts_at": "2031-03-10T10:00:00Z", "minutes": "40", "room_id": rooms[0]["id"]})
	for _, c := range overlaps {
		body := map[string]any{"starts_at": c.start, "minutes": c.minutes, "room_id": rooms[1]["id"]}
		if status := add(t, anna, "/slots", body); status != c.status {
			t.Errorf("%s minutes from %s in another room = %d, want %d", c.minutes, c.start, status, c.status)
		}
	}
}
