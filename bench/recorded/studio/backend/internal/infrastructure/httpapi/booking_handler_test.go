package httpapi_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// newBooking is a body that must be accepted; variant 1 differs from variant 0.
func newBooking(t *testing.T, api http.Handler, variant int) map[string]any {
	t.Helper()
	lessonParent := create(t, api, "/lessons", newLesson(t, api, variant))
	return []map[string]any{
		{
			"guest":  "amber guest",
			"lesson": lessonParent["id"],
		},
		{
			"guest":  "birch guest",
			"lesson": lessonParent["id"],
		},
	}[variant]
}

func TestBookingLifecycle(t *testing.T) {
	api := newAPI(t)
	body, otherBody := newBooking(t, api, 0), newBooking(t, api, 1)
	created := create(t, api, "/bookings", body)
	other := create(t, api, "/bookings", otherBody)
	path, otherPath := itemPath("/bookings", created), itemPath("/bookings", other)
	holds(t, created, body)
	holds(t, get(t, api, path), body)

	list := getList(t, api, "/bookings")
	if len(list) != 2 || list[0]["id"] != other["id"] || list[1]["id"] != created["id"] {
		t.Fatalf("list = %v, want both, newest first", list)
	}
	holds(t, list[1], body)

	if status, _ := call(t, api, http.MethodDelete, path, nil); status != http.StatusNoContent {
		t.Fatalf("delete = %d, want 204", status)
	}
	for _, method := range []string{http.MethodGet, http.MethodDelete} {
		if status, _ := call(t, api, method, path, nil); status != http.StatusNotFound {
			t.Errorf("%s after delete = %d, want 404", method, status)
		}
	}
	holds(t, get(t, api, otherPath), otherBody)
}

func TestBookingBrokenValuesAreRefused(t *testing.T) {
	api := newAPI(t)
	body := newBooking(t, api, 0)
	created := create(t, api, "/bookings", body)
	path := itemPath("/bookings", created)
	for _, wrong := range []struct {
		name  string
		value any
		named bool
	}{
		{"guest", nil, true},
		{"lesson", nil, true},
	} {
		name := wrong.name
		broken := maps.Clone(body)
		broken[name] = wrong.value
		if status, answer := call(t, api, http.MethodPost, "/bookings", broken); status != http.StatusUnprocessableEntity || wrong.named && !names(answer, name) {
			t.Errorf("%s: create = %d %v, want 422 and the field", name, status, answer)
		}
		if list := getList(t, api, "/bookings"); len(list) != 1 {
			t.Errorf("%s: a refused booking was stored: %v", name, list)
		}
		holds(t, get(t, api, path), body)
	}
}

func TestBookingLimitsAreAccepted(t *testing.T) {
	api := newAPI(t)
	for _, edge := range []struct {
		name  string
		value any
	}{
		{"guest", strings.Repeat("x", 80)},
	} {
		body := newBooking(t, api, 0)
		body[edge.name] = edge.value
		holds(t, create(t, api, "/bookings", body), body)
	}
}

func TestBookingListIsNarrowed(t *testing.T) {
	api := newAPI(t)
	first, second := newBooking(t, api, 0), newBooking(t, api, 1)
	older := create(t, api, "/bookings", first)
	newer := create(t, api, "/bookings", second)
	for query, want := range map[string]any{
		"?limit=1":          newer["id"],
		"?limit=1&offset=1": older["id"],
		"?sort=id&limit=1":  older["id"],
		"?sort=-id&limit=1": newer["id"],
		"?q=" + url.QueryEscape(strings.ToUpper(first["guest"].(string))): older["id"],
	} {
		list := getList(t, api, "/bookings"+query)
		if len(list) != 1 || list[0]["id"] != want {
			t.Errorf("GET /bookings%s = %v, want only %v", query, list, want)
		}
	}
	for _, record := range []map[string]any{older, newer} {
		for _, found := range getList(t, api, fmt.Sprintf("/bookings?lesson=%v", record["lesson"])) {
			if found["lesson"] != record["lesson"] {
				t.Errorf("narrowed to lesson = %v, found %v", record["lesson"], found)
			}
		}
	}
}

func TestBookingRefusals(t *testing.T) {
	cases := []struct {
		name, method, path string
		body               any
		status             int
	}{
		{"unknown id", http.MethodGet, "/bookings/4711", nil, http.StatusNotFound},
		{"id that is no number", http.MethodGet, "/bookings/first", nil, http.StatusBadRequest},
		{"nothing required", http.MethodPost, "/bookings", map[string]any{}, http.StatusUnprocessableEntity},
		{"wrong type", http.MethodPost, "/bookings", map[string]any{"guest": 7}, http.StatusUnprocessableEntity},
		{"not an object", http.MethodPost, "/bookings", "text", http.StatusBadRequest},
		{"page size", http.MethodGet, "/bookings?limit=0", nil, http.StatusBadRequest},
		{"order", http.MethodGet, "/bookings?sort=nothing", nil, http.StatusBadRequest},
		{"no such place in the list", http.MethodGet, "/bookings?offset=-1", nil, http.StatusBadRequest},
		{"method", http.MethodPatch, "/bookings", nil, http.StatusMethodNotAllowed},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if status, answer := call(t, newAPI(t), c.method, c.path, c.body); status != c.status {
				t.Errorf("%s %s = %d %v, want %d", c.method, c.path, status, answer, c.status)
			}
		})
	}
}

func TestBookingLessonIsKept(t *testing.T) {
	api := newAPI(t)
	body := newBooking(t, api, 0)
	body["lesson"] = 987654321
	if status, answer := call(t, api, http.MethodPost, "/bookings", body); status != http.StatusUnprocessableEntity {
		t.Errorf("POST with an unknown lesson = %d %v, want 422", status, answer)
	}
	body = newBooking(t, api, 1)
	target := create(t, api, "/lessons", newLesson(t, api, 0))
	body["lesson"] = target["id"]
	holds(t, create(t, api, "/bookings", body), body)
	path := itemPath("/lessons", target)
	if status, answer := call(t, api, http.MethodDelete, path, nil); status != http.StatusConflict {
		t.Errorf("DELETE of what is referred to = %d %v, want 409", status, answer)
	}
	holds(t, get(t, api, path), map[string]any{"id": target["id"]})
}
