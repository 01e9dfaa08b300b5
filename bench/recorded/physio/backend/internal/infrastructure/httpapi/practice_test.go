package httpapi_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// therapist calls the API as the therapist with this phone number, who is there from the start.
func therapist(t *testing.T, api http.Handler, phone string) http.Handler {
	t.Helper()
	status, signed := call(t, nobody(api), http.MethodPost, "/login", map[string]any{"phone": phone, "password": "a-first-password"})
	if status != http.StatusOK {
		t.Fatalf("%s signs in = %d %v, want 200", phone, status, signed)
	}
	return as{api: api.(as).api, token: signed.(map[string]any)["token"].(string), known: api.(as).known}
}

// practice is the whole backend with a clock that tests move.
type practice struct {
	t         *testing.T
	api       http.Handler
	now       time.Time
	anna, ben http.Handler
	rooms     []map[string]any
}

func openPractice(t *testing.T) *practice {
	t.Helper()
	p := &practice{t: t, now: time.Date(2030, 5, 6, 8, 0, 0, 0, time.UTC)}
	p.api = emptyAPIAt(t, func() time.Time { return p.now })
	p.anna, p.ben = therapist(t, p.api, "+4930100001"), therapist(t, p.api, "+4930100002")
	p.rooms = getList(t, p.anna, "/rooms")
	return p
}

// patient registers somebody with this name.
func (p *practice) patient(name string) http.Handler {
	p.t.Helper()
	body := accountToRegister()
	body["name"] = name
	signed := create(p.t, nobody(p.api), "/register", body)
	return as{api: p.api.(as).api, token: signed["token"].(string), known: p.api.(as).known}
}

// slot creates a slot of 20 minutes that starts so long after now.
func (p *practice) slot(by http.Handler, in time.Duration, room int) map[string]any {
	p.t.Helper()
	return create(p.t, by, "/slots", map[string]any{
		"starts_at": p.now.Add(in).Format(time.RFC3339), "minutes": "20", "room_id": p.rooms[room]["id"],
	})
}

// post calls an operation without a body and returns its answer, which must have this status.
func (p *practice) post(by http.Handler, path string, want int) map[string]any {
	p.t.Helper()
	status, answer := call(p.t, by, http.MethodPost, path, nil)
	if status != want {
		p.t.Fatalf("POST %s = %d %v, want %d", path, status, answer, want)
	}
	record, _ := answer.(map[string]any)
	return record
}

func (p *practice) book(by http.Handler, slot map[string]any) map[string]any {
	p.t.Helper()
	return p.post(by, itemPath("/slots", slot)+"/book", http.StatusCreated)
}

func (p *practice) join(by http.Handler, slot map[string]any) map[string]any {
	p.t.Helper()
	return p.post(by, itemPath("/slots", slot)+"/join", http.StatusCreated)
}

// state is the stored state of a record, as a therapist reads it.
func (p *practice) state(collection string, record map[string]any) any {
	p.t.Helper()
	return get(p.t, p.anna, itemPath(collection, record))["state"]
}

func (p *practice) wantState(collection string, record map[string]any, want string) {
	p.t.Helper()
	if got := p.state(collection, record); got != want {
		p.t.Errorf("%s is %v, want %s", itemPath(collection, record), got, want)
	}
}

func ids(records any) string {
	var all []string
	switch list := records.(type) {
	case []any:
		for _, record := range list {
			all = append(all, fmt.Sprint(record.(map[string]any)["id"]))
		}
	case []map[string]any:
		for _, record := range list {
			all = append(all, fmt.Sprint(record["id"]))
		}
	}
	return strings.Join(all, " ")
}

func idsOf(records ...map[string]any) string { return ids(records) }

const day = 24 * time.Hour

