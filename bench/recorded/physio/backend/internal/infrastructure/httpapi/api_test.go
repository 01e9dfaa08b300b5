package httpapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"physio-practice/backend/internal/application"
	"physio-practice/backend/internal/infrastructure/httpapi"
	"physio-practice/backend/internal/infrastructure/passwords"
	"physio-practice/backend/internal/infrastructure/sqlite"
)

// as calls the API with the token of an account; without a token, as nobody.
type as struct {
	api   http.Handler
	token string
	// known are the tokens of the accounts that tests call as, by role.
	known map[string]string
	// helped callers have what their role cannot do done by an account that can.
	helped bool
	role   string
}

func (a as) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if a.token != "" {
		r.Header.Set("Authorization", "Bearer "+a.token)
	}
	a.api.ServeHTTP(w, r)
}

// nobody calls the same API without a token.
func nobody(api http.Handler) http.Handler { return as{api: api.(as).api, known: api.(as).known} }

// stranger registers another account and calls the same API.
func stranger(t *testing.T, api http.Handler) http.Handler {
	t.Helper()
	signed := create(t, nobody(api), "/register", accountToRegister())
	return as{api: api.(as).api, token: signed["token"].(string), known: api.(as).known}
}

// acting calls the same API as an account with this role; without a role, as one that registered.
func acting(t *testing.T, api http.Handler, role string) http.Handler {
	t.Helper()
	current := api.(as)
	if current.known[role] == "" {
		seeded := map[string]map[string]any{
			"therapist": {"phone": "+4930100001", "password": "a-first-password"},
		}
		if credentials := seeded[role]; credentials != nil {
			status, signed := call(t, nobody(api), http.MethodPost, "/login", credentials)
			if status != http.StatusOK {
				t.Fatalf("%s signs in = %d %v, want 200", role, status, signed)
			}
			current.known[role] = signed.(map[string]any)["token"].(string)
		} else {
			current.known[role] = stranger(t, api).(as).token
		}
	}
	return as{api: current.api, token: current.known[role], known: current.known, helped: true, role: role}
}

// helped calls the same API as the same account; what its role cannot do, another account does.
func helped(api http.Handler) http.Handler {
	caller := api.(as)
	caller.helped = true
	return caller
}

// roles are those of the accounts that can call an operation; "" is the role of one that registered.
var roles = map[string][]string{
	"POST /slots":     {"therapist"},
	"GET /notes/{s2}": {"therapist"},
	"GET /notes":      {"therapist"},
}

// able is the caller, if it can call the operation or is to be refused; else an account that can.
func able(t *testing.T, api http.Handler, method, path string) http.Handler {
	t.Helper()
	caller, ok := api.(as)
	if !ok || !caller.helped {
		return api
	}
	operations := http.NewServeMux()
	for operation := range roles {
		operations.Handle(operation, http.NotFoundHandler())
	}
	_, operation := operations.Handler(httptest.NewRequestWithContext(t.Context(), method, path, nil))
	if can := roles[operation]; len(can) > 0 && !slices.Contains(can, caller.role) {
		return acting(t, api, can[0])
	}
	return api
}

// emptyAPI starts the whole backend on its own database, called by an account that registered.
func emptyAPI(t *testing.T) http.Handler {
	t.Helper()
	return emptyAPIAt(t, time.Now)
}

