package httpapi_test

import (
	"net/http"
	"sync"
	"testing"
)

func TestOnlyTheAdminKeepsLessons(t *testing.T) {
	api := newAPI(t)
	body := newLesson(t, api, 0)
	path := itemPath("/lessons", create(t, api, "/lessons", body))
	stranger := member(t, api)
	for _, c := range []struct{ method, path string }{
		{http.MethodPost, "/lessons"},
		{http.MethodPut, path},
		{http.MethodDelete, path},
		{http.MethodPost, path + "/close"},
	} {
		if status, _ := call(t, stranger, c.method, c.path, newLesson(t, api, 1)); status != http.StatusForbidden {
			t.Errorf("%s %s by a member = %d, want 403", c.method, c.path, status)
		}
		if status, _ := call(t, nobody(api), c.method, c.path, newLesson(t, api, 1)); status != http.StatusUnauthorized {
			t.Errorf("%s %s by nobody = %d, want 401", c.method, c.path, status)
		}
	}
	holds(t, get(t, nobody(api), path), body)
	if list := getList(t, nobody(api), "/lessons"); len(list) != 1 {
		t.Errorf("list = %v, want one lesson", list)
	}
}

func TestBookingsAreTheirMembersOwn(t *testing.T) {
	api := newAPI(t)
	anna, ben := member(t, api), member(t, api)
	body := newBooking(t, api, 0)
	booking := create(t, anna, "/bookings", body)
	path := itemPath("/bookings", booking)
	holds(t, booking, map[string]any{"member": get(t, anna, "/me")["id"]})
	for _, method := range []string{http.MethodGet, http.MethodDelete} {
		if status, _ := call(t, ben, method, path, nil); status != http.StatusNotFound {
			t.Errorf("%s of another's booking = %d, want 404", method, status)
		}
		if status, _ := call(t, nobody(api), method, path, nil); status != http.StatusUnauthorized {
			t.Errorf("%s by nobody = %d, want 401", method, status)
		}
	}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if status, _ := call(t, nobody(api), method, "/bookings", body); status != http.StatusUnauthorized {
			t.Errorf("%s /bookings by nobody = %d, want 401", method, status)
		}
	}
	if list := getList(t, ben, "/bookings"); len(list) != 0 {
		t.Errorf("another's list = %v, want none", list)
	}
	holds(t, get(t, anna, path), body)
}

func TestALessonIsBookedOnceByEach(t *testing.T) {
	api := newAPI(t)
	anna := member(t, api)
	body := newBooking(t, api, 0)
	path := itemPath("/bookings", create(t, anna, "/bookings", body))
	if status, _ := call(t, anna, http.MethodPost, "/bookings", body); status != http.StatusConflict {
		t.Errorf("the second booking = %d, want 409", status)
	}
	create(t, member(t, api), "/bookings", body)
	if status, _ := call(t, anna, http.MethodDelete, path, nil); status != http.StatusNoContent {
		t.Fatalf("cancel = %d, want 204", status)
	}
	create(t, anna, "/bookings", body)
}

func TestThereAreNeverMoreBookingsThanPlaces(t *testing.T) {
	api := newAPI(t)
	lesson := newLesson(t, api, 0)
	lesson["places"] = 2
	made := create(t, api, "/lessons", lesson)
	path := itemPath("/lessons", made)
	members := make([]http.Handler, 5)
	for i := range members {
		members[i] = member(t, api)
	}
	statuses := make([]int, len(members))
	var running sync.WaitGroup
	for i, who := range members {
		running.Add(1)
		go func() {
			defer running.Done()
			statuses[i], _ = call(t, who, http.MethodPost, "/bookings", map[string]any{"guest": "x", "lesson": made["id"]})
		}()
	}
	running.Wait()
	got := map[int]int{}
	for _, status := range statuses {
		got[status]++
	}
	if got[http.StatusCreated] != 2 || got[http.StatusConflict] != 3 {
		t.Errorf("answers by status = %v, want two 201 and three 409", got)
	}
	holds(t, get(t, api, path), map[string]any{"booked": 2})
	lesson["places"] = 1
	if status, _ := call(t, api, http.MethodPut, path, lesson); status != http.StatusConflict {
		t.Errorf("fewer places than bookings = %d, want 409", status)
	}
	lesson["places"] = 2
	lesson["title"] = "still two"
	if status, answer := call(t, api, http.MethodPut, path, lesson); status != http.StatusOK {
		t.Errorf("as many places as bookings = %d %v, want 200", status, answer)
	} else {
		holds(t, answer.(map[string]any), map[string]any{"booked": 2, "status": "open"})
	}
}

func TestALessonIsClosedOnce(t *testing.T) {
	api := newAPI(t)
	body := newBooking(t, api, 0)
	path := itemPath("/lessons", map[string]any{"id": body["lesson"]})
	holds(t, get(t, api, path), map[string]any{"status": "open", "booked": 0})
	status, answer := call(t, api, http.MethodPost, path+"/close", nil)
	if status != http.StatusOK {
		t.Fatalf("close = %d %v, want 200", status, answer)
	}
	for _, lesson := range []map[string]any{answer.(map[string]any), get(t, api, path)} {
		holds(t, lesson, map[string]any{"status": "closed", "title": lesson["title"]})
	}
	for _, c := range []struct{ path string }{{path + "/close"}, {"/bookings"}} {
		if status, _ := call(t, api, http.MethodPost, c.path, body); status != http.StatusConflict {
			t.Errorf("POST %s of a closed lesson = %d, want 409", c.path, status)
		}
	}
	if status, _ := call(t, api, http.MethodPost, "/lessons/4711/close", nil); status != http.StatusNotFound {
		t.Errorf("close of an unknown lesson = %d, want 404", status)
	}
	if status, _ := call(t, api, http.MethodPost, "/lessons/first/close", nil); status != http.StatusBadRequest {
		t.Errorf("close of an id that is no number = %d, want 400", status)
	}
	if other := create(t, api, "/lessons", newLesson(t, api, 1)); other["status"] != "open" {
		t.Errorf("another lesson is %v, want open", other["status"])
	}
}