func TestASlotHasItsTitleTherapistAndEnd(t *testing.T) {
	p := openPractice(t)
	ben := get(t, p.ben, "/me")
	slot := create(t, p.ben, "/slots", map[string]any{
		"starts_at": "2030-07-01T01:30:00+02:00", "minutes": "40", "room_id": p.rooms[2]["id"],
		"title": "mine", "therapist_id": 1, "ends_at": "2031-01-01T00:00:00Z", "state": "taken",
	})
	want := map[string]any{
		"title": "2030-06-30 23:30, Room 3, Ben Lang", "starts_at": "2030-06-30T23:30:00Z", "ends_at": "2030-07-01T00:10:00Z",
		"therapist_id": ben["id"], "state": "free", "minutes": "40", "room_id": p.rooms[2]["id"],
	}
	holds(t, slot, want)
	holds(t, get(t, p.anna, itemPath("/slots", slot)), want)
	for _, start := range []string{"9999-12-31T23:50:00Z", "0000-06-01T00:00:00Z"} {
		status, answer := call(t, p.ben, http.MethodPost, "/slots", map[string]any{"starts_at": start, "minutes": "20", "room_id": p.rooms[0]["id"]})
		if status != http.StatusUnprocessableEntity || !names(answer, "starts_at") {
			t.Errorf("a start at %s = %d %v, want 422 and the field", start, status, answer)
		}
	}
}

func TestThreeTherapistsAndFourRoomsAreThere(t *testing.T) {
	p := openPractice(t)
	for phone, name := range map[string]string{"+4930100001": "Anna Berg", "+4930100002": "Ben Lang", "+4930100003": "Clara Thoma"} {
		holds(t, get(t, therapist(t, p.api, phone), "/me"), map[string]any{"name": name, "role": "therapist"})
	}
	if len(p.rooms) != 4 || p.rooms[0]["name"] != "Room 1" || p.rooms[3]["name"] != "Room 4" {
		t.Errorf("rooms = %v, want Room 1 to Room 4", p.rooms)
	}
}

func TestComingSlotsHaveNotStarted(t *testing.T) {
	p := openPractice(t)
	late, now, next := p.slot(p.anna, 2*day, 0), p.slot(p.anna, 0, 0), p.slot(p.ben, time.Hour, 0)
	p.slot(p.anna, -day, 0)
	pia := p.patient("Pia")
	p.book(pia, next)
	list := getList(t, pia, "/coming_slots")
	if ids(list) != idsOf(next, late) {
		t.Fatalf("coming slots = %v, want %v and %v, not %v", list, next, late, now)
	}
	holds(t, list[0], map[string]any{"state": "taken", "title": next["title"], "minutes": "20"})
	holds(t, list[1], late)
}

func TestAFreeSlotIsBooked(t *testing.T) {
	p := openPractice(t)
	slot, other := p.slot(p.anna, 3*day, 0), p.slot(p.anna, 4*day, 0)
	pia, max := p.patient("Pia"), p.patient("Max")
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, itemPath("/slots", slot)+"/book", nil)
	recorder := httptest.NewRecorder()
	pia.ServeHTTP(recorder, request)
	mine := getList(t, pia, "/bookings")
	if recorder.Code != http.StatusCreated || len(mine) != 1 || recorder.Header().Get("Location") != itemPath("/bookings", mine[0]) {
		t.Fatalf("book = %d, Location %q, bookings %v", recorder.Code, recorder.Header().Get("Location"), mine)
	}
	want := map[string]any{
		"title": slot["title"], "slot_id": slot["id"], "patient_id": get(t, pia, "/me")["id"], "patient_name": "Pia",
		"starts_at": slot["starts_at"], "state": "open",
	}
	holds(t, mine[0], want)
	holds(t, get(t, p.ben, itemPath("/bookings", mine[0])), want)
	p.wantState("/slots", slot, "taken")
	p.wantState("/slots", other, "free")
	p.post(max, itemPath("/slots", slot)+"/book", http.StatusConflict)
	p.post(p.anna, itemPath("/slots", other)+"/book", http.StatusForbidden)
	p.post(max, "/slots/4711/book", http.StatusNotFound)
	p.post(max, "/slots/first/book", http.StatusBadRequest)
	if list := getList(t, max, "/bookings"); len(list) != 0 {
		t.Errorf("bookings of somebody else = %v, want none", list)
	}
	if status, _ := call(t, max, http.MethodGet, itemPath("/bookings", mine[0]), nil); status != http.StatusNotFound {
		t.Errorf("somebody else's booking = %d, want 404", status)
	}
}

func TestASlotThatHasStartedIsNotBooked(t *testing.T) {
	p := openPractice(t)
	slot := p.slot(p.anna, time.Second, 0)
	pia := p.patient("Pia")
	p.now = p.now.Add(time.Second)
	p.post(pia, itemPath("/slots", slot)+"/book", http.StatusConflict)
	p.wantState("/slots", slot, "free")
	p.now = p.now.Add(-time.Second)
	p.book(pia, slot)
	p.now = p.now.Add(time.Second)
	p.post(p.patient("Max"), itemPath("/slots", slot)+"/join", http.StatusConflict)
}

