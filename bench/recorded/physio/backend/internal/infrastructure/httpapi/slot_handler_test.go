package httpapi_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"testing"
)

// newSlot returns a valid body; variant 1 differs from variant 0.
func newSlot(t *testing.T, api http.Handler, variant int) map[string]any {
	t.Helper()
	roomParent := getList(t, acting(t, api, ""), "/rooms")[variant]
	return []map[string]any{
		{
			"starts_at": "2024-03-10T09:30:00Z",
			"minutes":   "20",
			"room_id":   roomParent["id"],
		},
		{
			"starts_at": "2024-03-11T09:30:00Z",
			"minutes":   "40",
			"room_id":   roomParent["id"],
		},
	}[variant]
}

func TestSlotLifecycle(t *testing.T) {
	api := acting(t, emptyAPI(t), "therapist")
	body, otherBody := newSlot(t, api, 0), newSlot(t, api, 1)
	created := create(t, api, "/slots", body)
	other := create(t, api, "/slots", otherBody)
	holds(t, created, body)
	path, otherPath := itemPath("/slots", created), itemPath("/slots", other)
	holds(t, get(t, api, path), body)

	list := getList(t, api, "/slots?sort=-id")
	if len(list) < 2 || list[0]["id"] != other["id"] || list[1]["id"] != created["id"] {
		t.Fatalf("list = %v, want both, newest first", list)
	}
	holds(t, list[1], body)
	holds(t, get(t, api, otherPath), otherBody)
}

func TestSlotListHasItsOrder(t *testing.T) {
	api := acting(t, emptyAPI(t), "therapist")
	for variant := range 2 {
		create(t, api, "/slots", newSlot(t, api, variant))
	}
	usual, sorted := getList(t, api, "/slots"), getList(t, api, "/slots?sort=starts_at")
	for place, record := range sorted {
		if usual[place]["id"] != record["id"] {
			t.Errorf("record %d of the list is %v, want %v", place, usual[place]["id"], record["id"])
		}
	}
}

func TestSlotBrokenValuesAreRefused(t *testing.T) {
	api := acting(t, emptyAPI(t), "therapist")
	body := newSlot(t, api, 0)
	created := create(t, api, "/slots", body)
	path := itemPath("/slots", created)
	count := len(getList(t, api, "/slots"))
	for _, wrong := range []struct {
		name  string
		value any
		named bool
	}{
		{"starts_at", nil, true},
		{"minutes", nil, true},
		{"room_id", nil, true},
	} {
		name := wrong.name
		broken := maps.Clone(body)
		broken[name] = wrong.value
		if status, answer := call(t, api, http.MethodPost, "/slots", broken); status != http.StatusUnprocessableEntity || wrong.named && !names(answer, name) {
			t.Errorf("%s: create = %d %v, want 422 and the field", name, status, answer)
		}
		if list := getList(t, api, "/slots"); len(list) != count {
			t.Errorf("%s: a refused slot was stored: %v", name, list)
		}
		holds(t, get(t, api, path), body)
	}
}

func TestSlotListIsNarrowed(t *testing.T) {
	api := acting(t, emptyAPI(t), "therapist")
	first, second := newSlot(t, api, 0), newSlot(t, api, 1)
	first["minutes"], second["minutes"] = "20", "40"
	first["state"], second["state"] = "free", "offered"
	older := create(t, api, "/slots", first)
	newer := create(t, api, "/slots", second)
	for query, want := range map[string]any{
		"?limit=1&sort=-id":          newer["id"],
		"?limit=1&offset=1&sort=-id": older["id"],
		"?sort=id&limit=1":           older["id"],
		"?sort=-id&limit=1":          newer["id"],
	} {
		list := getList(t, api, "/slots"+query)
		if len(list) != 1 || list[0]["id"] != want {
			t.Errorf("GET /slots%s = %v, want only %v", query, list, want)
		}
	}
	for _, record := range []map[string]any{older, newer} {
		for _, found := range getList(t, api, "/slots?minutes="+url.QueryEscape(fmt.Sprint(record["minutes"]))) {
			if found["minutes"] != record["minutes"] {
				t.Errorf("narrowed to minutes = %v, found %v", record["minutes"], found)
			}
		}
	}
	for _, record := range []map[string]any{older, newer} {
		for _, found := range getList(t, api, "/slots?room_id="+url.QueryEscape(fmt.Sprint(record["room_id"]))) {
			if found["room_id"] != record["room_id"] {
				t.Errorf("narrowed to room_id = %v, found %v", record["room_id"], found)
			}
		}
	}
	for _, record := range []map[string]any{older, newer} {
		for _, found := range getList(t, api, "/slots?state="+url.QueryEscape(fmt.Sprint(record["state"]))) {
			if found["state"] != record["state"] {
				t.Errorf("narrowed to state = %v, found %v", record["state"], found)
			}
		}
	}
}

func TestSlotRefusals(t *testing.T) {
	cases := []struct {
		name, method, path string
		body               any
		status             int
	}{
		{"unknown id", http.MethodGet, "/slots/4711", nil, http.StatusNotFound},
		{"id that is not a number", http.MethodGet, "/slots/first", nil, http.StatusBadRequest},
		{"nothing required", http.MethodPost, "/slots", map[string]any{}, http.StatusUnprocessableEntity},
		{"wrong type", http.MethodPost, "/slots", map[string]any{"starts_at": []any{}}, http.StatusUnprocessableEntity},
		{"not an object", http.MethodPost, "/slots", "text", http.StatusBadRequest},
		{"page size", http.MethodGet, "/slots?limit=0", nil, http.StatusBadRequest},
		{"order", http.MethodGet, "/slots?sort=nothing", nil, http.StatusBadRequest},
		{"no such place in the list", http.MethodGet, "/slots?offset=-1", nil, http.StatusBadRequest},
		{"method", http.MethodPatch, "/slots", nil, http.StatusMethodNotAllowed},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if status, answer := call(t, acting(t, emptyAPI(t), "therapist"), c.method, c.path, c.body); status != c.status {
				t.Errorf("%s %s = %d %v, want %d", c.method, c.path, status, answer, c.status)
			}
		})
	}
}

func TestSlotRoomIDIsKept(t *testing.T) {
	api := acting(t, emptyAPI(t), "therapist")
	body := newSlot(t, api, 0)
	body["room_id"] = 987654321
	if status, answer := call(t, api, http.MethodPost, "/slots", body); status != http.StatusUnprocessableEntity {
		t.Errorf("POST with an unknown room_id = %d %v, want 422", status, answer)
	}
}