// emptyAPIAt does the same with another clock.
func emptyAPIAt(t *testing.T, now func() time.Time) http.Handler {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	store := sqlite.NewStore(db)
	hasher := passwords.New(1, 64)
	for range 2 { // as at a first and at a second start
		if err := application.Seed(t.Context(), application.SeedPorts{
			Transactor: store,
			Seeding:    store,
			Accounts:   store.Accounts(),
			Rooms:      store.Rooms(),
			Passwords:  hasher,
			InitialPasswords: map[string]string{
				"THERAPIST_PASSWORD":   "a-first-password",
				"THERAPIST_PASSWORD_2": "a-first-password",
				"THERAPIST_PASSWORD_3": "a-first-password",
			},
			Now: now,
		}); err != nil {
			t.Fatal(err)
		}
	}
	api := httpapi.NewHandler(httpapi.Services{
		Auth: application.NewAuthService(application.AuthPorts{
			Transactor: store,
			Accounts:   store.Accounts(),
			Passwords:  hasher,
			Now:        now,
		}),
		Rooms: application.NewRoomService(application.RoomPorts{
			Transactor: store,
			Rooms:      store.Rooms(),
			Now:        now,
		}),
		Slots: application.NewSlotService(application.SlotPorts{
			Transactor: store,
			Slots:      store.Slots(),
			Rooms:      store.Rooms(),
			Now:        now,
		}),
		Bookings: application.NewBookingService(application.BookingPorts{
			Transactor: store,
			Bookings:   store.Bookings(),
			Now:        now,
		}),
		WaitingEntries: application.NewWaitingEntryService(application.WaitingEntryPorts{
			Transactor:     store,
			WaitingEntries: store.WaitingEntries(),
			Now:            now,
		}),
		Notes: application.NewNoteService(application.NotePorts{
			Transactor: store,
			Notes:      store.Notes(),
			Now:        now,
		}),
		Practice: application.NewPracticeService(application.PracticePorts{
			Transactor:     store,
			Accounts:       store.Accounts(),
			Slots:          store.Slots(),
			Bookings:       store.Bookings(),
			WaitingEntries: store.WaitingEntries(),
			Notes:          store.Notes(),
			Now:            now,
		}),
	}, httpapi.Options{
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil)), Origins: []string{"*"}, CheckReady: store.Ping,
	})
	return acting(t, as{api: api, known: map[string]string{}}, "")
}

// call sends body as JSON and returns the status and the decoded response.
func call(t *testing.T, api http.Handler, method, path string, body any) (int, any) {
	t.Helper()
	var encoded bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&encoded).Encode(body); err != nil {
			t.Fatal(err)
		}
	}
	request := httptest.NewRequestWithContext(t.Context(), method, path, &encoded)
	recorder := httptest.NewRecorder()
	able(t, api, method, path).ServeHTTP(recorder, request)
	if recorder.Body.Len() == 0 {
		return recorder.Code, nil
	}
	var answer any
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%s %s answered what is not JSON: %v", method, path, err)
	}
	return recorder.Code, answer
}

func create(t *testing.T, api http.Handler, path string, body map[string]any) map[string]any {
	t.Helper()
	status, answer := call(t, api, http.MethodPost, path, body)
	if status != http.StatusCreated {
		t.Fatalf("POST %s = %d %v, want 201", path, status, answer)
	}
	return answer.(map[string]any)
}

// get reads one record, which must exist.
func get(t *testing.T, api http.Handler, path string) map[string]any {
	t.Helper()
	status, answer := call(t, api, http.MethodGet, path, nil)
	if status != http.StatusOK {
		t.Fatalf("GET %s = %d %v, want 200", path, status, answer)
	}
	return answer.(map[string]any)
}

func getList(t *testing.T, api http.Handler, path string) []map[string]any {
	t.Helper()
	status, answer := call(t, api, http.MethodGet, path, nil)
	if status != http.StatusOK {
		t.Fatalf("GET %s = %d %v, want 200", path, status, answer)
	}
	records := []map[string]any{}
	for _, record := range answer.([]any) {
		records = append(records, record.(map[string]any))
	}
	return records
}

// holds fails the test unless the record has every wanted value, compared as JSON.
func holds(t *testing.T, record, want map[string]any) {
	t.Helper()
	for name, value := range want {
		wanted, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(record[name]); err != nil || !bytes.Equal(got, wanted) {
			t.Errorf("%s = %s, want %s", name, got, wanted)
		}
	}
}