func TestTwoOpenBookingsAtOnce(t *testing.T) {
	p := openPractice(t)
	first, second, third := p.slot(p.anna, 3*day, 0), p.slot(p.anna, 4*day, 0), p.slot(p.anna, 5*day, 0)
	pia, max := p.patient("Pia"), p.patient("Max")
	booking := p.book(pia, first)
	p.book(pia, second)
	p.post(pia, itemPath("/slots", third)+"/book", http.StatusConflict)
	p.wantState("/slots", third, "free")
	p.post(pia, itemPath("/bookings", booking)+"/cancel", http.StatusOK)
	p.book(pia, third)
	p.book(max, first)
}

func TestOnlyOneOfManyGetsASlot(t *testing.T) {
	p := openPractice(t)
	slot := p.slot(p.anna, 3*day, 0)
	var wait sync.WaitGroup
	statuses := make([]int, 6)
	for place := range statuses {
		patient := p.patient(fmt.Sprint("patient ", place))
		wait.Add(1)
		go func() {
			defer wait.Done()
			recorder := httptest.NewRecorder()
			patient.ServeHTTP(recorder, httptest.NewRequest(http.MethodPost, itemPath("/slots", slot)+"/book", nil))
			statuses[place] = recorder.Code
		}()
	}
	wait.Wait()
	count := map[int]int{}
	for _, status := range statuses {
		count[status]++
	}
	if count[http.StatusCreated] != 1 || count[http.StatusConflict] != len(statuses)-1 {
		t.Errorf("statuses = %v, want one 201 and 409 else", statuses)
	}
}

func TestAPatientCancelsUntil24HoursBefore(t *testing.T) {
	p := openPractice(t)
	pia, max := p.patient("Pia"), p.patient("Max")
	slot := p.slot(p.anna, 2*day, 0)
	other := p.slot(p.anna, 3*day, 0)
	p.book(max, other)
	booking := p.book(pia, slot)
	path := itemPath("/bookings", booking) + "/cancel"
	p.post(max, path, http.StatusNotFound)
	p.now = p.now.Add(day + time.Second)
	p.post(pia, path, http.StatusConflict)
	p.wantState("/bookings", booking, "open")
	p.now = p.now.Add(-time.Second)
	answer := p.post(pia, path, http.StatusOK)
	holds(t, answer, map[string]any{"id": booking["id"], "state": "cancelled", "title": slot["title"], "patient_name": "Pia"})
	p.wantState("/bookings", booking, "cancelled")
	p.wantState("/slots", slot, "free")
	p.wantState("/slots", other, "taken")
	p.post(pia, path, http.StatusConflict)
	p.post(pia, "/bookings/4711/cancel", http.StatusNotFound)
}

func TestLaterOnlyTheTherapistCancels(t *testing.T) {
	p := openPractice(t)
	pia := p.patient("Pia")
	slot := p.slot(p.anna, time.Hour, 0)
	booking := p.book(pia, slot)
	path := itemPath("/bookings", booking) + "/cancel"
	p.post(pia, path, http.StatusConflict)
	p.post(p.ben, path, http.StatusForbidden)
	p.now = p.now.Add(time.Hour)
	p.post(p.anna, path, http.StatusConflict)
	p.wantState("/bookings", booking, "open")
	p.now = p.now.Add(-time.Second)
	holds(t, p.post(p.anna, path, http.StatusOK), map[string]any{"state": "cancelled"})
	p.wantState("/bookings", booking, "cancelled")
	p.wantState("/slots", slot, "free")
}

func TestAPatientJoinsTheWaitingList(t *testing.T) {
	p := openPractice(t)
	slot := p.slot(p.anna, 3*day, 0)
	pia, max, eva := p.patient("Pia"), p.patient("Max"), p.patient("Eva")
	path := itemPath("/slots", slot) + "/join"
	p.post(max, path, http.StatusConflict)
	p.book(pia, slot)
	p.post(pia, path, http.StatusConflict)
	p.post(p.anna, path, http.StatusForbidden)
	p.post(max, "/slots/4711/join", http.StatusNotFound)
	recorder := httptest.NewRecorder()
	max.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, nil))
	mine := getList(t, max, "/waiting_entries")
	if recorder.Code != http.StatusCreated || len(mine) != 1 || recorder.Header().Get("Location") != itemPath("/waiting_entries", mine[0]) {
		t.Fatalf("join = %d, Location %q, entries %v", recorder.Code, recorder.Header().Get("Location"), mine)
	}
	want := map[string]any{
		"title": slot["title"], "slot_id": slot["id"], "patient_id": get(t, max, "/me")["id"], "patient_name": "Max", "state": "waiting",
	}
	holds(t, mine[0], want)
	holds(t, get(t, p.ben, itemPath("/waiting_entries", mine[0])), want)
	p.post(max, path, http.StatusConflict)
	if status, _ := call(t, eva, http.MethodGet, itemPath("/waiting_entries", mine[0]), nil); status != http.StatusNotFound {
		t.Errorf("somebody else's entry = %d, want 404", status)
	}
	if list := getList(t, eva, "/waiting_entries"); len(list) != 0 {
		t.Errorf("entries of somebody else = %v, want none", list)
	}
}

func TestTheFirstOfTheListIsAsked(t *testing.T) {
	p := openPractice(t)
	slot, other := p.slot(p.anna, 3*day, 0), p.slot(p.anna, 4*day, 0)
	pia, max, eva, ida := p.patient("Pia"), p.patient("Max"), p.patient("Eva"), p.patient("Ida")
	booking := p.book(pia, slot)
	p.book(ida, other)
	elsewhere, first, second := p.join(eva, other), p.join(max, slot), p.join(eva, slot)
	p.post(max, itemPath("/waiting_entries", first)+"/accept", http.StatusConflict)
	p.post(max, itemPath("/waiting_entries", first)+"/decline", http.StatusConflict)
	p.post(pia, itemPath("/bookings", booking)+"/cancel", http.StatusOK)
	p.wantState("/waiting_entries", first, "offered")
	p.wantState("/waiting_entries", second, "waiting")
	p.wantState("/waiting_entries", elsewhere, "waiting")
	p.wantState("/slots", slot, "offered")
	p.post(max, itemPath("/slots", slot)+"/book", http.StatusConflict)
	p.post(max, itemPath("/slots", slot)+"/join", http.StatusConflict)
	third := p.join(ida, slot)
	for narrowed, want := range map[string]string{
		"?state=offered": idsOf(first), "?state=waiting": idsOf(third, second, elsewhere), "": idsOf(third, second, first, elsewhere), "?limit=1&offset=1": idsOf(second),
	} {
		if list := getList(t, p.anna, "/waiting_entries"+narrowed); ids(list) != want {
			t.Errorf("GET /waiting_entries%s = %v, want %s", narrowed, list, want)
		}
	}

	p.post(eva, itemPath("/waiting_entries", first)+"/decline", http.StatusNotFound)
	p.post(p.anna, itemPath("/waiting_entries", first)+"/decline", http.StatusForbidden)
	holds(t, p.post(max, itemPath("/waiting_entries", first)+"/decline", http.StatusOK), map[string]any{"id": first["id"], "state": "declined"})
	p.wantState("/waiting_entries", first, "declined")
	p.wantState("/waiting_entries", second, "offered")
	p.wantState("/slots", slot, "offered")

	p.post(max, itemPath("/waiting_entries", second)+"/accept", http.StatusNotFound)
	p.post(p.anna, itemPath("/waiting_entries", second)+"/accept", http.StatusForbidden)
	holds(t, p.post(eva, itemPath("/waiting_entries", second)+"/accept", http.StatusOK), map[string]any{"id": second["id"], "state": "accepted", "title": slot["title"]})
	p.wantState("/waiting_entries", second, "accepted")
	p.wantState("/slots", slot, "taken")
	p.wantState("/waiting_entries", third, "waiting")
	mine := getList(t, eva, "/bookings")
	if len(mine) != 1 {
		t.Fatalf("bookings = %v, want the accepted one", mine)
	}
	holds(t, mine[0], map[string]any{"slot_id": slot["id"], "state": "open", "patient_name": "Eva", "starts_at": slot["starts_at"]})
	p.post(eva, itemPath("/waiting_entries", second)+"/accept", http.StatusConflict)
	p.post(eva, itemPath("/waiting_entries", second)+"/decline", http.StatusConflict)
}