// names reports whether the error response names the field.
func names(refusal any, field string) bool {
	problem, _ := refusal.(map[string]any)
	wrong, _ := problem["errors"].([]any)
	return slices.ContainsFunc(wrong, func(one any) bool {
		return one.(map[string]any)["field"] == field
	})
}

// serial numbers values that must be unique, so that no test depends on another test's records.
var serial atomic.Int64

func unique(pattern string) string {
	return fmt.Sprintf(pattern, serial.Add(1))
}

func itemPath(path string, record map[string]any) string {
	return fmt.Sprintf("%s/%.0f", path, record["id"])
}

func TestHealth(t *testing.T) {
	if status, _ := call(t, emptyAPI(t), http.MethodGet, "/healthz", nil); status != http.StatusOK {
		t.Errorf("status = %d, want 200", status)
	}
}

func TestUnknownAddress(t *testing.T) {
	if status, _ := call(t, emptyAPI(t), http.MethodGet, "/nothing-here", nil); status != http.StatusNotFound {
		t.Errorf("status = %d, want 404", status)
	}
}

func TestMediaTypeMustBeJSON(t *testing.T) {
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/register", strings.NewReader("text"))
	request.Header.Set("Content-Type", "text/plain")
	recorder := httptest.NewRecorder()
	acting(t, emptyAPI(t), "").ServeHTTP(recorder, request)
	if recorder.Code != http.StatusUnsupportedMediaType {
		t.Errorf("status = %d, want 415", recorder.Code)
	}
}

func TestMethodsThatAreAllowedAreNamed(t *testing.T) {
	api := emptyAPI(t)
	for path, want := range map[string]string{
		"/register":          "POST",
		"/login":             "POST",
		"/me":                "GET",
		"/rooms":             "GET, HEAD",
		"/rooms/1":           "GET, HEAD",
		"/slots":             "GET, HEAD, POST",
		"/slots/1":           "GET, HEAD",
		"/bookings":          "GET, HEAD",
		"/bookings/1":        "GET, HEAD",
		"/waiting_entries":   "GET, HEAD",
		"/waiting_entries/1": "GET, HEAD",
		"/notes":             "GET, HEAD",
		"/notes/1":           "GET, HEAD",
	} {
		recorder := httptest.NewRecorder()
		api.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodPatch, path, nil))
		if allowed := recorder.Header().Get("Allow"); recorder.Code != http.StatusMethodNotAllowed || !strings.Contains(allowed, want) {
			t.Errorf("PATCH %s = %d, Allow %q; want 405 and %s", path, recorder.Code, allowed, want)
		}
	}
}

func TestPagesOfOtherOriginsMayCall(t *testing.T) {
	api := emptyAPI(t)
	for _, method := range []string{http.MethodOptions, http.MethodGet} {
		request := httptest.NewRequestWithContext(t.Context(), method, "/rooms", nil)
		request.Header.Set("Origin", "http://page.example")
		if method == http.MethodOptions {
			request.Header.Set("Access-Control-Request-Method", http.MethodPost)
		}
		recorder := httptest.NewRecorder()
		api.ServeHTTP(recorder, request)
		header := recorder.Header()
		if header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: Access-Control-Allow-Origin = %q, want *", method, header.Get("Access-Control-Allow-Origin"))
		}
		if exposed := header.Get("Access-Control-Expose-Headers"); !strings.Contains(exposed, "X-Total-Count") {
			t.Errorf("%s: Access-Control-Expose-Headers = %q", method, exposed)
		}
		if method == http.MethodGet {
			continue
		}
		if methods := header.Get("Access-Control-Allow-Methods"); recorder.Code != http.StatusNoContent || !strings.Contains(methods, "PUT") {
			t.Errorf("preflight = %d, Access-Control-Allow-Methods = %q", recorder.Code, methods)
		}
		if headers := header.Get("Access-Control-Allow-Headers"); headers != "Authorization, Content-Type" {
			t.Errorf("Access-Control-Allow-Headers = %q, want Authorization and Content-Type", headers)
		}
	}
}