func TestASlotIsFreeWhenAllDecline(t *testing.T) {
	p := openPractice(t)
	slot := p.slot(p.anna, 3*day, 0)
	pia, max := p.patient("Pia"), p.patient("Max")
	booking := p.book(pia, slot)
	entry := p.join(max, slot)
	p.post(p.anna, itemPath("/bookings", booking)+"/cancel", http.StatusOK)
	p.post(max, itemPath("/waiting_entries", entry)+"/decline", http.StatusOK)
	p.wantState("/slots", slot, "free")
	p.book(max, slot)
}

func TestAnOfferIsAcceptedWithinTheRules(t *testing.T) {
	p := openPractice(t)
	slot, second, third := p.slot(p.anna, 3*day, 0), p.slot(p.anna, 4*day, 0), p.slot(p.anna, 5*day, 0)
	pia, max := p.patient("Pia"), p.patient("Max")
	booking := p.book(pia, slot)
	entry := p.join(max, slot)
	p.book(max, second)
	last := p.book(max, third)
	p.post(pia, itemPath("/bookings", booking)+"/cancel", http.StatusOK)
	path := itemPath("/waiting_entries", entry) + "/accept"
	p.post(max, path, http.StatusConflict)
	p.wantState("/waiting_entries", entry, "offered")
	p.wantState("/slots", slot, "offered")
	p.post(max, itemPath("/bookings", last)+"/cancel", http.StatusOK)
	p.now = p.now.Add(3 * day)
	p.post(max, path, http.StatusConflict)
	p.now = p.now.Add(-time.Second)
	p.post(max, path, http.StatusOK)
	p.post(max, "/waiting_entries/4711/accept", http.StatusNotFound)
}

func TestBookingsAreMarkedAfterTheStart(t *testing.T) {
	p := openPractice(t)
	pia, max := p.patient("Pia"), p.patient("Max")
	done, missed := p.book(pia, p.slot(p.anna, time.Hour, 0)), p.book(max, p.slot(p.anna, 2*time.Hour, 0))
	for _, last := range []string{"/done", "/missed"} {
		p.post(p.anna, itemPath("/bookings", done)+last, http.StatusConflict)
	}
	p.now = p.now.Add(time.Hour - time.Second)
	p.post(p.anna, itemPath("/bookings", done)+"/done", http.StatusConflict)
	p.wantState("/bookings", done, "open")
	p.now = p.now.Add(time.Second)
	for _, last := range []string{"/done", "/missed"} {
		p.post(pia, itemPath("/bookings", done)+last, http.StatusForbidden)
		p.post(p.ben, itemPath("/bookings", done)+last, http.StatusForbidden)
		p.post(p.anna, "/bookings/4711"+last, http.StatusNotFound)
	}
	holds(t, p.post(p.anna, itemPath("/bookings", done)+"/done", http.StatusOK), map[string]any{"id": done["id"], "state": "done", "title": done["title"]})
	p.wantState("/bookings", done, "done")
	p.post(p.anna, itemPath("/bookings", done)+"/missed", http.StatusConflict)
	p.now = p.now.Add(time.Hour)
	holds(t, p.post(p.anna, itemPath("/bookings", missed)+"/missed", http.StatusOK), map[string]any{"id": missed["id"], "state": "missed"})
	p.wantState("/bookings", missed, "missed")
	p.post(p.anna, itemPath("/bookings", missed)+"/missed", http.StatusConflict)
	p.post(p.anna, itemPath("/bookings", missed)+"/done", http.StatusConflict)
	holds(t, get(t, pia, "/me"), map[string]any{"missed_count": 0})
	holds(t, get(t, max, "/me"), map[string]any{"missed_count": 1})
}

func TestANoteIsForTherapistsOnly(t *testing.T) {
	p := openPractice(t)
	pia := p.patient("Pia")
	booking := p.book(pia, p.slot(p.anna, time.Hour, 0))
	cancelled := p.book(pia, p.slot(p.anna, 2*time.Hour, 0))
	p.post(p.anna, itemPath("/bookings", cancelled)+"/cancel", http.StatusOK)
	path := itemPath("/bookings", booking) + "/notes"
	text := map[string]any{"text": "stiff shoulder"}
	write := func(by http.Handler, path string, body any, want int) any {
		t.Helper()
		status, answer := call(t, by, http.MethodPost, path, body)
		if status != want {
			t.Errorf("POST %s %v = %d %v, want %d", path, body, status, answer, want)
		}
		return answer
	}
	p.now = p.now.Add(time.Hour - time.Second)
	write(p.anna, path, text, http.StatusConflict)
	p.now = p.now.Add(2 * time.Hour)
	write(p.anna, itemPath("/bookings", cancelled)+"/notes", text, http.StatusConflict)
	write(p.ben, path, text, http.StatusForbidden)
	write(pia, path, text, http.StatusForbidden)
	write(p.anna, "/bookings/4711/notes", text, http.StatusNotFound)
	write(p.anna, path, "text", http.StatusBadRequest)
	for _, wrong := range []any{nil, "", "  ", strings.Repeat("x", 4001)} {
		if answer := write(p.anna, path, map[string]any{"text": wrong}, http.StatusUnprocessableEntity); !names(answer, "text") {
			t.Errorf("answer = %v, want the field", answer)
		}
	}
	if list := getList(t, p.anna, "/notes"); len(list) != 0 {
		t.Fatalf("notes = %v, want none of the refused", list)
	}
	first := write(p.anna, path, text, http.StatusCreated).(map[string]any)
	want := map[string]any{"text": "stiff shoulder", "booking_id": booking["id"], "title": booking["title"].(string) + ", Pia"}
	holds(t, first, want)
	holds(t, get(t, p.ben, itemPath("/notes", first)), want)
	recorder := httptest.NewRecorder()
	p.anna.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(`{"text": "`+strings.Repeat("y", 4000)+`"}`)))
	list := getList(t, p.ben, "/notes")
	if recorder.Code != http.StatusCreated || len(list) != 2 || list[1]["id"] != first["id"] || recorder.Header().Get("Location") != itemPath("/notes", list[0]) {
		t.Errorf("a long note = %d, Location %q, notes %v", recorder.Code, recorder.Header().Get("Location"), list)
	}
	if got := getList(t, p.ben, "/notes?sort=text&limit=1"); ids(got) != idsOf(first) {
		t.Errorf("by text = %v, want %v first", got, first)
	}
	if status, _ := call(t, pia, http.MethodGet, "/notes", nil); status != http.StatusForbidden {
		t.Errorf("notes for a patient = %d, want 403", status)
	}
	if status, _ := call(t, pia, http.MethodGet, itemPath("/notes", first), nil); status != http.StatusForbidden {
		t.Errorf("a note for a patient = %d, want 403", status)
	}
}

// miss lets a patient miss a booking.
func (p *practice) miss(patient http.Handler) {
	p.t.Helper()
	booking := p.book(patient, p.slot(p.anna, time.Hour, 0))
	p.now = p.now.Add(2 * time.Hour)
	p.post(p.anna, itemPath("/bookings", booking)+"/missed", http.StatusOK)
}

func TestThreeMissedBookingsEndBooking(t *testing.T) {
	p := openPractice(t)
	pia, max, eva := p.patient("Pia"), p.patient("Max"), p.patient("Eva")
	slot := p.slot(p.ben, 5*day, 1)
	offered := p.slot(p.ben, 6*day, 1)
	booking := p.book(eva, offered)
	entry := p.join(pia, offered)
	p.miss(pia)
	p.miss(pia)
	p.miss(max)
	p.miss(eva)
	p.miss(pia)
	account := get(t, pia, "/me")
	holds(t, account, map[string]any{"missed_count": 3})
	p.post(pia, itemPath("/slots", slot)+"/book", http.StatusConflict)
	p.post(eva, itemPath("/bookings", booking)+"/cancel", http.StatusOK)
	p.post(pia, itemPath("/waiting_entries", entry)+"/accept", http.StatusConflict)
	p.wantState("/waiting_entries", entry, "offered")

	list := getList(t, p.ben, "/missed_patients")
	if ids(list) != idsOf(account, get(t, eva, "/me"), get(t, max, "/me")) {
		t.Errorf("patients = %v, want Pia, Eva, Max", list)
	}
	holds(t, list[0], account)
	if _, told := list[0]["password"]; told {
		t.Errorf("patients = %v, with a password", list)
	}

	path := itemPath("/accounts", account) + "/reset"
	p.post(pia, path, http.StatusForbidden)
	p.post(p.ben, "/accounts/4711/reset", http.StatusNotFound)
	p.post(pia, itemPath("/slots", slot)+"/book", http.StatusConflict)
	answer := p.post(p.ben, path, http.StatusOK)
	holds(t, answer, map[string]any{"id": account["id"], "missed_count": 0, "name": "Pia"})
	holds(t, get(t, pia, "/me"), map[string]any{"missed_count": 0})
	holds(t, get(t, max, "/me"), map[string]any{"missed_count": 1})
	p.book(pia, slot)
	if list := getList(t, p.anna, "/missed_patients"); len(list) != 2 {
		t.Errorf("patients = %v, want two", list)
	}
	if list := getList(t, p.anna, "/bookings?state=missed"); len(list) != 5 {
		t.Errorf("missed bookings = %v, want five", list)
	}
}

func TestMyBookingsAreNextAndPast(t *testing.T) {
	p := openPractice(t)
	pia, max := p.patient("Pia"), p.patient("Max")
	empty := get(t, pia, "/my_bookings")
	holds(t, empty, map[string]any{"next": []any{}, "past": []any{}})
	soon := p.book(pia, p.slot(p.anna, time.Hour, 0))
	cancelled := p.book(pia, p.slot(p.anna, 9*day, 0))
	p.post(pia, itemPath("/bookings", cancelled)+"/cancel", http.StatusOK)
	p.book(max, p.slot(p.anna, 4*day, 0))
	later := p.book(pia, p.slot(p.anna, 6*day, 0))
	answer := get(t, pia, "/my_bookings")
	if ids(answer["next"]) != idsOf(soon, later) || ids(answer["past"]) != idsOf(cancelled) {
		t.Errorf("my bookings = %v", answer)
	}
	holds(t, answer["next"].([]any)[0].(map[string]any), soon)
	p.now = p.now.Add(time.Hour)
	answer = get(t, pia, "/my_bookings")
	if ids(answer["next"]) != idsOf(later) || ids(answer["past"]) != idsOf(cancelled, soon) {
		t.Errorf("my bookings after a start = %v", answer)
	}
	p.post(p.anna, itemPath("/bookings", soon)+"/done", http.StatusOK)
	sooner := p.book(pia, p.slot(p.anna, 2*day, 0))
	answer = get(t, pia, "/my_bookings")
	if ids(answer["next"]) != idsOf(sooner, later) {
		t.Errorf("next = %v, want the earliest first", answer["next"])
	}
	if status, _ := call(t, p.anna, http.MethodGet, "/my_bookings", nil); status != http.StatusForbidden {
		t.Errorf("my bookings for a therapist = %d, want 403", status)
	}
}

func TestTodaysSlotsHaveThePatientsNames(t *testing.T) {
	p := openPractice(t)
	holds(t, get(t, p.anna, "/todays_slots"), map[string]any{"date": "2030-05-06", "slots": []any{}})
	last := p.slot(p.anna, 16*time.Hour-time.Second, 0)
	first := p.slot(p.anna, -8*time.Hour, 0)
	noon := p.slot(p.anna, 4*time.Hour, 0)
	tomorrow := p.slot(p.anna, 16*time.Hour+time.Hour, 0)
	p.slot(p.anna, -9*time.Hour, 0)
	bens := p.slot(p.ben, 4*time.Hour, 1)
	pia, max := p.patient("Pia"), p.patient("Max")
	p.post(p.anna, itemPath("/bookings", p.book(max, noon))+"/cancel", http.StatusOK)
	booking := p.book(pia, noon)
	p.book(pia, tomorrow)
	p.book(max, bens)
	answer := get(t, p.anna, "/todays_slots")
	if ids(answer["slots"]) != idsOf(first, noon, last) {
		t.Fatalf("today = %v, want %v, %v and %v", answer, first, noon, last)
	}
	slots := answer["slots"].([]any)
	holds(t, slots[0].(map[string]any), map[string]any{
		"title": first["title"], "starts_at": first["starts_at"], "ends_at": first["ends_at"], "state": "free",
		"booking_id": nil, "booking_state": nil, "patient_name": nil,
	})
	holds(t, slots[1].(map[string]any), map[string]any{
		"title": noon["title"], "starts_at": noon["starts_at"], "ends_at": noon["ends_at"], "state": "taken",
		"booking_id": booking["id"], "booking_state": "open", "patient_name": "Pia",
	})
	if status, _ := call(t, pia, http.MethodGet, "/todays_slots", nil); status != http.StatusForbidden {
		t.Errorf("today for a patient = %d, want 403", status)
	}
	p.now = p.now.Add(day)
	answer = get(t, p.anna, "/todays_slots")
	if answer["date"] != "2030-05-07" || ids(answer["slots"]) != idsOf(tomorrow) {
		t.Errorf("a day later = %v, want only %v", answer, tomorrow)
	}
}

func TestTherapistsFindBookings(t *testing.T) {
	p := openPractice(t)
	pia, max := p.patient("Pia Söder"), p.patient("Max")
	late := p.book(pia, p.slot(p.anna, 6*day, 0))
	early := p.book(max, p.slot(p.ben, 4*day, 1))
	middle := p.book(pia, p.slot(p.anna, 5*day, 0))
	p.post(pia, itemPath("/bookings", late)+"/cancel", http.StatusOK)
	for query, want := range map[string]string{
		"":                  idsOf(late, middle, early),
		"?sort=starts_at":   idsOf(early, middle, late),
		"?sort=-id":         idsOf(middle, early, late),
		"?q=S%C3%96DER":     idsOf(late, middle),
		"?q=ben+lang":       idsOf(early),
		"?q=nobody":         "",
		"?state=open":       idsOf(middle, early),
		"?state=open&q=pia": idsOf(middle),
		"?state=cancelled":  idsOf(late),
		"?limit=1&offset=1": idsOf(middle),
	} {
		if list := getList(t, p.ben, "/bookings"+query); ids(list) != want {
			t.Errorf("GET /bookings%s = %v, want %s", query, list, want)
		}
	}
	if list := getList(t, pia, "/bookings"); ids(list) != idsOf(late, middle) {
		t.Errorf("a patient's bookings = %v, want the own ones", list)
	}
	for _, query := range []string{"?state=lost", "?sort=nothing", "?limit=0", "?limit=101", "?offset=-1"} {
		if status, _ := call(t, p.ben, http.MethodGet, "/bookings"+query, nil); status != http.StatusBadRequest {
			t.Errorf("GET /bookings%s = %d, want 400", query, status)
		}
	}
	recorder := httptest.NewRecorder()
	p.ben.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/bookings?limit=1&state=open", nil))
	if total := recorder.Header().Get("X-Total-Count"); total != "2" {
		t.Errorf("X-Total-Count = %q, want 2", total)
	}
}

func TestSlotsAreNarrowedByState(t *testing.T) {
	p := openPractice(t)
	taken, free := p.slot(p.anna, 3*day, 0), p.slot(p.anna, 4*day, 1)
	p.book(p.patient("Pia"), taken)
	for query, want := range map[string]string{
		"?state=taken": idsOf(taken), "?state=free": idsOf(free), "?state=offered": "", "?minutes=40": "",
		fmt.Sprintf("?room_id=%.0f", p.rooms[1]["id"]): idsOf(free),
	} {
		if list := getList(t, p.anna, "/slots"+query); ids(list) != want {
			t.Errorf("GET /slots%s = %v, want %s", query, list, want)
		}
	}
}

func TestOwnOperationsNeedAnAccountAndTheirMethod(t *testing.T) {
	api := emptyAPI(t)
	for path, method := range map[string]string{
		"/coming_slots": http.MethodGet, "/missed_patients": http.MethodGet, "/my_bookings": http.MethodGet, "/todays_slots": http.MethodGet,
		"/slots/1/book": http.MethodPost, "/slots/1/join": http.MethodPost, "/accounts/1/reset": http.MethodPost,
		"/waiting_entries/1/accept": http.MethodPost, "/waiting_entries/1/decline": http.MethodPost,
		"/bookings/1/cancel": http.MethodPost, "/bookings/1/done": http.MethodPost, "/bookings/1/missed": http.MethodPost, "/bookings/1/notes": http.MethodPost,
	} {
		if status, _ := call(t, nobody(api), method, path, nil); status != http.StatusUnauthorized {
			t.Errorf("%s %s without a token = %d, want 401", method, path, status)
		}
		recorder := httptest.NewRecorder()
		api.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodPatch, path, nil))
		if allowed := recorder.Header().Get("Allow"); recorder.Code != http.StatusMethodNotAllowed || !strings.HasPrefix(allowed, method) {
			t.Errorf("PATCH %s = %d, Allow %q; want 405 and %s", path, recorder.Code, allowed, method)
		}
	}
	if status, _ := call(t, stranger(t, api), http.MethodGet, "/missed_patients", nil); status != http.StatusForbidden {
		t.Errorf("missed patients for a patient = %d, want 403", status)
	}
}
